/** Puts the services of the index over a database, for a server as for a command that works without one. */
import type { Clock } from '#base/clock'
import { createReconcile } from '#index/accounting/reconcile'
import { suspicionExport } from '#index/accounting/suspicion-export'
import type { Blocks } from '#index/blocks/blocks'
import { noteBlock } from '#index/blocks/note-block'
import { createFeedTokens } from '#index/members/feed-tokens'
import type { MemberChanges } from '#index/members/member-changes'
import { createMemberExport, type ExportPart } from '#index/members/member-export'
import type { MemberMail } from '#index/members/member-post'
import { createMembers } from '#index/members/members'
import type { RegistrationRules } from '#index/members/registration-rules'
import { reportExport } from '#index/moderation/report-export'
import { noticeExport, noticeSettingsExport } from '#index/notifications/notice-export'
import { petitionExports } from '#index/petitions/petition-export'
import { createPoints } from '#index/points/points'
import { pointsExport } from '#index/points/points-export'
import type { Database } from '#index/storage/database'
import { StorageError } from '#index/storage/storage-error'
import { createTokens } from '#index/tokens/tokens'
import { toplistExport } from '#index/toplists/toplist-export'
import { createHousekeeping } from '#index/torrents/housekeeping'
import type { TorrentChanges } from '#index/torrents/torrent-changes'
import { createTorrents } from '#index/torrents/torrents'
import type { ApiParts, LiveNumbers } from './api-parts.ts'
import { createConcernParts } from './create-concern-parts.ts'
import { createGalleryParts, type GallerySettings } from './create-gallery-parts.ts'

export type ApiPartsOptions = {
  readonly database: Database
  readonly blocks: Blocks
  readonly clock: Clock
  /** Who has to know of changes. */
  readonly changes: TorrentChanges
  /** The same of members, where announces carry their keys. */
  readonly memberChanges?: MemberChanges | undefined
  /** In a mode where people register. */
  readonly membership?: MembershipOptions | undefined
  /** Stores what the tracker has counted. */
  readonly flush: () => Promise<void>
  /** `torrents.idle_days` of the moment. */
  readonly idleDays: () => number
  readonly live: () => LiveNumbers | undefined
  /** How many more info-hashes the tracker can serve. */
  readonly room: () => number
  readonly siteAddress: () => string
  /** See `MembersOptions`. */
  readonly administratorMade: () => void
  /** In a mode with galleries. */
  readonly gallery?: GallerySettings | undefined
}

export type MembershipOptions = {
  /** Who may make an account; a reload may change it. */
  readonly rules: () => RegistrationRules
  /** How mail goes to members; none goes without it. */
  readonly mail: MemberMail | undefined
  /** What is kept of members elsewhere, for the export of it. */
  readonly exportParts: readonly ExportPart[]
}

export function createApiParts(options: ApiPartsOptions): ApiParts {
  const { database, blocks, clock, changes, flush, idleDays, live, room, siteAddress } = options
  const { torrents: repository, audit } = database
  const { memberChanges, membership, administratorMade, gallery } = options
  const mail = membership?.mail
  return {
    ...(gallery && createConcernParts({ ...gallery, database, clock, changes, flush, mail })),
    ...(gallery &&
      createGalleryParts({ ...gallery, database, clock, changes, room, siteAddress, mail })),
    database,
    blocks,
    // Whom a block is to keep out is kept out, whether the database is there or not.
    noteBlock: async (block, change, actor) =>
      await noteBlock(block, change, actor, { audit, clock }).catch(unlessAway),
    live,
    siteAddress,
    torrents: createTorrents({ repository, changes, clock, room }),
    tokens: createTokens({ repository: database.tokens, members: database.members, clock }),
    feedTokens: createFeedTokens({ repository: database.feedTokens, audit, clock }),
    memberExport: createMemberExport({
      ...database,
      parts: [
        reportExport(database.reports),
        pointsExport(database.points),
        toplistExport(database.toplists),
        suspicionExport(database.suspicions),
        ...petitionExports(database.petitions),
        noticeExport(database.notices),
        noticeSettingsExport(database.notices),
        ...(membership?.exportParts ?? []),
      ],
    }),
    members: createMembers({
      members: database.members,
      sessions: database.sessions,
      links: database.memberLinks,
      invitations: database.invitations,
      emails: database.emails,
      audit,
      clock,
      changes: memberChanges,
      rules: membership?.rules,
      mail: membership?.mail,
      administratorMade,
    }),
    points: createPoints({
      repository: database.points,
      members: database.members,
      clock,
    }),
    reconcile: createReconcile({ repository: database.statistics }),
    housekeeping: createHousekeeping({ repository, changes, audit, clock, idleDays, flush }),
  }
}

function unlessAway(error: unknown): void {
  if (!(error instanceof StorageError)) throw error
}
