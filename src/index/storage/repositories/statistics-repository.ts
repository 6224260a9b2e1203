/** What was credited, as pages read it; see `index/accounting/statistics-repository.ts` for what each method promises. */
import { type Kysely, sql } from 'kysely'
import type {
  MemberDay,
  MemberSums,
  MemberTorrent,
  NamedTorrent,
  StatisticsRepository,
} from '#index/accounting/statistics-repository'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'
import { namedColumns, namedOf } from './named-torrent.ts'
import { memberDifferences, torrentDifferences } from './sum-differences.ts'
import { readUncompleted } from './uncompleted-uploads.ts'

export function createStatisticsRepository({ read }: Access): StatisticsRepository {
  return {
    memberSums: (memberId) => read((reader) => readSums(reader, memberId)),
    memberTorrents: (memberId, after, limit) =>
      read((reader) => listTorrents(reader, memberId, after, limit)),
    memberTorrent: (memberId, torrentId) =>
      read((reader) => findTorrent(reader, memberId, torrentId)),
    memberDays: (memberId, fromDay) => read((reader) => readDays(reader, memberId, fromDay)),
    torrentSums: (torrentIds) => read((reader) => readTorrentSums(reader, torrentIds)),
    completionsAfter: (id, limit) => read((reader) => readCompletions(reader, id, limit)),
    uncompletedUploads: (memberId, since) =>
      read((reader) => readUncompleted(reader, memberId, since)),
    seedsNeeded: (memberId, limit) => read((reader) => readSeedsNeeded(reader, memberId, limit)),
    memberDifferences: (afterId, limit) =>
      read((reader) => memberDifferences(reader, afterId, limit)),
    torrentDifferences: (afterId, limit) =>
      read((reader) => torrentDifferences(reader, afterId, limit)),
  }
}

async function readSums(reader: Kysely<Tables>, memberId: number): Promise<MemberSums | undefined> {
  const row = await reader
    .selectFrom('member_totals')
    .select(sumColumns)
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return row && sumsOf(row)
}

async function listTorrents(
  reader: Kysely<Tables>,
  memberId: number,
  after: Pick<MemberTorrent, 'lastAt' | 'torrentId'> | undefined,
  limit: number,
): Promise<MemberTorrent[]> {
  const { lastAt = 0, torrentId = 0 } = after ?? {}
  const isBelow = sql<boolean>`(member_torrents.last_at, member_torrents.torrent_id)
    < (${lastAt}, ${torrentId})`
  const rows = await torrentsOf(reader, memberId)
    .$if(after !== undefined, (query) => query.where(isBelow))
    .orderBy('member_torrents.last_at', 'desc')
    .orderBy('member_torrents.torrent_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(memberTorrentOf)
}

async function findTorrent(
  reader: Kysely<Tables>,
  memberId: number,
  torrentId: number,
): Promise<MemberTorrent | undefined> {
  const row = await torrentsOf(reader, memberId)
    .where('member_torrents.torrent_id', '=', torrentId)
    .executeTakeFirst()
  return row && memberTorrentOf(row)
}

async function readDays(
  reader: Kysely<Tables>,
  memberId: number,
  fromDay: number,
): Promise<MemberDay[]> {
  const rows = await reader
    .selectFrom('member_days')
    .select([...sumColumns, 'day'])
    .where('member_id', '=', memberId)
    .where('day', '>=', fromDay)
    .orderBy('day')
    .execute()
  return rows.map((row) => ({ ...sumsOf(row), day: row.day }))
}

async function readSeedsNeeded(
  reader: Kysely<Tables>,
  memberId: number,
  limit: number,
): Promise<NamedTorrent[]> {
  const completed = reader
    .selectFrom('completions')
    .select('torrent_id')
    .where('member_id', '=', memberId)
  const rows = await reader
    .selectFrom('torrents')
    .select(namedColumns)
    .where('state', '=', 'live')
    .where('seeders', '=', 0)
    .where((torrent) =>
      torrent.or([torrent('uploader_id', '=', memberId), torrent('torrents.id', 'in', completed)]),
    )
    .orderBy('added_at', 'desc')
    .orderBy('torrents.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(namedOf)
}

const sumColumns = [
  'uploaded',
  'downloaded',
  'seed_seconds',
  'torrent_completes',
  'gallery_completes',
] as const

type SumsRow = Pick<Tables['member_totals'], (typeof sumColumns)[number]>

function sumsOf(row: SumsRow) {
  return {
    uploaded: row.uploaded,
    downloaded: row.downloaded,
    seedSeconds: row.seed_seconds,
    torrentCompletes: row.torrent_completes,
    galleryCompletes: row.gallery_completes,
  }
}

function torrentsOf(reader: Kysely<Tables>, memberId: number) {
  return reader
    .selectFrom('member_torrents')
    .leftJoin('torrents', 'torrents.id', 'member_torrents.torrent_id')
    .select([
      'member_torrents.torrent_id',
      'torrents.name',
      'torrents.info_hash',
      'member_torrents.uploaded',
      'member_torrents.downloaded',
      'member_torrents.seed_seconds',
      'member_torrents.first_at',
      'member_torrents.last_at',
      'member_torrents.completed_at',
      'member_torrents.client',
    ])
    .where('member_torrents.member_id', '=', memberId)
}

type TorrentRow = Awaited<ReturnType<ReturnType<typeof torrentsOf>['execute']>>[number]

function memberTorrentOf(row: TorrentRow): MemberTorrent {
  return {
    torrentId: row.torrent_id,
    name: row.name ?? undefined,
    infoHash: row.info_hash ?? undefined,
    uploaded: row.uploaded,
    downloaded: row.downloaded,
    seedSeconds: row.seed_seconds,
    firstAt: row.first_at,
    lastAt: row.last_at,
    completedAt: row.completed_at ?? undefined,
    client: row.client,
  }
}

async function readTorrentSums(reader: Kysely<Tables>, torrentIds: readonly number[]) {
  const sums = []
  for (const chunk of chunksOf(torrentIds, 1)) {
    const rows = await reader
      .selectFrom('torrent_totals')
      .selectAll()
      .where('torrent_id', 'in', chunk)
      .execute()
    for (const row of rows)
      sums.push({
        torrentId: row.torrent_id,
        uploaded: row.uploaded,
        downloaded: row.downloaded,
        completes: row.completes,
        anonymousCompletes: row.anonymous_completes,
      })
  }
  return sums
}

async function readCompletions(reader: Kysely<Tables>, id: number, limit: number) {
  const rows = await reader
    .selectFrom('completions')
    .selectAll()
    .where('id', '>', id)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    memberId: row.member_id,
    torrentId: row.torrent_id,
    completedAt: row.completed_at,
    creditedAt: row.credited_at,
    isInferred: row.is_inferred === 1,
    uploaderId: row.uploader_id ?? undefined,
    galleryOwnerId: row.gallery_owner_id ?? undefined,
  }))
}
