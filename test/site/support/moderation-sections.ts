/** What those who look after a gallery site have of it, over the services of a test. */
import { join } from 'node:path'
import type { Clock } from '#base/clock'
import { createSuspicions } from '#index/accounting/suspicions'
import { createBlocks } from '#index/blocks/blocks'
import { createOfflineTracker } from '#index/blocks/offline-tracker'
import { OwnBlocks } from '#index/blocks/own-blocks'
import { RuleLists } from '#index/blocks/rule-lists'
import type { Galleries } from '#index/galleries/galleries'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { Members } from '#index/members/members'
import { createReportTargets } from '#index/moderation/report-targets'
import { createReports } from '#index/moderation/reports'
import { createPoints } from '#index/points/points'
import type { Purge } from '#index/purge/purge'
import type { Database } from '#index/storage/database'
import type { RequireMember } from '#site/account/require-member'
import { moderationPages } from '#site/moderation/moderation-pages'
import { staffPlace } from '#site/moderation/staff-line'
import { operatorPages } from '#site/registered/operator-pages'
import type { Section } from '#site/section'
import { madeOverview } from './made-overview.ts'

export type ModerationSectionsOptions = {
  readonly database: Database
  readonly torrents: GalleryTorrents
  readonly galleries: Galleries
  readonly members: Members
  readonly purge: Purge
  readonly requireMember: RequireMember
  readonly clock: Clock
  readonly dataDirectory: string
}

export function moderationSections(options: ModerationSectionsOptions): Section[] {
  const { database, torrents, galleries, members, purge, clock, dataDirectory, ...staff } = options
  const own = OwnBlocks.open(join(dataDirectory, 'blocks.jsonl'))
  const lists = new RuleLists(clock, () => Promise.resolve())
  const tracker = createOfflineTracker({ own, lists, clock, deniesInfoHashes: true })
  const { reports: repository, audit } = database
  const targets = createReportTargets({ torrents, galleries, members })
  return [
    moderationPages({
      ...staff,
      suspicions: createSuspicions({ repository: database.suspicions, torrents }),
      suspicionSettings: () => ({ bytesPerSecond: 1000, keepDays: 90 }),
      members,
      purge,
      clock,
      audit,
      blocks: createBlocks({ own, tracker, clock }),
      points: createPoints({ repository: database.points, members: database.members, clock }),
      reports: createReports({ repository, targets, clock }),
    }),
    operatorPages({
      ...staff,
      members,
      clock,
      audit,
      overview: () => madeOverview,
      place: staffPlace,
    }),
  ]
}
