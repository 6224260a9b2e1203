/** The torrents in the database; see `index/torrents/torrent-repository.ts` for what each method promises. */
import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
  type Transaction,
} from 'kysely'
import type { Clock } from '#base/clock'
import type { EntriesOf } from '#index/audit/audit-repository'
import type { LongAgo } from '#index/torrents/housekeeping-rules'
import type { Removal, Torrent, TorrentFile } from '#index/torrents/torrent'
import type { TorrentCounts, TorrentRepository } from '#index/torrents/torrent-repository'
import type { Access } from '../access.ts'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { addTorrents } from './add-torrents.ts'
import { logged } from './audit-repository.ts'
import { chunksOf } from './chunks.ts'
import { flushTorrents } from './flush-torrents.ts'
import { listTorrents } from './list-torrents.ts'
import { refreshChains } from './refresh-chains.ts'
import { termsOf } from './search-terms.ts'
import { searchTorrents } from './search-torrents.ts'
import { storeTorrentWords } from './store-torrent-words.ts'
import {
  banColumns,
  noRemoval,
  removalColumns,
  type TorrentChanges,
  torrentColumns,
  torrentOf,
} from './torrent-row.ts'
import { TorrentTotals } from './torrent-totals.ts'
import { readUpSeconds, readUpSecondsGone } from './up-seconds.ts'
import { wakePetitions } from './wake-petitions.ts'

export function createTorrentRepository(
  { engine: { search }, read, write, lock }: Access,
  clock: Clock,
): TorrentRepository {
  const totals = new TorrentTotals(search, clock)
  const changed: Changed = (log, work) =>
    write(async (transaction) => {
      const torrents = await withChains(transaction, search, await work(transaction))
      return await logged(transaction, torrents, log)
    })
  return {
    add: (torrents, log) =>
      write(async (transaction) => {
        await lock(transaction, 'add_torrents')
        return await logged(transaction, await addTorrents(transaction, search, torrents), log)
      }),
    find: (infoHash) => read((reader) => findTorrent(reader, infoHash)),
    files: (torrentId) => read((reader) => readFiles(reader, torrentId)),
    list: (query) =>
      read(async (reader) => {
        const terms = termsOf(query.search)
        if (terms.length === 0) return await listTorrents(reader, query)
        return await searchTorrents({ reader, search, totals }, query, terms)
      }),
    total: (list) => read((reader) => totals.total(reader, list)),
    after: (torrentId, limit) =>
      read(async (reader) => {
        const rows = await reader
          .selectFrom('torrents')
          .select(torrentColumns)
          .where('id', '>', torrentId)
          .where((torrent) =>
            torrent.or([
              torrent('removed_at', 'is', null),
              torrent('tombstone_at', 'is not', null),
            ]),
          )
          .orderBy('id')
          .limit(limit)
          .execute()
        return rows.map(torrentOf)
      }),
    counts: () => read(countTorrents),
    ban: (ids, ban, log) =>
      changed(log, (transaction) => change(transaction, ids, () => banColumns(ban))),
    unban: (ids, log) =>
      changed(log, (transaction) => change(transaction, ids, unbanned, 'banned_at')),
    remove: (ids, removal, log) => changed(log, (transaction) => remove(transaction, ids, removal)),
    restore: (ids, log) =>
      changed(log, async (transaction) => {
        const torrents = await change(transaction, ids, restored, 'removed_at')
        await wakePetitions(transaction, 'torrent', ids)
        return torrents
      }),
    pin: (ids, isPinned, log) =>
      write(async (transaction) =>
        logged(transaction, await (isPinned ? pin : unpin)(transaction, ids), log),
      ),
    flush: (flush) => write((transaction) => flushTorrents({ transaction, lock }, flush)),
    upSeconds: () => read(readUpSeconds),
    idle: (idleUpSeconds, limit) => read((reader) => readIdle(reader, idleUpSeconds, limit)),
    upSecondsGone: (id) => read((reader) => readUpSecondsGone(reader, id)),
    forgettable: (removedBefore, limit) =>
      read(async (reader) => (await readForgettable(reader, removedBefore, limit)).length),
    forget: (removedBefore, limit) =>
      write((transaction) => forgetTorrents(transaction, removedBefore, limit)),
  }
}

