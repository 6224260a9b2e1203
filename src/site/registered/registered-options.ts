/** What the pages of the registered tracker are made from. */
import type { Clock } from '#base/clock'
import type { AuditRepository } from '#index/audit/audit-repository'
import type { Members } from '#index/members/members'
import type { Torrents } from '#index/torrents/torrents'
import type { RequireMember } from '../account/require-member.ts'
import type { MakeShell } from '../shell.ts'
import type { TrackerOverview } from './tracker-overview.ts'

export type RegisteredOptions = {
  readonly torrents: Torrents
  readonly audit: AuditRepository
  readonly members: Pick<Members, 'after'>
  readonly requireMember: RequireMember
  readonly clock: Clock
  /** How often counts are stored. */
  readonly flushSeconds: number
  /** Asked for with each reply, and answered at once. */
  readonly overview: () => TrackerOverview
}

/** The same, for routes. */
export type RegisteredParts = RegisteredOptions & { readonly shell: MakeShell }
