/** Stores ends of downloads, each once for ever. */
import { sql } from 'kysely'
import { anonymousCompletionsMax } from '#base/limits'
import type {
  AccountingFlush,
  AnonymousCompletion,
  MemberCompletion,
} from '#index/accounting/accounting-repository'
import type { Flushing } from './flushing.ts'
import { jsonRows } from './json-rows.ts'

export type StoredCompletion = {
  readonly id: number
  readonly torrent_id: number
  readonly completed_at: number
  readonly uploader_id: number | null
  readonly gallery_owner_id: number | null
  /** For each of the two. */
  readonly points: number
}

/** Gives those that are news. What the torrents of galleries pay for is known from their rows at this moment. */
export async function storeCompletions(
  { transaction, engine }: Flushing,
  {
    completions,
    at,
    pointsPerCompletion,
  }: Pick<AccountingFlush, 'completions' | 'at' | 'pointsPerCompletion'>,
): Promise<readonly StoredCompletion[]> {
  if (completions.length === 0) return []
  const given = completions.map((one) => [
    one.memberId,
    one.torrentId,
    one.at,
    one.isInferred ? 1 : 0,
  ])
  const { source, integer } = jsonRows(engine, given)
  const { rows } = await sql<StoredCompletion>`
    INSERT INTO completions (member_id, torrent_id, completed_at, is_inferred, credited_at,
      uploader_id, gallery_owner_id, points)
    SELECT given.member_id, given.torrent_id, given.completed_at, given.is_inferred,
      CAST(${at} AS BIGINT), torrents.uploader_id,
      CASE WHEN galleries.owner_id <> given.member_id THEN galleries.owner_id END,
      CAST(${pointsPerCompletion} AS BIGINT)
    FROM (SELECT ${integer(0)} AS member_id, ${integer(1)} AS torrent_id,
        ${integer(2)} AS completed_at, ${integer(3)} AS is_inferred FROM ${source}) AS given
    LEFT JOIN torrents ON torrents.id = given.torrent_id
    LEFT JOIN galleries ON galleries.id = torrents.gallery_id
    WHERE torrents.uploader_id IS NULL OR torrents.uploader_id <> given.member_id
    ON CONFLICT (member_id, torrent_id) DO NOTHING
    RETURNING id, torrent_id, completed_at, uploader_id, gallery_owner_id, points`.execute(
    transaction,
  )
  await markCompleted({ transaction, engine }, completions)
  return rows
}

/** The first time stays. */
async function markCompleted(
  { transaction, engine }: Omit<Flushing, 'lock'>,
  completions: readonly MemberCompletion[],
): Promise<void> {
  const rows = completions.map(({ memberId, torrentId }) => [memberId, torrentId])
  const { source, integer } = jsonRows(engine, rows)
  await sql`
    UPDATE member_torrents SET completed_at = completions.completed_at
    FROM (SELECT ${integer(0)} AS member_id, ${integer(1)} AS torrent_id FROM ${source}) AS given,
      completions
    WHERE completions.member_id = given.member_id AND completions.torrent_id = given.torrent_id
      AND member_torrents.member_id = given.member_id
      AND member_torrents.torrent_id = given.torrent_id
      AND member_torrents.completed_at IS NULL`.execute(transaction)
}

/**
 * The torrents of those that are news, one for each. Of a torrent that has as many as are counted none is stored: its total
 * says how many it has.
 */
export async function storeAnonymous(
  { transaction, engine }: Flushing,
  completions: readonly AnonymousCompletion[],
): Promise<readonly number[]> {
  if (completions.length === 0) return []
  const given = completions.map(({ torrentId, peer, at }) => [torrentId, peer, at])
  const { source, integer, bytes } = jsonRows(engine, given)
  const { rows } = await sql<{ torrent_id: number }>`
    INSERT INTO anonymous_completions (torrent_id, peer, completed_at)
    SELECT news.torrent_id, news.peer, news.completed_at
    FROM (
      SELECT given.*,
        row_number() OVER (PARTITION BY given.torrent_id ORDER BY completed_at, peer) AS place
      FROM (SELECT ${integer(0)} AS torrent_id, ${bytes(1)} AS peer, ${integer(2)} AS completed_at
        FROM ${source}) AS given
      WHERE NOT EXISTS (SELECT 1 FROM anonymous_completions AS known
        WHERE known.torrent_id = given.torrent_id AND known.peer = given.peer)) AS news
    LEFT JOIN torrent_totals AS totals ON totals.torrent_id = news.torrent_id
    WHERE coalesce(totals.anonymous_completes, 0) + news.place <= ${anonymousCompletionsMax}
    ON CONFLICT (torrent_id, peer) DO NOTHING
    RETURNING torrent_id`.execute(transaction)
  return rows.map(({ torrent_id }) => torrent_id)
}
