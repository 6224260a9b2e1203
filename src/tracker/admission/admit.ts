/**
 * May this announce proceed? Decided from the tables alone (design, section 5), so that what is changed in them is
 * in force with the next announce.
 */
import { Failure } from '#tracker/wire/failure'
import { EntryState } from './table-layout.ts'
import type { TorrentTable } from './torrent-table.ts'

/** By the state of the entry. One that was removed since it was found is unknown. */
const failures: readonly Failure[] = byState({
  [EntryState.empty]: Failure.torrentUnregistered,
  [EntryState.live]: Failure.none,
  [EntryState.banned]: Failure.torrentBanned,
  [EntryState.removed]: Failure.torrentUnregistered,
  [EntryState.expunged]: Failure.torrentExpunged,
  [EntryState.takenOut]: Failure.torrentRemoved,
  [EntryState.purged]: Failure.torrentPurged,
})

function byState(table: Readonly<Record<EntryState, Failure>>): readonly Failure[] {
  return Object.values(EntryState).map((state) => table[state])
}

/** `none`, or what an announce of the torrent at `entry` is refused with; entry 0 is a torrent that nobody registered. */
export function admit(torrents: TorrentTable, entry: number): Failure {
  return entry === 0 ? Failure.torrentUnregistered : (failures[torrents.state(entry)] as Failure)
}
