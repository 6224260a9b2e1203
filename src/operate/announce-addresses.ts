/**
 * The addresses under which this tracker can be announced to, with who can reach each: what a newcomer
 * puts into a torrent.
 */
import { networkInterfaces } from 'node:os'
import type { ProbedAddress } from './probe-addresses.ts'

/** `published`: the operator says that it is the address to use. */
export type Reach = 'published' | 'internet' | 'network' | 'machine'

export type AnnounceAddress = { readonly url: string; readonly reach: Reach }

/** Farthest reach first. A wildcard stands for the addresses that this machine has now. */
export function announceAddresses(
  scheme: 'udp' | 'http' | 'https',
  listening: readonly ProbedAddress[],
): AnnounceAddress[] {
  const order: readonly Reach[] = ['published', 'internet', 'network', 'machine']
  return listening
    .flatMap((address) => expand(address))
    .map(({ host, port, family }) => ({
      url: `${scheme}://${family === 6 ? `[${host}]` : host}:${port}/announce`,
      reach: reachOf(host),
    }))
    .toSorted((one, other) => order.indexOf(one.reach) - order.indexOf(other.reach))
}

function expand(address: ProbedAddress): ProbedAddress[] {
  if (address.host !== '0.0.0.0' && address.host !== '::') return [address]
  const wanted = address.family === 4 ? 'IPv4' : 'IPv6'
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => entry.family === wanted && !entry.address.startsWith('fe80:'))
    .map((entry) => ({ ...address, host: entry.address }))
}

const privateNetworks =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i

/** By the address alone: whether a firewall lets the internet in is not to be known from here. */
export function reachOf(host: string): Reach {
  if (host === '::1' || host.startsWith('127.')) return 'machine'
  return privateNetworks.test(host) ? 'network' : 'internet'
}
