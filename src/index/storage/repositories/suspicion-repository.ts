/** What staff may want to look at, in the database; see `index/accounting/suspicion-repository.ts` for what each method promises. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { SuspicionSum } from '#index/accounting/accounting-repository'
import type {
  CommonMember,
  NamedTorrent,
  StoredSuspicion,
  SuspicionKind,
  SuspicionMark,
  SuspicionRepository,
  TorrentBalance,
  UnbalancedMark,
  UnbalancedTorrent,
} from '#index/accounting/suspicion-repository'
import type { Access } from '../access.ts'
import type { EngineName } from '../engine.ts'
import type { Tables } from '../tables.ts'
import { jsonRows } from './json-rows.ts'

export function createSuspicionRepository({ engine, read, write }: Access): SuspicionRepository {
  return {
    list: (kind, before, limit) => read((reader) => listSuspicions(reader, kind, before, limit)),
    ofMember: (memberId, afterTorrentId, limit) =>
      read((reader) => listOfMember(reader, memberId, afterTorrentId, limit)),
    forget: (before, limit) => write((transaction) => forgetSuspicions(transaction, before, limit)),
    balances: (afterId, limit) => read((reader) => listBalances(reader, afterId, limit)),
    replaceUnbalanced: (torrents, range, at) =>
      write((transaction) =>
        replaceUnbalanced(transaction, engine.name, { torrents, ...range, at }),
      ),
    unbalanced: (below, limit) => read((reader) => listUnbalanced(reader, below, limit)),
    commonMembers: (torrentIds, least, limit) =>
      read((reader) => listCommonMembers(reader, torrentIds, least, limit)),
  }
}

async function listSuspicions(
  reader: Kysely<Tables>,
  kind: SuspicionKind,
  before: SuspicionMark | undefined,
  limit: number,
): Promise<StoredSuspicion[]> {
  const { lastAt = 0, memberId = 0, torrentId = 0 } = before ?? {}
  const isBefore = sql<boolean>`(suspicions.last_at, suspicions.member_id, suspicions.torrent_id)
    < (${lastAt}, ${memberId}, ${torrentId})`
  const rows = await reader
    .selectFrom('suspicions')
    .innerJoin('members', 'members.id', 'suspicions.member_id')
    .leftJoin('torrents', 'torrents.id', 'suspicions.torrent_id')
    .selectAll('suspicions')
    .select(['members.name as member_name', 'torrents.name as torrent_name', 'info_hash'])
    .where('kind', '=', kind)
    .$if(before !== undefined, (query) => query.where(isBefore))
    .orderBy('suspicions.last_at', 'desc')
    .orderBy('suspicions.member_id', 'desc')
    .orderBy('suspicions.torrent_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...sumOf(row),
    memberName: row.member_name,
    torrent: namedOf(row),
  }))
}

async function listOfMember(
  reader: Kysely<Tables>,
  memberId: number,
  afterTorrentId: number,
  limit: number,
): Promise<SuspicionSum[]> {
  const rows = await reader
    .selectFrom('suspicions')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('torrent_id', '>', afterTorrentId)
    .orderBy('torrent_id')
    .orderBy('kind')
    .limit(limit)
    .execute()
  return rows.map(sumOf)
}

async function forgetSuspicions(
  transaction: Transaction<Tables>,
  before: number,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ member_id: number }>`
    DELETE FROM suspicions WHERE (member_id, torrent_id, kind) IN (
      SELECT member_id, torrent_id, kind FROM suspicions
      WHERE kind IN ('rate', 'empty') AND last_at < ${before} LIMIT ${limit})
    RETURNING member_id`.execute(transaction)
  return rows.length
}

const balanceColumns = ['uploaded', 'downloaded', 'anonymous_completes'] as const

async function listBalances(
  reader: Kysely<Tables>,
  afterId: number,
  limit: number,
): Promise<TorrentBalance[]> {
  const rows = await reader
    .selectFrom('torrent_totals')
    .leftJoin('torrents', 'torrents.id', 'torrent_totals.torrent_id')
    .select(['torrent_id', 'size_bytes', ...balanceColumns])
    .where('torrent_id', '>', afterId)
    .orderBy('torrent_id')
    .limit(limit)
    .execute()
  return rows.map(balanceOf)
}

async function replaceUnbalanced(
  transaction: Transaction<Tables>,
  engine: EngineName,
  {
    torrents,
    afterId,
    lastId,
    at,
  }: Parameters<SuspicionRepository['replaceUnbalanced']>[1] & {
    readonly torrents: readonly UnbalancedMark[]
    readonly at: number
  },
): Promise<void> {
  await transaction
    .deleteFrom('unbalanced_torrents')
    .where('torrent_id', '>', afterId)
    .where('torrent_id', '<=', lastId)
    .execute()
  if (torrents.length === 0) return
  const rows = torrents.map(({ torrentId, excess }) => [torrentId, excess])
  const { source, integer } = jsonRows(engine, rows)
  await sql`
    INSERT INTO unbalanced_torrents (torrent_id, excess, computed_at)
    SELECT ${integer(0)}, ${integer(1)}, CAST(${at} AS BIGINT) FROM ${source}`.execute(transaction)
}

async function listUnbalanced(
  reader: Kysely<Tables>,
  below: UnbalancedMark | undefined,
  limit: number,
): Promise<UnbalancedTorrent[]> {
  const { excess = 0, torrentId = 0 } = below ?? {}
  const isBelow = sql<boolean>`(excess, unbalanced_torrents.torrent_id) < (${excess}, ${torrentId})`
  const rows = await reader
    .selectFrom('unbalanced_torrents')
    .innerJoin('torrent_totals', 'torrent_totals.torrent_id', 'unbalanced_torrents.torrent_id')
    .leftJoin('torrents', 'torrents.id', 'unbalanced_torrents.torrent_id')
    .select(['unbalanced_torrents.torrent_id', 'excess', 'computed_at', 'size_bytes'])
    .select([...balanceColumns, 'torrents.name as torrent_name', 'info_hash'])
    .$if(below !== undefined, (query) => query.where(isBelow))
    .orderBy('excess', 'desc')
    .orderBy('unbalanced_torrents.torrent_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...balanceOf(row),
    excess: row.excess,
    computedAt: row.computed_at,
    torrent: namedOf(row),
  }))
}

async function listCommonMembers(
  reader: Kysely<Tables>,
  torrentIds: readonly number[],
  least: number,
  limit: number,
): Promise<CommonMember[]> {
  if (torrentIds.length === 0) return []
  const { rows } = await sql<{
    readonly member_id: number
    readonly name: string
    readonly torrents: number
    readonly completed: number
  }>`
    SELECT common.member_id, members.name, common.torrents, common.completed
    FROM (SELECT member_id, count(*) AS torrents, count(completed_at) AS completed
        FROM member_torrents WHERE torrent_id IN (${sql.join(torrentIds)})
        GROUP BY member_id HAVING count(*) >= ${least}
        ORDER BY count(*) DESC, member_id LIMIT ${limit}) AS common
    INNER JOIN members ON members.id = common.member_id
    ORDER BY common.torrents DESC, common.member_id`.execute(reader)
  return rows.map(({ member_id, name, torrents, completed }) => ({
    memberId: member_id,
    memberName: name,
    torrents,
    completed,
  }))
}

function sumOf(row: Tables['suspicions']): SuspicionSum {
  return {
    kind: row.kind,
    memberId: row.member_id,
    torrentId: row.torrent_id,
    times: row.times,
    bytes: row.bytes,
    worstBytes: row.worst_bytes,
    worstSeconds: row.worst_seconds,
    firstAt: row.first_at,
    lastAt: row.last_at,
  }
}

function balanceOf(row: {
  readonly torrent_id: number
  readonly size_bytes: number | null
  readonly uploaded: number
  readonly downloaded: number
  readonly anonymous_completes: number
}): TorrentBalance {
  return {
    torrentId: row.torrent_id,
    sizeBytes: row.size_bytes ?? 0,
    uploaded: row.uploaded,
    downloaded: row.downloaded,
    anonymousCompletes: row.anonymous_completes,
  }
}

function namedOf({
  torrent_name: name,
  info_hash: infoHash,
}: {
  readonly torrent_name: string | null
  readonly info_hash: Uint8Array | null
}): NamedTorrent['torrent'] {
  return name === null || infoHash === null ? undefined : { name, infoHash }
}
