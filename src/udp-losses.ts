/**
 * Datagrams that the system dropped because a socket's buffer was full. Linux tells it of each UDP socket in a table
 * (proc(5), /proc/net/udp), in which an address stands as 32-bit numbers in the machine's order of bytes; elsewhere
 * nothing is told.
 *
 *     sl  local_address rem_address   st … inode ref pointer drops
 *     12: 0100007F:1B39 00000000:0000 07 … 61029 2   0       17
 */
import { readFileSync } from 'node:fs'
import { parseAddress } from '#tracker/wire/address'

type Family = 4 | 6
type UdpAddress = { readonly host: string; readonly port: number; readonly family: Family }

/** Where the inode stands in a line. */
const inodeField = 9

export class UdpLosses {
  readonly #addresses: readonly UdpAddress[]
  readonly #readTable: (family: Family) => string
  /** Of each socket that is open, by its inode. */
  readonly #known: Record<Family, ReadonlyMap<string, number>> = { 4: new Map(), 6: new Map() }
  readonly #sums: Record<Family, number> = { 4: 0, 6: 0 }

  /** Of the sockets at these addresses; other programs may have others at the same ports. */
  constructor(addresses: readonly UdpAddress[], readTable = readSystemTable) {
    this.#addresses = addresses
    this.#readTable = readTable
  }

  /** Datagrams until now, those of sockets that were closed meanwhile too. */
  count(family: Family): number {
    const known = this.#known[family]
    const locals = this.#addresses.filter((one) => one.family === family).map(localAddress)
    const losses = lossesIn(this.#readTable(family), locals)
    for (const [inode, drops] of losses)
      this.#sums[family] += Math.max(drops - (known.get(inode) ?? 0), 0)
    this.#known[family] = losses
    return this.#sums[family]
  }
}

/** Drops by the inodes of the sockets at these local addresses, as the table writes them. */
function lossesIn(table: string, locals: readonly string[]): Map<string, number> {
  const losses = new Map<string, number>()
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/)
    if (locals.includes(fields[1] ?? ''))
      losses.set(fields[inodeField] ?? '', Number(fields.at(-1)) || 0)
  }
  return losses
}

function localAddress({ host, port }: UdpAddress): string {
  const bytes = Buffer.alloc(16)
  const length = parseAddress(host, bytes) === 4 ? 4 : 16
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, length / 4)
  const address = [...words].map((word) => hexadecimal(word, 8)).join('')
  return `${address}:${hexadecimal(port, 4)}`
}

function hexadecimal(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0')
}

function readSystemTable(family: Family): string {
  try {
    return readFileSync(family === 4 ? '/proc/net/udp' : '/proc/net/udp6', 'latin1')
  } catch {
    return ''
  }
}