/** The torrents as `work` leaves them, once their galleries and the log know of the change. */
type Changed = (
  log: EntriesOf<readonly Torrent[]> | undefined,
  work: (transaction: Transaction<Tables>) => Promise<readonly Torrent[]>,
) => Promise<readonly Torrent[]>

/** Housekeeping counts anew for what comes back: nobody could announce it meanwhile. */
const unbanned = (upSeconds: number): TorrentChanges => ({
  ...banColumns(undefined),
  active_up_seconds: upSeconds,
  purge_up_seconds: ofPresent(upSeconds),
})

/** Members are warned anew of what is not kept any more. */
const unpinned = (upSeconds: number): TorrentChanges => ({
  is_pinned: 0,
  purge_up_seconds: ofPresent(upSeconds),
})

/** Of what was removed it says since when that is. */
function ofPresent(upSeconds: number): RawBuilder<number> {
  return sql<number>`CASE WHEN removed_at IS NULL THEN CAST(${upSeconds} AS BIGINT)
    ELSE purge_up_seconds END`
}

const restored = (upSeconds: number): TorrentChanges => ({
  ...noRemoval,
  replaced_by_id: null,
  active_up_seconds: upSeconds,
  purge_up_seconds: upSeconds,
})

/** Which of the torrents are changed: those that are banned, removed, pinned, not removed, or not removed by the staff. */
type Which = 'banned_at' | 'removed_at' | 'is_pinned' | 'is present' | 'is removable'

/** Changes those of `ids` that `which` names, and gives all of `ids` that are there, by ascending id. */
async function change(
  transaction: Transaction<Tables>,
  ids: readonly number[],
  changes: (upSeconds: number) => TorrentChanges,
  which?: Which,
): Promise<Torrent[]> {
  const set = changes(await readUpSeconds(transaction))
  const torrents: Torrent[] = []
  for (const chunk of chunksOf(
    [...new Set(ids)].toSorted((one, other) => one - other),
    1,
  )) {
    await transaction
      .updateTable('torrents')
      .set(set)
      .where('id', 'in', chunk)
      .$if(which === 'is present', (query) => query.where('removed_at', 'is', null))
      .$if(which === 'is removable', (query) => query.where(isRemovable))
      .$if(which === 'banned_at', (query) => query.where('banned_at', 'is not', null))
      .$if(which === 'is_pinned', (query) => query.where('is_pinned', '=', 1))
      .$if(which === 'removed_at', (query) => query.where(isRestorable))
      .execute()
    const rows = await transaction
      .selectFrom('torrents')
      .select(torrentColumns)
      .where('id', 'in', chunk)
      .orderBy('id')
      .execute()
    torrents.push(...rows.map(torrentOf))
  }
  return torrents
}

function remove(
  transaction: Transaction<Tables>,
  ids: readonly number[],
  removal: Removal,
): Promise<Torrent[]> {
  const which = removal.by === 'operator' ? 'is removable' : 'is present'
  return change(transaction, ids, () => removalColumns(removal), which)
}

function pin(transaction: Transaction<Tables>, ids: readonly number[]): Promise<Torrent[]> {
  return change(transaction, ids, () => ({ is_pinned: 1 }))
}

function unpin(transaction: Transaction<Tables>, ids: readonly number[]): Promise<Torrent[]> {
  return change(transaction, ids, unpinned, 'is_pinned')
}

/** One of a gallery also where it was expunged or purged. */
function isRemovable(torrent: ExpressionBuilder<Tables, 'torrents'>): Expression<SqlBool> {
  return torrent.or([
    torrent('removed_at', 'is', null),
    torrent('tombstone_kind', 'in', ['expunged', 'purged']),
  ])
}

