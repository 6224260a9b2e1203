/**
 * Who has to know at once when a torrent may be announced or no longer: the tables that the tracker's threads look
 * into. Called after the change is in the database and before its author is told of it.
 */
import type { Torrent } from './torrent.ts'

export type TorrentChanges = {
  /** It is as `torrent` says from now on: announced, banned, or (when it is removed) unknown. */
  readonly changed: (torrents: readonly Torrent[]) => void
}
