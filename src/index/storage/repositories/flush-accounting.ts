/**
 * Stores what the ledger has settled since the last flush: marks, what they credit, completions, and what those pay, in one
 * transaction, so that no crash comes between them. A flush whose number was stored already changes nothing.
 *
 * Sums end at the largest integer that a number holds: a client that lies gets no further.
 */
import { sql } from 'kysely'
import type {
  AccountingFlush,
  PairCredit,
  StoredMark,
} from '#index/accounting/accounting-repository'
import { addMemberCredits, addTorrentCredits } from './add-credits.ts'
import { claimFlush } from './claim-flush.ts'
import { countCompletions } from './count-completions.ts'
import { dropCrowdedMarks } from './drop-crowded-marks.ts'
import type { Flushing } from './flushing.ts'
import { jsonRows } from './json-rows.ts'
import { payCompletions } from './pay-completions.ts'
import { storeAnonymous, storeCompletions } from './store-completions.ts'
import { storeSuspicions } from './store-suspicions.ts'
import { sumIn } from './sum-in.ts'
import { withoutDeleted } from './without-deleted.ts'

export async function flushAccounting(flushing: Flushing, settled: AccountingFlush): Promise<void> {
  if (!(await claimFlush(flushing.transaction, settled))) return
  const flush = await withoutDeleted(flushing, settled)
  await storeMarks(flushing, flush.marks)
  await dropCrowdedMarks(flushing, flush.marks)
  await storePairs(flushing, flush.pairs)
  const completed = await storeCompletions(flushing, flush)
  await payCompletions(flushing, completed, flush.at)
  const anonymous = await storeAnonymous(flushing, flush.anonymous)
  await addMemberCredits(flushing, flush, completed)
  await addTorrentCredits(flushing, flush.pairs, completed, anonymous)
  await storeSuspicions(flushing, flush.suspicions ?? [])
  const counted = [...completed.map(({ torrent_id }) => torrent_id), ...anonymous]
  await countCompletions(flushing, counted)
}

async function storeMarks(
  { transaction, engine }: Flushing,
  marks: readonly StoredMark[],
): Promise<void> {
  if (marks.length === 0) return
  const rows = marks.map((mark) => [
    mark.memberId,
    mark.torrentId,
    mark.peer,
    mark.uploaded,
    mark.downloaded,
    mark.left,
    mark.at,
    mark.isActive ? 1 : 0,
    mark.belowSince,
  ])
  const { source, integer, bytes } = jsonRows(engine, rows)
  await sql`
    INSERT INTO announce_marks (member_id, torrent_id, peer, uploaded, downloaded, remaining,
      announced_at, is_active, below_since)
    SELECT ${integer(0)}, ${integer(1)}, ${bytes(2)}, ${integer(3)}, ${integer(4)}, ${integer(5)},
      ${integer(6)}, ${integer(7)}, ${integer(8)}
    FROM ${source} WHERE true
    ON CONFLICT (member_id, torrent_id, peer) DO UPDATE SET
      uploaded = excluded.uploaded, downloaded = excluded.downloaded,
      remaining = excluded.remaining, announced_at = excluded.announced_at,
      is_active = excluded.is_active, below_since = excluded.below_since`.execute(transaction)
}

async function storePairs(
  { transaction, engine }: Flushing,
  pairs: readonly PairCredit[],
): Promise<void> {
  if (pairs.length === 0) return
  const rows = pairs.map((pair) => [
    pair.memberId,
    pair.torrentId,
    pair.uploaded,
    pair.downloaded,
    pair.seedSeconds,
    pair.seededUntil,
    pair.firstAt,
    pair.lastAt,
    pair.client,
  ])
  const { source, integer, text } = jsonRows(engine, rows)
  const sum = sumIn('member_torrents')
  await sql`
    INSERT INTO member_torrents (member_id, torrent_id, uploaded, downloaded, seed_seconds,
      seeded_until, first_at, last_at, client)
    SELECT ${integer(0)}, ${integer(1)}, ${integer(2)}, ${integer(3)}, ${integer(4)}, ${integer(5)},
      ${integer(6)}, ${integer(7)}, ${text(8)}
    FROM ${source} WHERE true
    ON CONFLICT (member_id, torrent_id) DO UPDATE SET
      uploaded = ${sum('uploaded')}, downloaded = ${sum('downloaded')},
      seed_seconds = ${sum('seed_seconds')}, seeded_until = excluded.seeded_until,
      first_at = CASE WHEN excluded.first_at < member_torrents.first_at
        THEN excluded.first_at ELSE member_torrents.first_at END,
      last_at = CASE WHEN excluded.last_at > member_torrents.last_at
        THEN excluded.last_at ELSE member_torrents.last_at END,
      client = CASE WHEN excluded.client = '' THEN member_torrents.client
        ELSE excluded.client END`.execute(transaction)
}
