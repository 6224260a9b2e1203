/**
 * How many completions torrents of galleries are shown, listed and searched with: those that are credited, one of each member
 * who is not the uploader, and those of clients without a key, one of each peer id that the swarm counted too, up to a limit.
 * The swarm's own count is not among them, because a client that comes and goes adds to it as often as it likes.
 */
import { sql } from 'kysely'
import type { Flushing } from './flushing.ts'
import { jsonRows } from './json-rows.ts'

/** Of torrents whose totals were just changed. Written whole, so that it cannot drift from them. */
export async function countCompletions(
  { transaction, engine, lock }: Flushing,
  torrentIds: readonly number[],
): Promise<void> {
  if (torrentIds.length === 0) return
  const { source, integer } = jsonRows(
    engine,
    torrentIds.map((id) => [id]),
  )
  // The flush of what the tracker saw changes the same rows in an order of its own.
  await lock(transaction, 'count_torrents')
  await sql`
    UPDATE torrents SET completed = totals.completes + totals.anonymous_completes
    FROM torrent_totals AS totals
    WHERE totals.torrent_id = torrents.id AND torrents.gallery_id IS NOT NULL
      AND torrents.id IN (SELECT ${integer(0)} FROM ${source})`.execute(transaction)
}
