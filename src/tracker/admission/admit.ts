/**
 * May this announce proceed? Decided from the tables alone (design, section 5), so that what is changed in them is
 * in force with the next announce.
 */
import { Failure } from '#tracker/wire/failure'
import type { TorrentTable } from './torrent-table.ts'

/** `none`, or what an announce of the torrent at `entry` is refused with; entry 0 is a torrent that nobody registered. */
export function admit(torrents: TorrentTable, entry: number): Failure {
  if (entry === 0) return Failure.torrentUnregistered
  if (torrents.isLive(entry)) return Failure.none
  // One that was removed since it was found is neither.
  return torrents.isBanned(entry) ? Failure.torrentBanned : Failure.torrentUnregistered
}
