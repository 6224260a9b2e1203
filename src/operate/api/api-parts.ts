/** What the routes of the API are answered from. */
import type { Reconcile } from '#index/accounting/reconcile'
import type { Block } from '#index/blocks/block'
import type { Blocks } from '#index/blocks/blocks'
import type { BlockChange } from '#index/blocks/note-block'
import type { Covers } from '#index/galleries/covers'
import type { Galleries } from '#index/galleries/galleries'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { FeedTokens } from '#index/members/feed-tokens'
import type { MemberExport } from '#index/members/member-export'
import type { Members } from '#index/members/members'
import type { NoticeJobs } from '#index/notifications/notice-jobs'
import type { Notices } from '#index/notifications/notices'
import type { Petitions } from '#index/petitions/petitions'
import type { Points } from '#index/points/points'
import type { Purge } from '#index/purge/purge'
import type { Database } from '#index/storage/database'
import type { Tokens } from '#index/tokens/tokens'
import type { Housekeeping } from '#index/torrents/housekeeping'
import type { Torrents } from '#index/torrents/torrents'
import type { Explain } from '../explain/explanation.ts'

/** What every mode has. */
export type BlockParts = {
  readonly blocks: Blocks
  /** Writes into the audit log, where there is one, what was done with a block. */
  readonly noteBlock?:
    | ((block: Block, change: BlockChange, actor: string) => Promise<void>)
    | undefined
  /**
   * Hands everything over to a new process. Rejects with StartError where nothing has changed; undefined where no tracker
   * runs.
   */
  readonly handOver?: (() => Promise<HandOverEnd>) | undefined
  /** Says what a client would be told. Rejects with ExplainError; undefined where there is nothing to say it from. */
  readonly explain?: Explain | undefined
}

export type HandOverEnd = {
  /** Of the process that serves now. */
  readonly pid: number
  /** Whether it has the swarms. */
  readonly hasSwarms: boolean
}

/** What a mode with a database has. */
export type ApiParts = BlockParts & {
  readonly torrents: Torrents
  readonly tokens: Tokens
  readonly members: Members
  readonly feedTokens: FeedTokens
  readonly memberExport: MemberExport
  readonly housekeeping: Housekeeping
  readonly reconcile: Reconcile
  readonly points: Points
  readonly database: Database
  /** What the running tracker counts; undefined where none runs. */
  readonly live: () => LiveNumbers | undefined
  /** Where links to the site lead, without a slash at the end. */
  readonly siteAddress: () => string
  /** What only a mode with galleries has. */
  readonly galleries?: Galleries
  readonly galleryTorrents?: GalleryTorrents
  readonly covers?: Covers
  readonly petitions?: Petitions
  readonly notices?: Notices
  readonly noticeJobs?: NoticeJobs
  readonly purge?: Purge
  /** Of the tracker, without a path: `http://tracker.example:6969`. */
  readonly announceBases?: () => readonly string[]
}

export type LiveNumbers = {
  /** With at least one peer. */
  readonly torrents: number
  readonly seeders: number
  readonly leechers: number
  /** Announces that were understood since the start. */
  readonly announces: number
  /** Since the start. */
  readonly uptimeSeconds: number
}
