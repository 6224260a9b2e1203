/** Purging in the database; see `index/purge/purge-repository.ts` for what each method promises. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { AuditEntry } from '#index/audit/audit-repository'
import type { PurgeMark, PurgeRepository } from '#index/purge/purge-repository'
import type { PurgeTorrent } from '#index/purge/purge-torrent'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'
import { insertAuditEntries } from './audit-repository.ts'
import { readDue } from './due-purges.ts'
import { forgetPurged, forgettable, purgeBatch, setWarned } from './purge-changes.ts'
import { narrowTo, type PurgeQuery, purgeTorrentOf, selectPurgeTorrents } from './purge-row.ts'
import { purgeRuns } from './purge-runs.ts'
import { readUpSeconds, upSecondsNow } from './up-seconds.ts'

export function createPurgeRepository(access: Access): PurgeRepository {
  const { read, write, lock, engine } = access
  return {
    ...purgeRuns(access),
    upSeconds: () => read(readUpSeconds),
    live: () => read(countLive),
    find: (torrentId) =>
      read(async (reader) => {
        const [torrent] = await torrentsOf(
          selectPurgeTorrents(reader)
            .where('torrents.id', '=', torrentId)
            .where('torrents.banned_at', 'is', null)
            .where((row) => row.or([row('removed_at', 'is', null), isExpunged])),
        )
        return torrent
      }),
    list: (cause, countedUpTo, after, limit) =>
      read((reader) => {
        const all = narrowTo(selectPurgeTorrents(reader), cause)
        return torrentsOf(
          inOrder(
            all.$if(after !== undefined, (query) => query.where(isAfter(after))),
            countedUpTo,
            limit,
          ),
        )
      }),
    ofMember: (memberId, countedUpTo, limit) =>
      read((reader) => readOfMember(reader, memberId, { countedUpTo, limit })),
    toWarn: ({ cause, days, countedUpTo, limit }) =>
      read((reader) => {
        const all = narrowTo(selectPurgeTorrents(reader), cause).where((row) =>
          row.or([row('purge_warnings.days', 'is', null), row('purge_warnings.days', '<', days)]),
        )
        return torrentsOf(inOrder(all, countedUpTo, limit))
      }),
    concerned: (torrent, limit) => read((reader) => readConcerned(reader, torrent, limit)),
    setWarned: (torrents, warning, runId) =>
      write((transaction) =>
        setWarned({ transaction, engine: engine.name }, torrents, warning, runId),
      ),
    due: (due) => read((reader) => readDue(reader, due)),
    purge: (batch) =>
      write(async (transaction) => {
        await lock(transaction, 'count_torrents')
        return await purgeBatch(transaction, engine, batch)
      }),
    keep: (torrentId, entry) => write((transaction) => keep(transaction, torrentId, entry)),
    forgettable: (purgedBefore, limit) =>
      read((reader) => forgettable(reader, purgedBefore, limit).then((ids) => ids.length)),
    forget: (purgedBefore, limit, runId) =>
      write(async (transaction) => {
        await lock(transaction, 'add_torrents')
        return await forgetPurged(transaction, engine.search, { purgedBefore, limit, runId })
      }),
  }
}

const isExpunged = sql<boolean>`(tombstone_kind = 'expunged' AND purged_at IS NULL)`

async function keep(
  transaction: Transaction<Tables>,
  torrentId: number,
  entry: AuditEntry,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('torrents')
    .set({ purge_up_seconds: upSecondsNow })
    .where('id', '=', torrentId)
    .where('gallery_id', 'is not', null)
    .where((row) => row.or([row('removed_at', 'is', null), isExpunged]))
    .executeTakeFirst()
  const isKept = numUpdatedRows > 0n
  if (isKept) await insertAuditEntries(transaction, [entry])
  return isKept
}

async function torrentsOf(query: PurgeQuery): Promise<PurgeTorrent[]> {
  return (await query.execute()).map(purgeTorrentOf)
}

function inOrder(query: PurgeQuery, countedUpTo: number, limit: number): PurgeQuery {
  return query
    .where('torrents.purge_up_seconds', '<=', countedUpTo)
    .orderBy('torrents.purge_up_seconds')
    .orderBy('torrents.id')
    .limit(limit)
}

type Own = { readonly countedUpTo: number; readonly limit: number }

/** Merged from what they uploaded and what they completed; each is read by an index of its own. */
async function readOfMember(
  reader: Kysely<Tables>,
  memberId: number,
  own: Own,
): Promise<PurgeTorrent[]> {
  const uploaded = torrentsOf(ownInOrder(reader, own).where('torrents.uploader_id', '=', memberId))
  const completed = torrentsOf(
    ownInOrder(reader, own).where('torrents.id', 'in', (completions) =>
      completions
        .selectFrom('completions')
        .select('torrent_id')
        .where('completions.member_id', '=', memberId),
    ),
  )
  const found = [...(await uploaded), ...(await completed)]
  return [...new Map(found.map((torrent) => [torrent.torrentId, torrent])).values()]
    .toSorted(
      (one, other) =>
        one.countedUpSeconds - other.countedUpSeconds || one.torrentId - other.torrentId,
    )
    .slice(0, own.limit)
}

/** By a sum, because the index of `purge_up_seconds` would lead past the torrents of everybody. */
function ownInOrder(reader: Kysely<Tables>, { countedUpTo, limit }: Own): PurgeQuery {
  const counted = sql<number>`(torrents.purge_up_seconds + 0)`
  return narrowTo(selectPurgeTorrents(reader), 'unseeded')
    .where(counted, '<=', countedUpTo)
    .orderBy(counted)
    .orderBy('torrents.id')
    .limit(limit)
}

function isAfter(
  { countedUpSeconds, torrentId }: PurgeMark = { countedUpSeconds: 0, torrentId: 0 },
) {
  return sql<boolean>`(torrents.purge_up_seconds, torrents.id) > (${countedUpSeconds}, ${torrentId})`
}

async function countLive(reader: Kysely<Tables>): Promise<number> {
  const { count } = await reader
    .selectFrom('torrents')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('gallery_id', 'is not', null)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

async function readConcerned(
  reader: Kysely<Tables>,
  { torrentId, uploader }: PurgeTorrent,
  limit: number,
): Promise<number[]> {
  const rows = await reader
    .selectFrom('completions')
    .select('member_id')
    .where('torrent_id', '=', torrentId)
    .orderBy('completed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return [...new Set([uploader.id, ...rows.map(({ member_id }) => member_id)])]
}
