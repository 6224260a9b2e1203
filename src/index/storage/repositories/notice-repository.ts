/** What members are told, in the database; see `index/notifications/notice-repository.ts` for what each method promises. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { NoticeSettings } from '#index/notifications/notice-channels'
import type { ChosenChannels, NoticeRepository } from '#index/notifications/notice-repository'
import type { Access } from '../access.ts'
import type { Tables } from '../tables.ts'
import { noticeMail } from './notice-mail.ts'
import { noticeColumns, noticeOf } from './notice-row.ts'
import { noticeSources } from './notice-sources.ts'
import { storeNotices } from './store-notices.ts'
import { flagOf } from './torrent-row.ts'

export function createNoticeRepository(access: Access): NoticeRepository {
  const { read, write, engine } = access
  return {
    ...noticeSources(access),
    ...noticeMail(access),
    add: (notices, times) =>
      write((transaction) => storeNotices({ transaction, engine: engine.name }, notices, times)),
    page: (memberId, beforeId, limit) =>
      read(async (reader) => {
        const rows = await reader
          .selectFrom('notices')
          .select(noticeColumns)
          .where('member_id', '=', memberId)
          .where('is_shown', '=', 1)
          .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId as number))
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map(noticeOf)
      }),
    find: (memberId, id) =>
      read(async (reader) => {
        const row = await reader
          .selectFrom('notices')
          .select(noticeColumns)
          .where('id', '=', id)
          .where('member_id', '=', memberId)
          .executeTakeFirst()
        return row && noticeOf(row)
      }),
    allOf: (memberId, afterId, limit) =>
      read(async (reader) => {
        const rows = await reader
          .selectFrom('notices')
          .select(noticeColumns)
          .where('member_id', '=', memberId)
          .where('id', '>', afterId)
          .orderBy('id')
          .limit(limit)
          .execute()
        return rows.map(noticeOf)
      }),
    unread: (memberId, most) => read((reader) => countUnread(reader, memberId, most)),
    markRead: (memberId, upToId, at) =>
      write(async (transaction) => {
        await transaction
          .updateTable('notices')
          .set({ read_at: at, is_mail_due: 0 })
          .where('member_id', '=', memberId)
          .where('id', '<=', upToId)
          .where('is_shown', '=', 1)
          .where('read_at', 'is', null)
          .execute()
      }),
    settings: (memberId) => read((reader) => readSettings(reader, memberId)),
    setSettings: (memberId, chosen) =>
      write((transaction) => storeSettings(transaction, memberId, chosen)),
    forget: (before, limit) => write((transaction) => forget(transaction, before, limit)),
    trim: (afterId, most, limit) =>
      write((transaction) => trim(transaction, { afterId, most, limit })),
  }
}

async function countUnread(
  reader: Kysely<Tables>,
  memberId: number,
  most: number,
): Promise<number> {
  const { count } = await reader
    .selectFrom((inner) =>
      inner
        .selectFrom('notices')
        .select('id')
        .where('member_id', '=', memberId)
        .where('read_at', 'is', null)
        .where('is_shown', '=', 1)
        .limit(most)
        .as('unread'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

async function readSettings(
  reader: Kysely<Tables>,
  memberId: number,
): Promise<Partial<NoticeSettings>> {
  const rows = await reader
    .selectFrom('notice_settings')
    .select(['kind', 'on_site', 'by_mail'])
    .where('member_id', '=', memberId)
    .execute()
  return Object.fromEntries(
    rows.map(({ kind, on_site, by_mail }) => [
      kind,
      { onSite: on_site === 1, byMail: by_mail === 1 },
    ]),
  )
}

async function storeSettings(
  transaction: Transaction<Tables>,
  memberId: number,
  chosen: readonly ChosenChannels[],
): Promise<void> {
  for (const { kind, onSite, byMail } of chosen) {
    const channels = { on_site: flagOf(onSite), by_mail: flagOf(byMail) }
    await transaction
      .insertInto('notice_settings')
      .values({ member_id: memberId, kind, ...channels })
      .onConflict((conflict) => conflict.columns(['member_id', 'kind']).doUpdateSet(channels))
      .execute()
    if (!byMail) await stopMail(transaction, memberId, { kind, onSite })
  }
}

/** Of what waits to be mailed; where it was to come by mail alone it is shown on the site, if they want it there now. */
async function stopMail(
  transaction: Transaction<Tables>,
  memberId: number,
  { kind, onSite }: Pick<ChosenChannels, 'kind' | 'onSite'>,
): Promise<void> {
  await transaction
    .updateTable('notices')
    .set({ is_mail_due: 0 })
    .$if(onSite, (query) => query.set({ is_shown: 1 }))
    .where('member_id', '=', memberId)
    .where('kind', '=', kind)
    .where('is_mail_due', '=', 1)
    .execute()
}

async function forget(
  transaction: Transaction<Tables>,
  before: number,
  limit: number,
): Promise<number> {
  const old = await transaction
    .selectFrom('notices')
    .select('id')
    .where('at', '<', before)
    .orderBy('at')
    .limit(limit)
    .execute()
  if (old.length === 0) return 0
  const ids = old.map(({ id }) => id)
  await transaction.deleteFrom('notices').where('id', 'in', ids).execute()
  return ids.length
}

type Trim = { readonly afterId: number; readonly most: number; readonly limit: number }

async function trim(
  transaction: Transaction<Tables>,
  { afterId, most, limit }: Trim,
): Promise<number | undefined> {
  const members = await transaction
    .selectFrom('notices')
    .select(['member_id', ({ fn }) => fn.countAll<number>().as('count')])
    .where('member_id', '>', afterId)
    .groupBy('member_id')
    .orderBy('member_id')
    .limit(limit)
    .execute()
  for (const { member_id, count } of members)
    if (count > most) await trimOne(transaction, member_id, most)
  return members.length < limit ? undefined : members.at(-1)?.member_id
}

async function trimOne(
  transaction: Transaction<Tables>,
  memberId: number,
  most: number,
): Promise<void> {
  await sql`
    DELETE FROM notices WHERE member_id = ${memberId} AND id <= (
      SELECT id FROM notices WHERE member_id = ${memberId}
      ORDER BY id DESC LIMIT 1 OFFSET ${most})`.execute(transaction)
}
