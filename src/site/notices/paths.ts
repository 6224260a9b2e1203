/** Where the pages of notices are. */
import type { Notice } from '#index/notifications/notice'

export const noticesPath = '/notices'
export const noticeReadPath = '/notices/read'
/** Where members choose what they are told. */
export const noticeSettingsPath = '/account/notices'

/** Leads on to what the notice is about. */
export function noticeHref({ id }: Pick<Notice, 'id'>): string {
  return `${noticesPath}/${id}`
}
