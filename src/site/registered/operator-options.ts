/** What the pages are made from on which operators see how the tracker does and who changed what, in every mode with a database. */
import type { FastifyRequest } from 'fastify'
import type { Clock } from '#base/clock'
import type { AuditRepository } from '#index/audit/audit-repository'
import type { Members } from '#index/members/members'
import type { RequireMember } from '../account/require-member.ts'
import type { Filter } from '../components/page.ts'
import type { MakeShell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import type { TrackerOverview } from './tracker-overview.ts'

export type OperatorOptions = {
  readonly audit: AuditRepository
  readonly members: Pick<Members, 'after'>
  readonly requireMember: RequireMember
  readonly clock: Clock
  /** Asked for with each reply, and answered at once. */
  readonly overview: () => TrackerOverview
}

/** Where the pages stand among others, which differs by mode. */
export type OperatorPlace = {
  /** The path of the tab that they belong to. */
  readonly tab: string
  readonly line: OperatorLine
}

/** The links below the header of a page at the path `current`. */
export type OperatorLine = (texts: Texts, request: FastifyRequest, current: string) => Filter[]

/** The same, for routes. */
export type OperatorParts = OperatorOptions & {
  readonly shell: MakeShell
  readonly place: OperatorPlace
}
