/** A torrent as statistics name it: what of its row they need. */
import type { NamedTorrent } from '#index/accounting/statistics-repository'

export const namedColumns = ['torrents.id', 'torrents.name', 'info_hash', 'added_at'] as const

export function namedOf(row: {
  readonly id: number
  readonly name: string
  readonly info_hash: Uint8Array
  readonly added_at: number
}): NamedTorrent {
  return { torrentId: row.id, name: row.name, infoHash: row.info_hash, addedAt: row.added_at }
}
