/** An open database: the repositories over it, whether it works, and what an operator does with it. */
import type { AccountingRepository } from '#index/accounting/accounting-repository'
import type { StatisticsRepository } from '#index/accounting/statistics-repository'
import type { SuspicionRepository } from '#index/accounting/suspicion-repository'
import type { AuditRepository } from '#index/audit/audit-repository'
import type { CatalogueLists } from '#index/galleries/catalogue-lists'
import type { GalleryRepository } from '#index/galleries/gallery-repository'
import type { GalleryTorrentRepository } from '#index/galleries/gallery-torrent-repository'
import type { EmailRepository } from '#index/members/email-repository'
import type { FeedTokenRepository } from '#index/members/feed-token-repository'
import type { InvitationRepository } from '#index/members/invitation-repository'
import type { LinkRepository } from '#index/members/link-repository'
import type { MemberRepository } from '#index/members/member-repository'
import type { MemberTraces } from '#index/members/member-traces'
import type { SessionRepository } from '#index/members/session-repository'
import type { ReportRepository } from '#index/moderation/report-repository'
import type { NoticeRepository } from '#index/notifications/notice-repository'
import type { PetitionRepository } from '#index/petitions/petition-repository'
import type { PointRepository } from '#index/points/point-repository'
import type { PurgeRepository } from '#index/purge/purge-repository'
import type { TokenRepository } from '#index/tokens/token-repository'
import type { ToplistRepository } from '#index/toplists/toplist-repository'
import type { TorrentRepository } from '#index/torrents/torrent-repository'
import type { DatabaseState } from './access.ts'
import type { EngineName } from './engine.ts'

export type Database = {
  readonly engine: EngineName
  /** Its address without a password. */
  readonly shownUrl: string
  readonly torrents: TorrentRepository
  readonly tokens: TokenRepository
  readonly audit: AuditRepository
  readonly members: MemberRepository
  readonly sessions: SessionRepository
  readonly memberLinks: LinkRepository
  readonly invitations: InvitationRepository
  readonly emails: EmailRepository
  readonly feedTokens: FeedTokenRepository
  readonly memberTraces: MemberTraces
  readonly reports: ReportRepository
  readonly petitions: PetitionRepository
  readonly galleries: GalleryRepository
  readonly galleryTorrents: GalleryTorrentRepository
  readonly lists: CatalogueLists
  readonly accounting: AccountingRepository
  readonly statistics: StatisticsRepository
  readonly suspicions: SuspicionRepository
  readonly notices: NoticeRepository
  readonly purge: PurgeRepository
  readonly points: PointRepository
  readonly toplists: ToplistRepository
  readonly state: () => DatabaseState
  /**
   * Writes a whole copy to `file` while everything goes on, and replaces what was there. PostgreSQL has a program of its
   * own for it: there it rejects with the line to run.
   */
  readonly backup: (file: string) => Promise<void>
  /** A line for each fault that is found; none when all is well. Reads everything, and may take minutes. */
  readonly check: () => Promise<readonly string[]>
  /** Waits for what is under way. Nothing may be asked afterwards. */
  readonly close: () => Promise<void>
}
