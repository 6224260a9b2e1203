/**
 * Registers many torrents at once. Those that are faulty are refused one by one and hinder no other; what was
 * added or came back is in force before this returns.
 */
import { assert } from '#base/assert'
import type { Clock } from '#base/clock'
import type { EntriesOf } from '#index/audit/audit-repository'
import { catalogueFull } from './change-torrent.ts'
import { infoHashText } from './info-hash-text.ts'
import type { Registration } from './registration.ts'
import { announcedHashes, type NewTorrent } from './torrent.ts'
import type { TorrentChanges } from './torrent-changes.ts'
import { TorrentError } from './torrent-error.ts'
import type { AddOutcome, TorrentRepository } from './torrent-repository.ts'
import { newTorrent } from './torrent-rules.ts'

/** What became of one registration. */
export type RegisterOutcome =
  | AddOutcome
  | { readonly outcome: 'refused'; readonly error: TorrentError }

export type RegisterParts = {
  readonly repository: Pick<TorrentRepository, 'add'>
  readonly changes: TorrentChanges
  readonly clock: Clock
  /** How many more info-hashes the tracker can serve. */
  readonly room: number
  /** Who does it, for the audit log. */
  readonly actor: string
}

/** Outcomes are in the order given. */
export async function registerTorrents(
  registrations: readonly Registration[],
  { repository, changes, clock, room, actor }: RegisterParts,
): Promise<readonly RegisterOutcome[]> {
  const nowSeconds = clock.nowSeconds()
  const checked = refuseOverflow(
    registrations.map((registration) => checkOne(registration, nowSeconds)),
    room,
  )
  const sound = checked.filter((one): one is NewTorrent => !(one instanceof TorrentError))
  const log: EntriesOf<readonly AddOutcome[]> = (outcomes) => {
    const fresh = freshOf(outcomes)
    if (fresh.length === 0) return []
    const told = { target: targetOf(fresh), detail: countsText(fresh) }
    return [{ at: clock.nowSeconds(), actor, action: 'torrent.add', ...told }]
  }
  const added = sound.length === 0 ? [] : await repository.add(sound, log)
  const fresh = freshOf(added)
  if (fresh.length > 0) changes.changed(fresh.map(({ torrent }) => torrent))
  return inOrder(checked, added)
}

function freshOf(outcomes: readonly AddOutcome[]): readonly AddOutcome[] {
  return outcomes.filter(({ outcome }) => outcome !== 'known')
}

function checkOne(registration: Registration, nowSeconds: number): NewTorrent | TorrentError {
  try {
    return newTorrent(registration, nowSeconds)
  } catch (error) {
    if (error instanceof TorrentError) return error
    throw error
  }
}

/** Refuses what comes after the last for which there is room, even if it should be known already. */
function refuseOverflow(
  checked: readonly (NewTorrent | TorrentError)[],
  room: number,
): (NewTorrent | TorrentError)[] {
  let left = room
  return checked.map((one) => {
    if (one instanceof TorrentError) return one
    left -= announcedHashes(one).length
    return left < 0 ? catalogueFull() : one
  })
}

/** The outcomes of the sound ones, put back to where the faulty ones stood between them. */
function inOrder(
  checked: readonly (NewTorrent | TorrentError)[],
  added: readonly AddOutcome[],
): RegisterOutcome[] {
  const rest = added.values()
  return checked.map((one): RegisterOutcome => {
    if (one instanceof TorrentError) return { outcome: 'refused', error: one }
    const { value } = rest.next()
    assert(value !== undefined, 'a torrent was added without an outcome')
    return value
  })
}

function targetOf(fresh: readonly AddOutcome[]): string {
  const [first] = fresh
  return first === undefined || fresh.length > 1 ? '' : infoHashText(first.torrent.infoHash)
}

function countsText(fresh: readonly AddOutcome[]): string {
  const restored = fresh.filter(({ outcome }) => outcome === 'restored').length
  return `${fresh.length - restored} added, ${restored} restored`
}
