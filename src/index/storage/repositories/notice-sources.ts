/** What the jobs look through for what members are to be told, each source from the mark where the last look ended. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { NewNotice } from '#index/notifications/notice'
import type {
  CompletedTorrent,
  NewVersion,
  NoticeRepository,
  NoticeSource,
  NoticeStep,
  Unsettled,
} from '#index/notifications/notice-repository'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'
import { factsOf } from './notice-row.ts'
import { storeNotices } from './store-notices.ts'

type Sources = Pick<
  NoticeRepository,
  'mark' | 'addFrom' | 'completedAfter' | 'versionsAfter' | 'audience' | 'actsAfter'
>

export function noticeSources({ read, write, engine }: Access): Sources {
  return {
    mark: (source) => read((reader) => readMark(reader, source)),
    addFrom: (source, step, notices, times) =>
      write(async (transaction) => {
        if (!(await moveMark(transaction, source, step))) return
        const told = source === 'completions' ? await withUnread(transaction, notices) : notices
        await storeNotices({ transaction, engine: engine.name }, told, times)
      }),
    completedAfter: (after, limit) => read((reader) => readCompleted(reader, after, limit)),
    versionsAfter: (after, unsettled, limit) =>
      read((reader) => readVersions(reader, { after, unsettled, limit })),
    audience: (version, afterId, limit) =>
      read((reader) => readAudience(reader, version, afterId, limit)),
    actsAfter: (after, unsettled, limit) =>
      read(async (reader) => {
        const found = await reader
          .selectFrom('audit_log')
          .select(['id', 'at', 'actor', 'action', 'target', 'detail'])
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute()
        const rows = before(found, unsettled, ({ at }) => at)
        return { rows, next: rows.at(-1)?.id ?? after }
      }),
  }
}

/** Up to the first row that is too new: a transaction that began earlier may still be under way. */
function before<Row>(
  rows: readonly Row[],
  { from, upTo }: Unsettled,
  timeOf: (row: Row) => number,
): readonly Row[] {
  const end = rows.findIndex((row) => timeOf(row) >= from && timeOf(row) <= upTo)
  return end < 0 ? rows : rows.slice(0, end)
}

function keyOf(source: NoticeSource): string {
  return `noticed_${source}`
}

async function readMark(reader: Kysely<Tables>, source: NoticeSource): Promise<number> {
  const { value } = await reader
    .selectFrom('meta')
    .select('value')
    .where('key', '=', keyOf(source))
    .executeTakeFirstOrThrow()
  return Number(value)
}

/** False where another step from the same mark came first. */
async function moveMark(
  transaction: Transaction<Tables>,
  source: NoticeSource,
  { after, next }: { readonly after: number; readonly next: number },
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('meta')
    .set({ value: `${next}` })
    .where('key', '=', keyOf(source))
    .where('value', '=', `${after}`)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** With what the members have not read yet of the same torrents, which is taken out; what was mailed has a link to it. */
async function withUnread(
  transaction: Transaction<Tables>,
  notices: readonly NewNotice[],
): Promise<readonly NewNotice[]> {
  const counts = new Map<string, number>()
  for (const chunk of chunksOf(notices, 3)) {
    const pairs = chunk.map(
      ({ memberId, target }) => sql`(CAST(${memberId} AS BIGINT), CAST(${target.id} AS BIGINT))`,
    )
    const rows = await transaction
      .deleteFrom('notices')
      .where('event', '=', 'torrent_completed')
      .where('read_at', 'is', null)
      .where('is_shown', '=', 1)
      .where('mailed_at', 'is', null)
      .where(
        'member_id',
        'in',
        chunk.map(({ memberId }) => memberId),
      )
      // What a member was told of a torrent that is somebody else's by now stays.
      .where(sql<boolean>`(member_id, target_id) IN (VALUES ${sql.join(pairs)})`)
      .returning(['member_id', 'target_id', 'facts'])
      .execute()
    for (const { member_id, target_id, facts } of rows)
      counts.set(`${member_id} ${target_id}`, Number(factsOf(facts)['count'] ?? 0))
  }
  return notices.map((notice) => {
    const count = counts.get(`${notice.memberId} ${notice.target.id}`) ?? 0
    return { ...notice, facts: { ...notice.facts, count: Number(notice.facts['count']) + count } }
  })
}

async function readCompleted(
  reader: Kysely<Tables>,
  after: number,
  limit: number,
): Promise<NoticeStep<CompletedTorrent>> {
  const found = await reader
    .selectFrom('completions')
    .leftJoin('torrents', 'torrents.id', 'completions.torrent_id')
    .select(['completions.id', 'completions.torrent_id', 'completions.uploader_id', 'name'])
    .where('completions.id', '>', after)
    .orderBy('completions.id')
    .limit(limit)
    .execute()
  const byTorrent = new Map<number, CompletedTorrent>()
  for (const { id, torrent_id: torrentId, uploader_id: uploaderId, name } of found) {
    if (uploaderId === null || name === null) continue
    const count = (byTorrent.get(torrentId)?.count ?? 0) + 1
    byTorrent.set(torrentId, { torrentId, uploaderId, name, count, completionId: id })
  }
  return { rows: [...byTorrent.values()], next: found.at(-1)?.id ?? after }
}

type VersionPage = {
  readonly after: number
  readonly unsettled: Unsettled
  readonly limit: number
}

async function readVersions(
  reader: Kysely<Tables>,
  { after, unsettled, limit }: VersionPage,
): Promise<NoticeStep<NewVersion>> {
  const read = await reader
    .selectFrom('galleries')
    .select(['id', 'title', 'owner_id', 'announce_id', 'parent_id', 'posted_at'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  const found = before(read, unsettled, ({ posted_at }) => posted_at)
  const rows = found.flatMap(({ id, title, owner_id, announce_id, parent_id }) =>
    parent_id === null
      ? []
      : [{ galleryId: id, title, ownerId: owner_id, announceId: announce_id }],
  )
  return { rows, next: found.at(-1)?.id ?? after }
}

async function readAudience(
  reader: Kysely<Tables>,
  { announceId, galleryId }: NewVersion,
  afterId: number,
  limit: number,
): Promise<number[]> {
  const torrents = sql`SELECT id, uploader_id FROM torrents
    WHERE announce_id = ${announceId} AND gallery_id <> ${galleryId}`
  const { rows } = await sql<{ member_id: number }>`
    SELECT member_id FROM (
      SELECT uploader_id AS member_id FROM (${torrents}) AS uploaded
      UNION
      SELECT completions.member_id FROM (${torrents}) AS completed
        JOIN completions ON completions.torrent_id = completed.id) AS concerned
    WHERE member_id > ${afterId} ORDER BY member_id LIMIT ${limit}`.execute(reader)
  return rows.map(({ member_id }) => member_id)
}
