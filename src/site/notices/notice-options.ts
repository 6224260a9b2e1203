/** What the pages of notices are made from. */
import type { Clock } from '#base/clock'
import type { Galleries } from '#index/galleries/galleries'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { Notices } from '#index/notifications/notices'
import type { RequireMember } from '../account/require-member.ts'
import type { MakeShell } from '../shell.ts'

export type NoticeOptions = {
  readonly notices: Pick<Notices, 'page' | 'find' | 'unread' | 'markRead'>
  readonly torrents: Pick<GalleryTorrents, 'findById'>
  readonly galleries: Pick<Galleries, 'find'>
  readonly requireMember: RequireMember
  readonly clock: Clock
}

/** The same, for routes. */
export type NoticeParts = NoticeOptions & { readonly shell: MakeShell }
