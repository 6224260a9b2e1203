/**
 * The addresses that a UDP wildcard stands for: one socket for each local address, so that replies leave from
 * the address that was asked, and the wildcard itself for addresses that this machine gets later.
 */
import { networkInterfaces } from 'node:os'

export type UdpAddress = { readonly host: string; readonly port: number; readonly family: 4 | 6 }

export function udpAddresses(address: UdpAddress): UdpAddress[] {
  if (address.host !== '0.0.0.0' && address.host !== '::') return [address]
  const wanted = address.family === 4 ? 'IPv4' : 'IPv6'
  const local = Object.entries(networkInterfaces()).flatMap(([name, entries]) =>
    (entries ?? [])
      .filter((entry) => entry.family === wanted)
      .map((entry) => (isLinkLocal(entry.address) ? `${entry.address}%${name}` : entry.address)),
  )
  return [...new Set(local), address.host].map((host) => ({ ...address, host }))
}

function isLinkLocal(address: string): boolean {
  return address.startsWith('fe80:')
}
