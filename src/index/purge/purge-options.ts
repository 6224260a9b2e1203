/** What purging is made of, what is asked of it, and what it reports. */
import type { Clock } from '#base/clock'
import type { Notices } from '#index/notifications/notices'
import type { TorrentChanges } from '#index/torrents/torrent-changes'
import type { PurgeRepository } from './purge-repository.ts'
import type { PurgeRules } from './purge-rules.ts'
import type { PurgeTorrent } from './purge-torrent.ts'

export type PurgeOptions = {
  readonly repository: PurgeRepository
  readonly changes: TorrentChanges
  readonly notices: Pick<Notices, 'tell'>
  readonly clock: Clock
  /** A reload may change them. */
  readonly rules: () => PurgeRules
  /** Stores what the tracker saw last, so that nothing is purged that somebody seeds now. */
  readonly flush: () => Promise<void>
  /** Whether mail can be sent. */
  readonly hasMail: () => boolean
}

export type WantedPurge = {
  /** Changes nothing, and tells what a run would do. */
  readonly isDryRun: boolean
  /** Does it all, however much it is. */
  readonly isForced: boolean
  /** Who asks for it, for the audit log. */
  readonly actor: string
}

export type PurgeReport = Pick<WantedPurge, 'isDryRun' | 'isForced'> & {
  /** Torrents of which members were warned. */
  readonly warned: number
  readonly purged: number
  /** The first of them. */
  readonly torrents: readonly PurgeTorrent[]
  /** More are due; they wait for the next run. */
  readonly isCapped: boolean
  /** Torrents whose files were deleted for good. */
  readonly forgotten: number
}

/** What a run goes by from its beginning to its end. */
export type RunOfPurge = {
  /** Undefined in a rehearsal. */
  readonly id: number | undefined
  readonly rules: PurgeRules
  /** Of the tracker. */
  readonly upSeconds: number
  /** How many torrents it may purge, and how many it may forget. */
  readonly allowance: number
  readonly wanted: WantedPurge
}
