/**
 * A snapshot file in the words of a test, read by the description in `snapshot-file.ts` alone: what two of
 * them say can be compared, whatever order they say it in.
 */
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'

export type SavedTorrent = {
  readonly completed: number
  /** Whether somebody has come back to it. */
  readonly isReturned: boolean
  /** Seeders and leechers of IPv4, then of IPv6: each peer as `wire form in hexadecimal, age, partial`. */
  readonly lists: readonly ReadonlySet<string>[]
}

export type SavedSwarms = {
  readonly savedSeconds: number
  readonly unitSeconds: number
  readonly torrents: ReadonlyMap<string, SavedTorrent>
}

const magic = 'WAGGLE-SWARMS-3\n'

/** Reads the file strictly; throws when it is not exactly as described. */
export function readSavedSwarms(path: string): SavedSwarms {
  const file = readFileSync(path)
  const end = file.length - 5
  if (file.toString('latin1', 0, 16) !== magic) throw new Error('another magic')
  if (file.toString('latin1', end, end + 1) !== 'E') throw new Error('no end')
  if (file.readUInt32BE(end + 1) !== crc32(file.subarray(0, end + 1))) throw new Error('checksum')
  const torrents = new Map<string, SavedTorrent>()
  let at = 36
  while (at < end) {
    if (file.toString('latin1', at, ++at) !== 'T') throw new Error(`no torrent at ${at - 1}`)
    const infoHash = file.toString('hex', at, at + 20)
    const completed = file.readUInt32BE(at + 20) % 2 ** 31
    const isReturned = file.readUInt32BE(at + 20) >= 2 ** 31
    const counts = [0, 1, 2, 3].map((kind) => file.readUInt32BE(at + 24 + kind * 4))
    at += 40
    const lists = counts.map((count, kind) => {
      const size = kind < 2 ? 6 : 18
      const peers = Array.from({ length: count }, (_, index) =>
        peerText(file.subarray(at + index * (size + 1), at + (index + 1) * (size + 1))),
      )
      at += count * (size + 1)
      if (new Set(peers).size !== count) throw new Error('a peer that is there twice')
      return new Set(peers)
    })
    torrents.set(infoHash, { completed, isReturned, lists })
  }
  if (at !== end) throw new Error(`a torrent that ends at ${at} of ${end}`)
  return { savedSeconds: file.readUInt32BE(16), unitSeconds: file.readUInt32BE(20), torrents }
}

function peerText(bytes: Buffer): string {
  const age = bytes.readUInt8(bytes.length - 1)
  const partial = (age & 0x80) === 0 ? '' : ' partial'
  return `${bytes.toString('hex', 0, bytes.length - 1)} ${age & 0x7f}${partial}`
}
