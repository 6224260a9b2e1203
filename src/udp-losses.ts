/**
 * Datagrams that the system dropped because a socket's buffer was full. Linux tells it of each UDP socket in a table
 * (proc(5), /proc/net/udp); elsewhere nothing is told.
 *
 *     sl  local_address rem_address   st … inode ref pointer drops
 *     12: 00000000:1B39 00000000:0000 07 … 61029 2   0       17
 */
import { readFileSync } from 'node:fs'

const files = { 4: '/proc/net/udp', 6: '/proc/net/udp6' } as const

/** Of all sockets of this family at one of these ports. */
export function udpLosses(family: 4 | 6, ports: readonly number[]): number {
  let table: string
  try {
    table = readFileSync(files[family], 'latin1')
  } catch {
    return 0
  }
  return lossesIn(table, ports)
}

/** What the text of such a table says of these ports. */
export function lossesIn(table: string, ports: readonly number[]): number {
  let sum = 0
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/)
    const port = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)
    if (ports.includes(port)) sum += Number(fields.at(-1)) || 0
  }
  return sum
}
