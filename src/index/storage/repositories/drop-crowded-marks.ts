/**
 * Keeps the marks of a member with one torrent few, however many peer ids they announce under: those that announced last. A
 * session whose mark is gone begins like any other when it comes again, and is credited nothing for that: so credit can be
 * lost and none is made up.
 */
import { sql } from 'kysely'
import { marksPerPairMax } from '#base/limits'
import type { StoredMark } from '#index/accounting/accounting-repository'
import type { Flushing } from './flushing.ts'
import { jsonRows } from './json-rows.ts'

type Pair = Pick<StoredMark, 'memberId' | 'torrentId'>

/** Of the pairs of the marks that were just stored. */
export async function dropCrowdedMarks(
  flushing: Flushing,
  marks: readonly StoredMark[],
): Promise<void> {
  const crowded = await crowdedAmong(flushing, pairsOf(marks))
  if (crowded.length === 0) return
  const { transaction, engine } = flushing
  const { source, integer } = jsonRows(engine, rowsOf(crowded))
  await sql`
    DELETE FROM announce_marks WHERE (member_id, torrent_id, peer) IN (
      SELECT member_id, torrent_id, peer FROM (
        SELECT member_id, torrent_id, peer,
          row_number() OVER (PARTITION BY member_id, torrent_id ORDER BY announced_at DESC, peer)
            AS place
        FROM ${source}, announce_marks
        WHERE member_id = ${integer(0)} AND torrent_id = ${integer(1)}) AS placed
      WHERE place > ${marksPerPairMax})`.execute(transaction)
}

/** Hardly ever any: so they are looked for first, which costs a look at the index for each. */
async function crowdedAmong(
  { transaction, engine }: Flushing,
  pairs: readonly Pair[],
): Promise<readonly Pair[]> {
  if (pairs.length === 0) return []
  const { source, integer } = jsonRows(engine, rowsOf(pairs))
  const { rows } = await sql<{ member_id: number; torrent_id: number }>`
    SELECT given.member_id, given.torrent_id
    FROM (SELECT ${integer(0)} AS member_id, ${integer(1)} AS torrent_id FROM ${source}) AS given
    WHERE EXISTS (
      SELECT 1 FROM announce_marks
      WHERE announce_marks.member_id = given.member_id
        AND announce_marks.torrent_id = given.torrent_id
      LIMIT 1 OFFSET ${marksPerPairMax})`.execute(transaction)
  return rows.map(({ member_id, torrent_id }) => ({ memberId: member_id, torrentId: torrent_id }))
}

function pairsOf(marks: readonly StoredMark[]): readonly Pair[] {
  const pairs = new Map(marks.map((mark) => [`${mark.memberId}/${mark.torrentId}`, mark] as const))
  return [...pairs.values()]
}

function rowsOf(pairs: readonly Pair[]): number[][] {
  return pairs.map(({ memberId, torrentId }) => [memberId, torrentId])
}
