/** Adds what a flush has found suspicious to what is stored of it. */
import { sql } from 'kysely'
import type { SuspicionSum } from '#index/accounting/accounting-repository'
import type { Flushing } from './flushing.ts'
import { jsonRows } from './json-rows.ts'
import { sumIn } from './sum-in.ts'

export async function storeSuspicions(
  { transaction, engine }: Flushing,
  suspicions: readonly SuspicionSum[],
): Promise<void> {
  if (suspicions.length === 0) return
  const rows = suspicions.map((one) => [
    one.memberId,
    one.torrentId,
    one.kind,
    one.times,
    one.bytes,
    one.worstBytes,
    one.worstSeconds,
    one.firstAt,
    one.lastAt,
  ])
  const { source, integer, text } = jsonRows(engine, rows)
  const sum = sumIn('suspicions')
  const isWorse = sql`excluded.worst_bytes > suspicions.worst_bytes`
  await sql`
    INSERT INTO suspicions (member_id, torrent_id, kind, times, bytes, worst_bytes, worst_seconds,
      first_at, last_at)
    SELECT ${integer(0)}, ${integer(1)}, ${text(2)}, ${integer(3)}, ${integer(4)}, ${integer(5)},
      ${integer(6)}, ${integer(7)}, ${integer(8)}
    FROM ${source} WHERE true
    ON CONFLICT (member_id, torrent_id, kind) DO UPDATE SET
      times = ${sum('times')}, bytes = ${sum('bytes')},
      worst_seconds = CASE WHEN ${isWorse} THEN excluded.worst_seconds
        ELSE suspicions.worst_seconds END,
      worst_bytes = CASE WHEN ${isWorse} THEN excluded.worst_bytes ELSE suspicions.worst_bytes END,
      last_at = CASE WHEN excluded.last_at > suspicions.last_at
        THEN excluded.last_at ELSE suspicions.last_at END`.execute(transaction)
}
