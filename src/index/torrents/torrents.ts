/**
 * The registered torrents: everything that a person or a program can do with them, whichever way they come. What was
 * answered is in the database and in force in every thread of the tracker.
 */
import type { Clock } from '#base/clock'
import {
  catalogueFull,
  changeTorrent,
  refuseLate,
  type TorrentChange,
  unknownTorrent,
  unremoved,
  withItsFile,
} from './change-torrent.ts'
import { type RegisterOutcome, registerTorrents } from './register-torrents.ts'
import type { Registration } from './registration.ts'
import { mayBury } from './tombstone.ts'
import { announcedHashes, type Torrent, type TorrentFile } from './torrent.ts'
import type { TorrentChanges } from './torrent-changes.ts'
import type {
  TorrentCounts,
  TorrentPage,
  TorrentQuery,
  TorrentRepository,
  TorrentTotal,
} from './torrent-repository.ts'
import { checkedReason, newBan } from './torrent-rules.ts'

export type TorrentsOptions = {
  readonly repository: TorrentRepository
  readonly changes: TorrentChanges
  readonly clock: Clock
  /** How many more info-hashes the tracker can serve. */
  readonly room: () => number
}

export type BanRequest = {
  readonly reason: string
  /** Whether clients are told the reason. */
  readonly isPublic: boolean
}

/**
 * `actor` is who does it, for the audit log. Torrents are named by an info-hash of 20 or 32 bytes. All reject with
 * TorrentError where what is asked cannot be, and with StorageError when the database is away.
 */
export type Torrents = {
  /** Outcomes are in the order given. */
  readonly register: (
    registrations: readonly Registration[],
    actor: string,
  ) => Promise<readonly RegisterOutcome[]>
  /** Removed ones too. */
  readonly find: (infoHash: Uint8Array) => Promise<Torrent>
  readonly files: (infoHash: Uint8Array) => Promise<readonly TorrentFile[]>
  readonly list: (query: TorrentQuery) => Promise<TorrentPage>
  /** How many torrents a list has; large numbers can be a minute old. */
  readonly total: (list: Pick<TorrentQuery, 'state' | 'search'>) => Promise<TorrentTotal>
  readonly counts: () => Promise<TorrentCounts>
  /** A ban of what is banned already takes the place of the other. One that is gone and has a tombstone can be banned. */
  readonly ban: (infoHash: Uint8Array, ban: BanRequest, actor: string) => Promise<Torrent>
  readonly unban: (infoHash: Uint8Array, actor: string) => Promise<Torrent>
  /** `reason` may be ''. What is removed already stays as it was; of galleries, what was expunged or purged does not. */
  readonly remove: (infoHash: Uint8Array, reason: string, actor: string) => Promise<Torrent>
  readonly restore: (infoHash: Uint8Array, actor: string) => Promise<Torrent>
  readonly pin: (infoHash: Uint8Array, isPinned: boolean, actor: string) => Promise<Torrent>
}

export function createTorrents(options: TorrentsOptions): Torrents {
  const { repository, clock } = options
  const find = async (infoHash: Uint8Array): Promise<Torrent> => {
    const torrent = await repository.find(infoHash)
    if (torrent === undefined) throw unknownTorrent(infoHash)
    return torrent
  }
  const bringBack: TorrentChange['apply'] = async (ids, log) => {
    const back = await repository.restore(ids, (torrents) => log(torrents.filter(isBack)))
    return back.map(withItsFile)
  }
  const change = (wanted: TorrentChange): Promise<Torrent> => changeTorrent(wanted, options)

  return {
    find,
    register: (registrations, actor) =>
      registerTorrents(registrations, {
        ...options,
        room: options.room(),
        actor,
      }),
    files: async (infoHash) => await repository.files((await find(infoHash)).id),
    list: (query) => repository.list(query),
    total: (list) => repository.total(list),
    counts: () => repository.counts(),
    ban: async (infoHash, { reason, isPublic }, actor) => {
      const ban = newBan(reason, isPublic, clock.nowSeconds())
      const found = await find(infoHash)
      const torrent = found.tombstone === undefined ? unremoved(found) : found
      const apply: TorrentChange['apply'] = (ids, log) => repository.ban(ids, ban, log)
      const detail = `${isPublic ? 'public' : 'private'}: ${reason}`
      return await change({ torrent, apply, actor, action: 'torrent.ban', detail })
    },
    unban: async (infoHash, actor) => {
      const torrent = await find(infoHash)
      if (torrent.ban === undefined) return torrent
      return await change({ torrent, apply: repository.unban, actor, action: 'torrent.unban' })
    },
    remove: async (infoHash, reason, actor) => {
      const torrent = await find(infoHash)
      if (isRemoved(torrent)) return torrent
      const removal = {
        by: 'operator',
        reason: reason === '' ? '' : checkedReason(reason),
        removedAt: clock.nowSeconds(),
      } as const
      const apply: TorrentChange['apply'] = (ids, log) => repository.remove(ids, removal, log)
      return await change({ torrent, apply, actor, action: 'torrent.remove', detail: reason })
    },
    restore: async (infoHash, actor) => {
      const torrent = await find(infoHash)
      if (torrent.removal === undefined) return torrent
      await refuseLate(torrent, options)
      const needed = torrent.tombstone === undefined ? announcedHashes(torrent).length : 0
      if (options.room() < needed) throw catalogueFull()
      return await change({ torrent, apply: bringBack, actor, action: 'torrent.restore' })
    },
    pin: async (infoHash, isPinned, actor) => {
      const torrent = unremoved(await find(infoHash))
      if (torrent.isPinned === isPinned) return torrent
      const apply: TorrentChange['apply'] = (ids, log) => repository.pin(ids, isPinned, log)
      const action = isPinned ? 'torrent.pin' : 'torrent.unpin'
      return await change({ torrent, apply, actor, action })
    },
  }
}

/** One whose file is gone stays removed. */
function isBack({ removal }: Torrent): boolean {
  return removal === undefined
}

function isRemoved({ removal, tombstone }: Torrent): boolean {
  return tombstone === undefined ? removal !== undefined : !mayBury(tombstone, 'removed')
}
