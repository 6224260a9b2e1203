/** What members see of their statistics. Amounts are bytes, times unix seconds. */
import type { Clock } from '#base/clock'
import { beginningOf, dayOf } from '#base/day'
import type {
  MemberSums,
  MemberTorrent,
  NamedTorrent,
  StatisticsRepository,
  TorrentSums,
} from './statistics-repository.ts'

export type MemberStatistics = MemberSums & {
  readonly seedMinutes: number
  /** Undefined while nothing was downloaded. */
  readonly ratio: number | undefined
}

/** One bar of a chart. */
export type StatisticsDay = MemberSums & {
  /** Unix seconds of its beginning, UTC. */
  readonly beginsAt: number
}

export type MemberTorrentPage = {
  readonly torrents: readonly MemberTorrent[]
  /** For `after` of the next page. */
  readonly next: string | undefined
}

/** Rejects with StorageError. */
export type Statistics = {
  readonly ofMember: (memberId: number) => Promise<MemberStatistics>
  /** What the member did with each torrent, the last announced first. */
  readonly torrentsOf: (
    memberId: number,
    page: { readonly after: string | undefined; readonly limit: number },
  ) => Promise<MemberTorrentPage>
  readonly torrentOf: (memberId: number, torrentId: number) => Promise<MemberTorrent | undefined>
  /** The last `count` days with today, oldest first, empty ones too. */
  readonly daysOf: (memberId: number, count: number) => Promise<readonly StatisticsDay[]>
  /** One for each, in the order given. */
  readonly ofTorrents: (torrentIds: readonly number[]) => Promise<readonly TorrentSums[]>
  /** Uploads of the last day that no other member has completed: what the upload limit counts. */
  readonly uncompletedUploads: (
    memberId: number,
    withinSeconds: number,
  ) => Promise<readonly NamedTorrent[]>
  readonly seedsNeeded: (memberId: number, limit: number) => Promise<readonly NamedTorrent[]>
}

export type StatisticsOptions = {
  readonly repository: StatisticsRepository
  readonly clock: Clock
}

const noSums: MemberSums = {
  uploaded: 0,
  downloaded: 0,
  seedSeconds: 0,
  torrentCompletes: 0,
  galleryCompletes: 0,
}

export function createStatistics({ repository, clock }: StatisticsOptions): Statistics {
  return {
    ofMember: async (memberId) => withRatio((await repository.memberSums(memberId)) ?? noSums),
    torrentsOf: async (memberId, { after, limit }) => {
      const torrents = await repository.memberTorrents(memberId, markOf(after), limit)
      const last = torrents.at(-1)
      const next = last === undefined || torrents.length < limit ? undefined : textOf(last)
      return { torrents, next }
    },
    torrentOf: (memberId, torrentId) => repository.memberTorrent(memberId, torrentId),
    daysOf: async (memberId, count) => {
      const first = dayOf(clock.nowSeconds()) - count + 1
      const days = await repository.memberDays(memberId, first)
      const byDay = new Map(days.map(({ day, ...sums }) => [day, sums]))
      return Array.from({ length: count }, (_, index) => ({
        ...(byDay.get(first + index) ?? noSums),
        beginsAt: beginningOf(first + index),
      }))
    },
    ofTorrents: async (torrentIds) => {
      const known = await repository.torrentSums(torrentIds)
      const byId = new Map(known.map((sums) => [sums.torrentId, sums]))
      return torrentIds.map((torrentId) => byId.get(torrentId) ?? { ...noTorrent, torrentId })
    },
    uncompletedUploads: (memberId, withinSeconds) =>
      repository.uncompletedUploads(memberId, clock.nowSeconds() - withinSeconds),
    seedsNeeded: (memberId, limit) => repository.seedsNeeded(memberId, limit),
  }
}

const noTorrent = { uploaded: 0, downloaded: 0, completes: 0, anonymousCompletes: 0 }

function withRatio(sums: MemberSums): MemberStatistics {
  const { uploaded, downloaded, seedSeconds } = sums
  const ratio = downloaded === 0 ? undefined : uploaded / downloaded
  return { ...sums, seedMinutes: Math.floor(seedSeconds / 60), ratio }
}

function textOf({ lastAt, torrentId }: MemberTorrent): string {
  return `${lastAt}-${torrentId}`
}

/** What is no mark of such a page leads to the first one. */
function markOf(
  after: string | undefined,
): Pick<MemberTorrent, 'lastAt' | 'torrentId'> | undefined {
  const [, lastAt, torrentId] = /^(\d{1,15})-(\d{1,15})$/.exec(after ?? '') ?? []
  if (lastAt === undefined || torrentId === undefined) return undefined
  return { lastAt: Number(lastAt), torrentId: Number(torrentId) }
}
