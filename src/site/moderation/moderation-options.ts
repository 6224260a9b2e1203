/** What the pages of reports and blocks are made from. */
import type { Clock } from '#base/clock'
import type { Blocks } from '#index/blocks/blocks'
import type { Members } from '#index/members/members'
import type { Reports } from '#index/moderation/reports'
import type { RequireMember } from '../account/require-member.ts'
import type { MakeShell } from '../shell.ts'

export type ModerationOptions = {
  readonly reports: Reports
  readonly blocks: Pick<Blocks, 'own' | 'add' | 'remove'>
  readonly members: Pick<Members, 'findById'>
  readonly requireMember: RequireMember
  readonly clock: Clock
}

/** The same, for routes. */
export type ModerationParts = ModerationOptions & { readonly shell: MakeShell }
