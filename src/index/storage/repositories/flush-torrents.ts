/**
 * Stores what the tracker saw since the last flush. One whose number was stored already changes nothing, because a
 * commit whose answer was lost is sent again.
 */
import { sql, type Transaction } from 'kysely'
import type { TorrentActivity, TorrentFlush } from '#index/torrents/torrent-repository'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'
import { claimFlush } from './claim-flush.ts'
import type { Flushing } from './flushing.ts'
import { addUpSeconds } from './up-seconds.ts'

export async function flushTorrents(
  { transaction, lock }: Pick<Flushing, 'transaction' | 'lock'>,
  flush: TorrentFlush,
): Promise<void> {
  if (!(await claimFlush(transaction, flush))) return
  // Completions are counted in the same rows, in an order of their own. Both flushes have claimed their numbers by then.
  await lock(transaction, 'count_torrents')
  const upSeconds = await addUpSeconds(transaction, flush.upSeconds)
  for (const chunk of chunksOf(addedUp(flush.activities), 5))
    await storeActivities(transaction, chunk, upSeconds)
}

/** A hybrid has two swarms and one row, with the peers of the larger one. */
function addedUp(activities: readonly TorrentActivity[]): readonly TorrentActivity[] {
  const sums = new Map<number, TorrentActivity>()
  for (const activity of activities) {
    const sum = sums.get(activity.torrentId)
    sums.set(activity.torrentId, sum === undefined ? activity : sumOf(sum, activity))
  }
  return [...sums.values()]
}

function sumOf(one: TorrentActivity, other: TorrentActivity): TorrentActivity {
  return {
    torrentId: one.torrentId,
    completions: one.completions + other.completions,
    announcedAt: Math.max(one.announcedAt, other.announcedAt),
    seeders: Math.max(one.seeders, other.seeders),
    leechers: Math.max(one.leechers, other.leechers),
  }
}

/**
 * Values that are told to PostgreSQL as bigint; SQLite takes them as they are. Completions of galleries' torrents are
 * counted by `flush-accounting.ts`.
 */
async function storeActivities(
  transaction: Transaction<Tables>,
  activities: readonly TorrentActivity[],
  upSeconds: number,
): Promise<void> {
  const rows = activities.map(
    ({ torrentId, completions, announcedAt, seeders, leechers }, index) =>
      index === 0
        ? sql`(CAST(${torrentId} AS BIGINT), CAST(${completions} AS BIGINT), CAST(${announcedAt} AS BIGINT), CAST(${seeders} AS BIGINT), CAST(${leechers} AS BIGINT))`
        : sql`(${torrentId}, ${completions}, ${announcedAt}, ${seeders}, ${leechers})`,
  )
  await sql`
    WITH seen (torrent_id, completions, announced_at, seeders, leechers) AS (VALUES ${sql.join(rows)})
    UPDATE torrents SET
      completed = CASE WHEN torrents.gallery_id IS NULL
        THEN torrents.completed + seen.completions ELSE torrents.completed END,
      announced_at = CASE WHEN torrents.announced_at > seen.announced_at
        THEN torrents.announced_at ELSE seen.announced_at END,
      seeders = seen.seeders,
      seeded_at = CASE WHEN seen.seeders > 0 AND seen.announced_at > 0
        THEN seen.announced_at ELSE torrents.seeded_at END,
      purge_up_seconds = CASE WHEN seen.seeders > 0 AND torrents.removed_at IS NULL
        THEN ${upSeconds} ELSE torrents.purge_up_seconds END,
      leechers = seen.leechers,
      active_up_seconds = ${upSeconds}
    FROM seen WHERE torrents.id = seen.torrent_id`.execute(transaction)
}
