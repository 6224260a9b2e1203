/**
 * Stores what members are told, for those who want to be told of it. To be called within the transaction of what it tells,
 * where both have to be there or neither.
 */
import { sql } from 'kysely'
import type { NewNotice } from '#index/notifications/notice'
import type { NoticeTimes } from '#index/notifications/notice-repository'
import { storedText } from '../stored-text.ts'
import type { Flushing } from './flushing.ts'
import { jsonRows } from './json-rows.ts'

/** The transaction, and whose words it speaks. */
export type StoringPlace = Pick<Flushing, 'transaction' | 'engine'>

/** Of one statement. */
const rowsAtOnce = 1000

export async function storeNotices(
  place: StoringPlace,
  notices: readonly NewNotice[],
  times: NoticeTimes,
): Promise<void> {
  for (let start = 0; start < notices.length; start += rowsAtOnce)
    await storeSome(place, notices.slice(start, start + rowsAtOnce), times)
}

async function storeSome(
  { transaction, engine }: StoringPlace,
  notices: readonly NewNotice[],
  { at, hasMail, usual }: NoticeTimes,
): Promise<void> {
  const rows = notices.map(({ memberId, kind, event, target, facts, key }) => [
    memberId,
    kind,
    event,
    target.kind,
    target.id,
    storedText(JSON.stringify(facts)),
    storedText(key),
    usual[kind].onSite ? 1 : 0,
    usual[kind].byMail && hasMail ? 1 : 0,
  ])
  const { source, integer, text } = jsonRows(engine, rows)
  const isMailed = sql`CASE WHEN members.email IS NULL THEN 0
    ELSE coalesce(notice_settings.by_mail * ${hasMail ? sql`1` : sql`0`}, given.by_mail) END`
  const isShown = sql`coalesce(notice_settings.on_site, given.on_site)`
  await sql`
    INSERT INTO notices (member_id, kind, event, target_kind, target_id, facts, notice_key, at,
      is_shown, is_mail_due)
    SELECT given.member_id, given.kind, given.event, given.target_kind, given.target_id, given.facts,
      given.notice_key, CAST(${at} AS BIGINT), ${isShown}, ${isMailed}
    FROM (SELECT ${integer(0)} AS member_id, ${text(1)} AS kind, ${text(2)} AS event,
        ${text(3)} AS target_kind, ${integer(4)} AS target_id, ${text(5)} AS facts,
        ${text(6)} AS notice_key, ${integer(7)} AS on_site, ${integer(8)} AS by_mail
      FROM ${source}) AS given
    JOIN members ON members.id = given.member_id
    LEFT JOIN notice_settings ON notice_settings.member_id = given.member_id
      AND notice_settings.kind = given.kind
    WHERE members.state <> 'deleted' AND (${isShown} = 1 OR ${isMailed} = 1)
    ON CONFLICT (member_id, notice_key) DO NOTHING`.execute(transaction)
}
