/**
 * Opens the database that `database.url` names, makes or completes its schema, and puts the repositories over it.
 */
import { AccessGuard } from './access.ts'
import { connectEngine, type DatabaseOptions, defaultWait } from './connect-engine.ts'
import type { Database } from './database.ts'
import { migrate, migrationStatus } from './migrations/migrate.ts'
import { checkDatabase } from './operations/check-database.ts'
import { createAccountingRepository } from './repositories/accounting-repository.ts'
import { createAuditRepository } from './repositories/audit-repository.ts'
import { createCatalogueLists } from './repositories/catalogue-lists.ts'
import { createEmailRepository } from './repositories/email-repository.ts'
import { createFeedTokenRepository } from './repositories/feed-token-repository.ts'
import { createGalleryRepository } from './repositories/gallery-repository.ts'
import { createGalleryTorrentRepository } from './repositories/gallery-torrent-repository.ts'
import { createInvitationRepository } from './repositories/invitation-repository.ts'
import { createLinkRepository } from './repositories/link-repository.ts'
import { createMemberRepository } from './repositories/member-repository.ts'
import { createMemberTraces } from './repositories/member-traces.ts'
import { createNoticeRepository } from './repositories/notice-repository.ts'
import { createPetitionRepository } from './repositories/petition-repository.ts'
import { createPointRepository } from './repositories/point-repository.ts'
import { createPurgeRepository } from './repositories/purge-repository.ts'
import { createReportRepository } from './repositories/report-repository.ts'
import { createSessionRepository } from './repositories/session-repository.ts'
import { createStatisticsRepository } from './repositories/statistics-repository.ts'
import { createSuspicionRepository } from './repositories/suspicion-repository.ts'
import { createTokenRepository } from './repositories/token-repository.ts'
import { createToplistRepository } from './repositories/toplist-repository.ts'
import { createTorrentRepository } from './repositories/torrent-repository.ts'

export type OpenOptions = DatabaseOptions & {
  /** Missing steps of the schema stay missing: for a copy of what there is before they are done. */
  readonly keepsSchema?: boolean
}

/** Rejects with StorageError. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const { wait = defaultWait, onState = () => {}, keepsSchema = false } = options
  const { clock } = options
  const engine = await connectEngine(options, async (reached) => {
    await (keepsSchema ? migrationStatus : migrate)({ engine: reached, clock })
  })
  const guard = new AccessGuard({ engine, wait, onState })
  engine.watchLosses((error) => void guard.note(error))
  return {
    engine: engine.name,
    shownUrl: engine.shownUrl,
    torrents: createTorrentRepository(guard.access, clock),
    tokens: createTokenRepository(guard.access),
    audit: createAuditRepository(guard.access),
    members: createMemberRepository(guard.access),
    sessions: createSessionRepository(guard.access),
    memberLinks: createLinkRepository(guard.access),
    invitations: createInvitationRepository(guard.access),
    emails: createEmailRepository(guard.access),
    feedTokens: createFeedTokenRepository(guard.access),
    memberTraces: createMemberTraces(guard.access),
    reports: createReportRepository(guard.access),
    petitions: createPetitionRepository(guard.access),
    galleries: createGalleryRepository(guard.access),
    galleryTorrents: createGalleryTorrentRepository(guard.access),
    lists: createCatalogueLists(guard.access, clock),
    accounting: createAccountingRepository(guard.access),
    statistics: createStatisticsRepository(guard.access),
    suspicions: createSuspicionRepository(guard.access),
    notices: createNoticeRepository(guard.access),
    purge: createPurgeRepository(guard.access),
    points: createPointRepository(guard.access),
    toplists: createToplistRepository(guard.access),
    state: () => guard.state,
    backup: (file) => guard.runAside(() => engine.copyTo(file)),
    check: () => guard.runAside(() => checkDatabase(engine)),
    close: async () => {
      await guard.close()
      await engine.close()
    },
  }
}
