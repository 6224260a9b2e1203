/** What a member is told, as a row. */
import type { Selectable } from 'kysely'
import type { Notice, NoticeFacts } from '#index/notifications/notice'
import type { Tables } from '../tables.ts'

export const noticeColumns = [
  'id',
  'member_id',
  'kind',
  'event',
  'target_kind',
  'target_id',
  'facts',
  'at',
  'read_at',
] as const

type NoticeRow = Pick<Selectable<Tables['notices']>, (typeof noticeColumns)[number]>

export function noticeOf(row: NoticeRow): Notice {
  return {
    id: row.id,
    memberId: row.member_id,
    kind: row.kind,
    event: row.event,
    target: { kind: row.target_kind, id: row.target_id },
    facts: factsOf(row.facts),
    at: row.at,
    isRead: row.read_at !== null,
  }
}

/** The database has what `storeNotices` wrote. */
export function factsOf(text: string): NoticeFacts {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as NoticeFacts
}
