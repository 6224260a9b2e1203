/**
 * What a member is told: that something happened to what is theirs. The words are those of the site's language, a function
 * of the event and its facts, so that a notice is a small row and reads well in a list and in a mail.
 */

/** Each can be switched off on its own, in the site and by mail. */
export const noticeKinds = ['completion', 'petition', 'purge', 'version', 'staff'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** What happened. The words of each are in `site/texts/en-notices.ts`. */
export const noticeEvents = [
  'torrent_completed',
  'petition_opened',
  'petition_expunged',
  'petition_cleared',
  'petition_appealed',
  'petition_dismissed',
  'petition_restored',
  'purge_coming',
  'expunged_purge_coming',
  'torrent_purged',
  'gallery_version',
  'torrent_removed',
  'torrent_banned',
  'torrent_restored',
  'torrent_edited',
  'torrent_replaced',
  'gallery_removed',
  'gallery_restored',
  'gallery_edited',
  'member_banned',
  'member_unbanned',
  'role_changed',
  'points_changed',
] as const
export type NoticeEvent = (typeof noticeEvents)[number]

export const noticeTargetKinds = ['torrent', 'gallery', 'member', 'petition'] as const
export type NoticeTargetKind = (typeof noticeTargetKinds)[number]

/** What the notice leads to. */
export type NoticeTarget = { readonly kind: NoticeTargetKind; readonly id: number }

/** Names and numbers for the words, at most a few. A number whose name ends in `At` is a time in unix seconds. */
export type NoticeFacts = { readonly [name: string]: string | number }

export type NewNotice = {
  readonly memberId: number
  readonly kind: NoticeKind
  readonly event: NoticeEvent
  readonly target: NoticeTarget
  readonly facts: NoticeFacts
  /** The same member is told the same thing once: a second notice with this key is dropped. */
  readonly key: string
}

export type Notice = Omit<NewNotice, 'key'> & {
  readonly id: number
  readonly at: number
  readonly isRead: boolean
}
