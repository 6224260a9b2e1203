/** The tables of what members are told. */
import type { Generated } from 'kysely'
import type { NoticeEvent, NoticeKind, NoticeTargetKind } from '#index/notifications/notice'

type Flag = 0 | 1

export type NoticeTables = {
  readonly notices: NoticesTable
  readonly notice_settings: NoticeSettingsTable
}

type NoticesTable = {
  readonly id: Generated<number>
  readonly member_id: number
  readonly kind: NoticeKind
  readonly event: NoticeEvent
  readonly target_kind: NoticeTargetKind
  readonly target_id: number
  /** A JSON object. */
  readonly facts: string
  readonly notice_key: string
  readonly at: number
  /** 0 where it goes by mail alone. */
  readonly is_shown: Flag
  readonly read_at: number | null
  /** It waits to be mailed. */
  readonly is_mail_due: Flag
  readonly mailed_at: number | null
}

/** Of kinds for which a member has chosen. */
type NoticeSettingsTable = {
  readonly member_id: number
  readonly kind: NoticeKind
  readonly on_site: Flag
  readonly by_mail: Flag
}