/** One of a gallery cannot come back without its file. */
function isRestorable(torrent: ExpressionBuilder<Tables, 'torrents'>): Expression<SqlBool> {
  const files = torrent.selectFrom('torrent_blobs').select('torrent_id')
  return torrent.and([
    torrent('removed_at', 'is not', null),
    torrent.or([torrent('gallery_id', 'is', null), torrent('id', 'in', files)]),
  ])
}

/** The torrents, once the galleries that they are in and the search know of the change. */
async function withChains(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrents: readonly Torrent[],
): Promise<readonly Torrent[]> {
  const ofGalleries = torrents.filter(({ announceId }) => announceId !== undefined)
  const chains = ofGalleries.flatMap(({ announceId = [] }) => announceId)
  await refreshChains(transaction, search, chains)
  // Files of what the staff takes out are not found any more.
  await storeTorrentWords(
    transaction,
    search,
    ofGalleries.map(({ id }) => id),
  )
  return torrents
}

async function findTorrent(
  reader: Kysely<Tables>,
  infoHash: Uint8Array,
): Promise<Torrent | undefined> {
  const row = await reader
    .selectFrom('torrents')
    .select(torrentColumns)
    .where((torrent) =>
      infoHash.length === 32
        ? torrent('info_hash_v2', '=', infoHash)
        : torrent.or([
            torrent('info_hash', '=', infoHash),
            torrent('info_hash_v2_short', '=', infoHash),
          ]),
    )
    .executeTakeFirst()
  return row && torrentOf(row)
}

async function readFiles(reader: Kysely<Tables>, torrentId: number): Promise<TorrentFile[]> {
  const rows = await reader
    .selectFrom('torrent_files')
    .select(['path', 'size_bytes'])
    .where('torrent_id', '=', torrentId)
    .orderBy('position')
    .execute()
  return rows.map(({ path, size_bytes }) => ({ path, sizeBytes: size_bytes }))
}

async function countTorrents(reader: Kysely<Tables>): Promise<TorrentCounts> {
  const rows = await reader
    .selectFrom('torrents')
    .select(['state', 'is_pinned', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy(['state', 'is_pinned'])
    .execute()
  const sum = (counted: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(counted).reduce((total, { count }) => total + count, 0)
  return {
    live: sum(({ state }) => state === 'live'),
    banned: sum(({ state }) => state === 'banned'),
    removed: sum(({ state }) => state === 'removed'),
    pinned: sum(({ state, is_pinned }) => state !== 'removed' && is_pinned === 1),
  }
}

async function readIdle(
  reader: Kysely<Tables>,
  idleUpSeconds: number,
  limit: number,
): Promise<Torrent[]> {
  const idleSince = (await readUpSeconds(reader)) - idleUpSeconds
  const rows = await reader
    .selectFrom('torrents')
    .select(torrentColumns)
    .where('state', '=', 'live')
    .where('is_pinned', '=', 0)
    .where('active_up_seconds', '<=', idleSince)
    .orderBy('active_up_seconds')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(torrentOf)
}

async function readForgettable(
  reader: Kysely<Tables>,
  removedBefore: LongAgo,
  limit: number,
): Promise<{ id: number }[]> {
  return await reader
    .selectFrom('torrents')
    .select('id')
    .where('removed_at', '<', removedBefore.at)
    .where('purge_up_seconds', '<', removedBefore.upSeconds)
    // Torrents of galleries keep their place, and their reason, for good.
    .where('gallery_id', 'is', null)
    .orderBy('removed_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

async function forgetTorrents(
  transaction: Transaction<Tables>,
  removedBefore: LongAgo,
  limit: number,
): Promise<number> {
  const oldest = await readForgettable(transaction, removedBefore, limit)
  for (const chunk of chunksOf(oldest, 1)) {
    const ids = chunk.map(({ id }) => id)
    await transaction.deleteFrom('torrent_files').where('torrent_id', 'in', ids).execute()
    await transaction.deleteFrom('torrent_words').where('torrent_id', 'in', ids).execute()
    await transaction.deleteFrom('torrents').where('id', 'in', ids).execute()
  }
  return oldest.length
}
