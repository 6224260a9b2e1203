/** What purging changes in the database. */
import type { Kysely, Transaction } from 'kysely'
import type { PurgeBatch, PurgeWarning, WarnedTorrent } from '#index/purge/purge-repository'
import type { PurgeTorrent } from '#index/purge/purge-torrent'
import type { LongAgo } from '#index/torrents/housekeeping-rules'
import type { Torrent } from '#index/torrents/torrent'
import type { Engine } from '../engine.ts'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { insertAuditEntries } from './audit-repository.ts'
import { chunksOf } from './chunks.ts'
import { dueOf } from './due-purges.ts'
import { purgeTorrentOf } from './purge-row.ts'
import { growRun } from './purge-runs.ts'
import { refreshChains } from './refresh-chains.ts'
import { type StoringPlace, storeNotices } from './store-notices.ts'
import { storeTorrentWords } from './store-torrent-words.ts'
import { tombstoneColumns, torrentColumns, torrentOf } from './torrent-row.ts'
import { upSecondsNow } from './up-seconds.ts'

export async function setWarned(
  { transaction }: StoringPlace,
  torrents: readonly WarnedTorrent[],
  { days, upSeconds, at }: PurgeWarning,
  runId: number,
): Promise<void> {
  const rows = torrents.map(({ torrentId, countedUpSeconds, dueUpSeconds }) => ({
    torrent_id: torrentId,
    purge_up_seconds: countedUpSeconds,
    days,
    warned_up_seconds: upSeconds,
    warned_at: at,
    due_up_seconds: dueUpSeconds,
  }))
  for (const chunk of chunksOf(rows, 6))
    await transaction
      .insertInto('purge_warnings')
      .values(chunk)
      .onConflict((conflict) =>
        conflict.column('torrent_id').doUpdateSet((row) => ({
          purge_up_seconds: row.ref('excluded.purge_up_seconds'),
          days: row.ref('excluded.days'),
          warned_up_seconds: row.ref('excluded.warned_up_seconds'),
          warned_at: row.ref('excluded.warned_at'),
          due_up_seconds: row.ref('excluded.due_up_seconds'),
        })),
      )
      .execute()
  await growRun(transaction, runId, { warned: torrents.length })
}

/** To be called under the lock `count_torrents`. Those that were seeded, kept or restored meanwhile stay as they are. */
export async function purgeBatch(
  transaction: Transaction<Tables>,
  { search, name }: Engine,
  batch: PurgeBatch,
): Promise<Torrent[]> {
  const rows = await dueOf(transaction, batch.due)
    .where(
      'torrents.id',
      'in',
      batch.torrents.map(({ torrentId }) => torrentId),
    )
    .orderBy('torrents.id')
    .execute()
  if (rows.length === 0) return []
  const purged = await bury(transaction, rows.map(purgeTorrentOf), batch)
  const ids = new Set(purged.map(({ id }) => id))
  const due = rows.map(purgeTorrentOf).filter(({ torrentId }) => ids.has(torrentId))
  await refreshChains(
    transaction,
    search,
    purged.flatMap(({ announceId = [] }) => announceId),
  )
  await insertAuditEntries(transaction, due.map(batch.entryOf))
  await storeNotices({ transaction, engine: name }, due.map(batch.noticeOf), batch.times)
  await growRun(transaction, batch.runId, { purged: purged.length })
  return purged
}

async function bury(
  transaction: Transaction<Tables>,
  due: readonly PurgeTorrent[],
  { due: { cause, countedUpTo }, at, reason }: PurgeBatch,
): Promise<Torrent[]> {
  const columns =
    cause === 'expunged'
      ? { purged_at: at, purge_up_seconds: upSecondsNow }
      : tombstoneColumns({ kind: 'purged', reason, at })
  const rows = await transaction
    .updateTable('torrents')
    .set(columns)
    .where(
      'id',
      'in',
      due.map(({ torrentId }) => torrentId),
    )
    // Again, because a flush may have come in between.
    .where('purge_up_seconds', '<=', countedUpTo)
    .returning(torrentColumns)
    .execute()
  return rows.map(torrentOf)
}

export type Forgetting = {
  readonly purgedBefore: LongAgo
  readonly limit: number
  readonly runId: number
}

/** The oldest first. */
export async function forgettable(
  database: Kysely<Tables>,
  purgedBefore: LongAgo,
  limit: number,
): Promise<number[]> {
  const rows = await database
    .selectFrom('torrents')
    .select('id')
    .where('purged_at', '<', purgedBefore.at)
    .where('purge_up_seconds', '<', purgedBefore.upSeconds)
    .where('id', 'in', (blobs) => blobs.selectFrom('torrent_blobs').select('torrent_id'))
    .orderBy('purged_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * To be called under the lock `add_torrents`, because what is uploaded again gets a new file. Of a torrent whose file is gone,
 * the name can still be searched.
 */
export async function forgetPurged(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  { purgedBefore, limit, runId }: Forgetting,
): Promise<number> {
  const ids = await forgettable(transaction, purgedBefore, limit)
  for (const chunk of chunksOf(ids, 1)) {
    await transaction.deleteFrom('torrent_blobs').where('torrent_id', 'in', chunk).execute()
    await transaction.deleteFrom('torrent_files').where('torrent_id', 'in', chunk).execute()
    const torrents = transaction.updateTable('torrents').set({ file_count: null })
    await torrents.where('id', 'in', chunk).execute()
  }
  if (ids.length > 0) await storeTorrentWords(transaction, search, ids)
  await growRun(transaction, runId, { forgotten: ids.length })
  return ids.length
}
