/** Puts together what members are told, and what they are warned of: the purge of torrents that nobody seeds. */
import type { Clock } from '#base/clock'
import { hasMail, type MemberMail } from '#index/members/member-post'
import { createNoticeJobs } from '#index/notifications/notice-jobs'
import { createNotices } from '#index/notifications/notices'
import { createPurge } from '#index/purge/purge'
import type { PurgeRules } from '#index/purge/purge-rules'
import type { Database } from '#index/storage/database'
import type { TorrentChanges } from '#index/torrents/torrent-changes'
import type { ApiParts } from './api-parts.ts'

export type ConcernPartsOptions = {
  readonly database: Database
  readonly clock: Clock
  readonly changes: TorrentChanges
  /** Stores what the tracker has counted. */
  readonly flush: () => Promise<void>
  /** None goes without it. */
  readonly mail: MemberMail | undefined
  /** `purge.*`; a reload may change them. */
  readonly purgeRules: () => PurgeRules
}

type ConcernParts = Required<Pick<ApiParts, 'notices' | 'noticeJobs' | 'purge'>>

export function createConcernParts(options: ConcernPartsOptions): ConcernParts {
  const { database, clock, mail, purgeRules, ...others } = options
  const { notices: repository, galleryTorrents: torrents, galleries, members, tokens } = database
  const canMail = (): boolean => mail !== undefined && hasMail(mail)
  const notices = createNotices({ repository, clock, hasMail: canMail })
  const sources = { torrents, galleries, members, tokens }
  return {
    notices,
    noticeJobs: createNoticeJobs({ repository, clock, hasMail: canMail, mail, ...sources }),
    purge: createPurge({
      ...others,
      repository: database.purge,
      notices,
      clock,
      rules: purgeRules,
      hasMail: canMail,
    }),
  }
}
