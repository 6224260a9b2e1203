/** Marks and credits in the database; see `index/accounting/accounting-repository.ts` for what each method promises. */
import { type Kysely, sql } from 'kysely'
import type {
  AccountingRepository,
  KnownMarks,
  SessionName,
  StoredMark,
  StoredPair,
  TorrentFacts,
} from '#index/accounting/accounting-repository'
import type { Access } from '../access.ts'
import type { EngineName } from '../engine.ts'
import type { Tables } from '../tables.ts'
import { flushAccounting } from './flush-accounting.ts'
import { jsonRows } from './json-rows.ts'

type Reading = { readonly reader: Kysely<Tables>; readonly engine: EngineName }

export function createAccountingRepository({
  engine,
  read,
  write,
  lock,
}: Access): AccountingRepository {
  const { name } = engine
  return {
    known: (sessions, torrentIds) =>
      read((reader) => readKnown({ reader, engine: name }, sessions, torrentIds)),
    marksAfter: (after, since, limit) =>
      read((reader) => readAfter({ reader, engine: name }, after, since, limit)),
    flush: (flush) =>
      write((transaction) => flushAccounting({ transaction, engine: name, lock }, flush)),
    forgetMarks: (before, limit) => write((database) => forgetMarks(database, before, limit)),
  }
}

const markColumns = [
  'announce_marks.member_id',
  'announce_marks.torrent_id',
  'announce_marks.peer',
  'announce_marks.uploaded',
  'announce_marks.downloaded',
  'announce_marks.remaining',
  'announce_marks.announced_at',
  'announce_marks.is_active',
  'announce_marks.below_since',
] as const

async function readKnown(
  reading: Reading,
  sessions: readonly SessionName[],
  torrentIds: readonly number[],
): Promise<KnownMarks> {
  return {
    marks: await readMarks(reading, sessions),
    pairs: await readPairs(reading, sessions),
    torrents: await readTorrents(reading, torrentIds),
  }
}

async function readMarks(
  { reader, engine }: Reading,
  sessions: readonly SessionName[],
): Promise<StoredMark[]> {
  if (sessions.length === 0) return []
  const names = sessions.map(({ memberId, torrentId, peer }) => [memberId, torrentId, peer])
  const { source, integer, bytes } = jsonRows(engine, names)
  const { rows } = await sql<MarkRow>`
    SELECT ${sql.join(markColumns.map((name) => sql.ref(name)))} FROM ${source}, announce_marks
    WHERE announce_marks.member_id = ${integer(0)} AND announce_marks.torrent_id = ${integer(1)}
      AND announce_marks.peer = ${bytes(2)}`.execute(reader)
  return rows.map(markOf)
}

/** Each pair once, however many sessions it has. */
async function readPairs(
  { reader, engine }: Reading,
  sessions: readonly Pick<SessionName, 'memberId' | 'torrentId'>[],
): Promise<StoredPair[]> {
  if (sessions.length === 0) return []
  const names = new Map(
    sessions.map(({ memberId, torrentId }) => [
      `${memberId}/${torrentId}`,
      [memberId, torrentId] as const,
    ]),
  )
  const { source, integer } = jsonRows(engine, [...names.values()])
  const { rows } = await sql<PairRow>`
    SELECT member_torrents.member_id, member_torrents.torrent_id, seeded_until, downloaded,
      coalesce(completed_at, 0) AS completed_at
    FROM ${source}, member_torrents
    WHERE member_torrents.member_id = ${integer(0)}
      AND member_torrents.torrent_id = ${integer(1)}`.execute(reader)
  return rows.map((row) => ({
    memberId: row.member_id,
    torrentId: row.torrent_id,
    seededUntil: row.seeded_until,
    downloaded: row.downloaded,
    completedAt: row.completed_at,
  }))
}

async function readTorrents(
  { reader, engine }: Reading,
  torrentIds: readonly number[],
): Promise<TorrentFacts[]> {
  if (torrentIds.length === 0) return []
  const { source, integer } = jsonRows(
    engine,
    torrentIds.map((id) => [id]),
  )
  const { rows } = await sql<{ id: number; size_bytes: number; uploader_id: number }>`
    SELECT id, coalesce(size_bytes, 0) AS size_bytes, coalesce(uploader_id, 0) AS uploader_id
    FROM torrents WHERE id IN (SELECT ${integer(0)} FROM ${source})`.execute(reader)
  return rows.map(({ id, size_bytes, uploader_id }) => ({
    torrentId: id,
    sizeBytes: size_bytes,
    uploaderId: uploader_id,
  }))
}

async function readAfter(
  reading: Reading,
  after: SessionName | undefined,
  since: number,
  limit: number,
): Promise<Pick<KnownMarks, 'marks' | 'pairs'>> {
  const rows = await reading.reader
    .selectFrom('announce_marks')
    .select(markColumns)
    .where('announced_at', '>=', since)
    .$if(after !== undefined, (query) => query.where(isAfter(after as SessionName)))
    .orderBy('member_id')
    .orderBy('torrent_id')
    .orderBy('peer')
    .limit(limit)
    .execute()
  const marks = rows.map(markOf)
  return { marks, pairs: await readPairs(reading, marks) }
}

function isAfter({ memberId, torrentId, peer }: SessionName): ReturnType<typeof sql<boolean>> {
  const bytes = Buffer.from(peer, 'hex')
  return sql<boolean>`(member_id, torrent_id, peer) > (${memberId}, ${torrentId}, ${bytes})`
}

async function forgetMarks(
  database: Kysely<Tables>,
  before: number,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ member_id: number }>`
    DELETE FROM announce_marks WHERE (member_id, torrent_id, peer) IN (
      SELECT member_id, torrent_id, peer FROM announce_marks
      WHERE announced_at < ${before} LIMIT ${limit})
    RETURNING member_id`.execute(database)
  return rows.length
}

type MarkRow = {
  readonly member_id: number
  readonly torrent_id: number
  readonly peer: Uint8Array
  readonly uploaded: number
  readonly downloaded: number
  readonly remaining: number
  readonly announced_at: number
  readonly is_active: number
  readonly below_since: number
}

type PairRow = {
  readonly member_id: number
  readonly torrent_id: number
  readonly seeded_until: number
  readonly downloaded: number
  readonly completed_at: number
}

function markOf(row: MarkRow): StoredMark {
  return {
    memberId: row.member_id,
    torrentId: row.torrent_id,
    peer: Buffer.from(row.peer).toString('hex'),
    uploaded: row.uploaded,
    downloaded: row.downloaded,
    left: row.remaining,
    at: row.announced_at,
    isActive: row.is_active === 1,
    belowSince: row.below_since,
  }
}
