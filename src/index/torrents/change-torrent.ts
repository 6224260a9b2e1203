/**
 * One change to one torrent, in the order that every change keeps: in the database first, with its entry in the audit log,
 * then in force in the tracker. Only after that its author hears of it.
 */
import type { Clock } from '#base/clock'
import type { EntriesOf } from '#index/audit/audit-repository'
import { isTooLate, restorableDays } from './housekeeping-rules.ts'
import { infoHashText } from './info-hash-text.ts'
import type { Torrent } from './torrent.ts'
import type { TorrentChanges } from './torrent-changes.ts'
import { TorrentError } from './torrent-error.ts'
import type { TorrentRepository } from './torrent-repository.ts'

export type TorrentChange = {
  readonly torrent: Torrent
  /** Changes the database and gives the torrent as it is then. */
  readonly apply: (
    torrentIds: readonly number[],
    log: EntriesOf<readonly Torrent[]>,
  ) => Promise<readonly Torrent[]>
  /** Who does it, for the audit log. */
  readonly actor: string
  readonly action: string
  readonly detail?: string
}

type GoneTorrents = Pick<TorrentRepository, 'upSecondsGone'>

export async function changeTorrent(
  { torrent, apply, actor, action, detail = '' }: TorrentChange,
  { changes, clock }: { readonly changes: TorrentChanges; readonly clock: Clock },
): Promise<Torrent> {
  const log: EntriesOf<readonly Torrent[]> = (torrents) =>
    torrents.map(({ infoHash }) => {
      return { at: clock.nowSeconds(), actor, action, target: infoHashText(infoHash), detail }
    })
  const [changed] = await apply([torrent.id], log)
  // Somebody else had it forgotten in between.
  if (changed === undefined) throw unknownTorrent(torrent.infoHash)
  changes.changed([changed])
  return changed
}

export function unknownTorrent(infoHash: Uint8Array): TorrentError {
  return new TorrentError(
    'unknown_torrent',
    `${infoHashText(infoHash)} is not registered; check the info-hash, or register the torrent first`,
  )
}

export function catalogueFull(): TorrentError {
  return new TorrentError(
    'catalogue_full',
    'the tracker has no room for more torrents; remove some, or raise tracker.torrents_max and restart it',
  )
}

/** Torrents of galleries are never forgotten, but do not come back for ever. Rejects with TorrentError. */
export async function refuseLate(
  { id, infoHash, tombstone }: Torrent,
  { repository, clock }: { readonly repository: GoneTorrents; readonly clock: Clock },
): Promise<void> {
  if (tombstone === undefined) return
  const goneSeconds = clock.nowSeconds() - (tombstone.purgedAt ?? tombstone.at)
  if (!isTooLate(goneSeconds, await repository.upSecondsGone(id))) return
  throw new TorrentError(
    'too_late',
    `${infoHashText(infoHash)} was taken out more than ${restorableDays} days ago; have it uploaded again, with another piece size`,
  )
}

/** The torrent that was restored. Throws TorrentError where it could not be, because its file is gone. */
export function withItsFile(torrent: Torrent): Torrent {
  if (torrent.removal === undefined) return torrent
  throw new TorrentError(
    'removed_torrent',
    `the file of ${infoHashText(torrent.infoHash)} is not kept any more; have it uploaded again, with another piece size`,
  )
}

/** The torrent itself. Throws TorrentError where it was taken out. */
export function unremoved(torrent: Torrent): Torrent {
  if (torrent.removal === undefined) return torrent
  throw new TorrentError(
    'removed_torrent',
    `${infoHashText(torrent.infoHash)} was removed; restore it first`,
  )
}
