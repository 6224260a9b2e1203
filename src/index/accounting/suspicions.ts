/**
 * What staff look at who ask whether somebody cheats. It shows and judges nothing: every one of these has innocent reasons
 * too, and nothing happens to anybody by itself.
 */
import { findTorrent } from '#index/galleries/find-by-hash'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type {
  CommonMember,
  StoredSuspicion,
  SuspicionKind,
  SuspicionMark,
  SuspicionRepository,
  UnbalancedMark,
  UnbalancedTorrent,
} from './suspicion-repository.ts'

export type Listed<Row> = {
  readonly rows: readonly Row[]
  /** For `after` of the next page. */
  readonly next: string | undefined
}

export type PageOf = { readonly after: string | undefined; readonly limit: number }

export type CommonMembers = {
  /** Those that were asked for and are known. */
  readonly torrents: readonly GalleryTorrent[]
  readonly unknown: readonly string[]
  /** So many of the torrents each of the members has, at least. */
  readonly least: number
  /** Those with most first, up to a hundred. */
  readonly members: readonly CommonMember[]
}

/** Rejects with StorageError. */
export type Suspicions = {
  /** The newest first. */
  readonly ofKind: (kind: SuspicionKind, page: PageOf) => Promise<Listed<StoredSuspicion>>
  /** Torrents of which members were credited more than anybody can have received, the worst first. */
  readonly unbalanced: (page: PageOf) => Promise<Listed<UnbalancedTorrent>>
  /** Members who have all or most of some torrents; the first `commonTorrentsMax` are looked at. */
  readonly common: (infoHashes: readonly string[]) => Promise<CommonMembers>
}

export type SuspicionsOptions = {
  readonly repository: Pick<SuspicionRepository, 'list' | 'unbalanced' | 'commonMembers'>
  readonly torrents: Pick<GalleryTorrents, 'find'>
}

/** All who have one of them are counted, which is quick for some. */
export const commonTorrentsMax = 20
const commonMembersMax = 100

/** How many of so many torrents somebody must have: both of two, two thirds of more. */
export function mostOf(torrents: number): number {
  return torrents <= 2 ? torrents : Math.ceil((torrents * 2) / 3)
}

export function createSuspicions({ repository, torrents: all }: SuspicionsOptions): Suspicions {
  return {
    ofKind: async (kind, { after, limit }) => {
      const rows = await repository.list(kind, suspicionMark(after), limit)
      return listed(rows, limit, (row) => `${row.lastAt}-${row.memberId}-${row.torrentId}`)
    },
    unbalanced: async ({ after, limit }) => {
      const rows = await repository.unbalanced(unbalancedMark(after), limit)
      return listed(rows, limit, (row) => `${row.excess}-${row.torrentId}`)
    },
    common: async (infoHashes) => {
      const asked = [...new Set(infoHashes)].slice(0, commonTorrentsMax)
      const found = await Promise.all(asked.map((hash) => findTorrent(all, hash)))
      const torrents = found.filter((one) => one !== undefined)
      const ids = [...new Set(torrents.map(({ id }) => id))]
      const least = Math.max(1, mostOf(ids.length))
      const members = await repository.commonMembers(ids, least, commonMembersMax)
      const unknown = asked.filter((_, index) => found[index] === undefined)
      return { torrents, unknown, least, members }
    },
  }
}

function listed<Row>(
  rows: readonly Row[],
  limit: number,
  textOf: (row: Row) => string,
): Listed<Row> {
  const last = rows.at(-1)
  return { rows, next: last === undefined || rows.length < limit ? undefined : textOf(last) }
}

/** What is no mark of such a page leads to the first one. */
function suspicionMark(after: string | undefined): SuspicionMark | undefined {
  const [lastAt, memberId, torrentId] = numbersIn(after, 3)
  if (lastAt === undefined || memberId === undefined || torrentId === undefined) return undefined
  return { lastAt, memberId, torrentId }
}

function unbalancedMark(after: string | undefined): UnbalancedMark | undefined {
  const [excess, torrentId] = numbersIn(after, 2)
  return excess === undefined || torrentId === undefined ? undefined : { excess, torrentId }
}

function numbersIn(text: string | undefined, count: number): number[] {
  const parts = (text ?? '').split('-')
  if (parts.length !== count || !parts.every((part) => /^\d{1,16}$/.test(part))) return []
  return parts.map(Number)
}
