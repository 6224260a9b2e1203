/** What the pages of reports and blocks are made from. */
import type { Clock } from '#base/clock'
import type { Suspicions } from '#index/accounting/suspicions'
import type { AuditRepository } from '#index/audit/audit-repository'
import type { Blocks } from '#index/blocks/blocks'
import type { Members } from '#index/members/members'
import type { Reports } from '#index/moderation/reports'
import type { Points } from '#index/points/points'
import type { Purge } from '#index/purge/purge'
import type { RequireMember } from '../account/require-member.ts'
import type { MakeShell } from '../shell.ts'

export type ModerationOptions = {
  readonly reports: Reports
  readonly blocks: Pick<Blocks, 'own' | 'add' | 'remove'>
  readonly points: Pick<Points, 'grant' | 'balanceOf'>
  readonly purge: Pick<Purge, 'coming' | 'keep' | 'runs'>
  readonly members: Pick<Members, 'findById' | 'ban' | 'unban'>
  readonly suspicions: Suspicions
  readonly suspicionSettings: () => SuspicionSettings
  readonly requireMember: RequireMember
  readonly audit: Pick<AuditRepository, 'append'>
  readonly clock: Clock
}

/** As in the configuration. */
export type SuspicionSettings = { readonly bytesPerSecond: number; readonly keepDays: number }

/** The same, for routes. */
export type ModerationParts = ModerationOptions & { readonly shell: MakeShell }
