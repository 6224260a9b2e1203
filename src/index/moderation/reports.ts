/**
 * The reports of members: one queue for all who moderate. What is decided is done to the target first and noted after it,
 * so that a report which is handled has had its effect; and it can be taken back.
 */
import type { Clock } from '#base/clock'
import { memberReasonCharactersMax, reportsPerDayMax, reportTextCharactersMax } from '#base/limits'
import type { AuditRepository } from '#index/audit/audit-repository'
import { mayKeepOut } from '#index/members/may-keep-out'
import type { Member } from '#index/members/member'
import { memberLabel } from '#index/members/member-parts'
import {
  type Report,
  type ReportAct,
  type ReportTarget,
  reportReasons,
  targetActs,
} from './report.ts'
import { ReportError } from './report-error.ts'
import type { ReportRepository } from './report-repository.ts'
import { type FoundTarget, isInPlace, type ReportTargets } from './report-targets.ts'

export type ReportsOptions = {
  readonly repository: ReportRepository
  readonly targets: ReportTargets
  readonly audit: AuditRepository
  readonly clock: Clock
}

export type ReportFields = { readonly reason: string; readonly text: string }

export type Decision = {
  readonly act: ReportAct
  /** One line, which is told to everybody where something is done; else it may be ''. */
  readonly reason: string
  /** Of a ban. */
  readonly until: number | undefined
}

/** All reject with ReportError, with what the target's own service says, and with StorageError. */
export type Reports = {
  readonly report: (target: ReportTarget, fields: ReportFields, by: Member) => Promise<Report>
  /** That of a member which waits to be handled. */
  readonly findOpen: (target: ReportTarget, by: Member) => Promise<Report | undefined>
  readonly findTarget: (target: ReportTarget) => Promise<FoundTarget | undefined>
  /** `unknown_report`. */
  readonly find: (reportId: number) => Promise<Report>
  /** Oldest first, those beyond the id. */
  readonly open: (afterId: number, limit: number) => Promise<readonly Report[]>
  readonly openTotal: () => Promise<number>
  /** The latest first. */
  readonly handled: (limit: number) => Promise<readonly Report[]>
  readonly handle: (reportId: number, decision: Decision, by: Member) => Promise<Report>
  /** Opens it again, and takes back what was done. */
  readonly undo: (reportId: number, by: Member) => Promise<Report>
}

const daySeconds = 24 * 3600

export function createReports(options: ReportsOptions): Reports {
  const { repository, targets, clock } = options
  const find = async (reportId: number): Promise<Report> => {
    const report = await repository.find(reportId)
    if (report === undefined) throw unknownReport
    return report
  }
  return {
    find,
    findTarget: (target) => targets.find(target),
    findOpen: (target, by) => repository.findOpen(target, by.id),
    open: (afterId, limit) => repository.open(afterId, limit),
    openTotal: () => repository.openTotal(),
    handled: (limit) => repository.handled(limit),
    report: async (target, fields, by) => {
      const createdAt = clock.nowSeconds()
      const report = { target, reporterId: by.id, createdAt, ...checkedFields(fields) }
      const rule = { since: createdAt - daySeconds, limit: reportsPerDayMax }
      const added = await repository.add(report, rule)
      if (added === 'exists') throw alreadyReported
      if (added === 'too_many') throw tooManyReports
      return added
    },
    handle: async (reportId, { act, reason: given, until }, by) => {
      const report = await find(reportId)
      if (report.state !== 'open') throw handledReport
      const verdict = checkedVerdict(given)
      if (act !== 'reject' && act !== 'close')
        await actOn(options, report, { act, reason: verdict, until }, by)
      const state = act === 'reject' ? 'rejected' : 'accepted'
      const at = clock.nowSeconds()
      const handled = await repository.handle(reportId, { state, act, verdict, byId: by.id, at })
      if (handled.length === 0) throw handledReport
      await note(options, handled, by, act === 'reject' ? 'report.reject' : 'report.accept')
      return await find(reportId)
    },
    undo: async (reportId, by) => {
      const report = await find(reportId)
      const { handling } = report
      if (handling === undefined) return report
      if (handling.act === targetActs[report.target.kind]) {
        const found = await targets.find(report.target)
        if (found !== undefined) {
          assertMayBan(found, by)
          await targets.undo(found, memberLabel(by))
        }
      }
      await note(options, await repository.reopen(reportId), by, 'report.reopen')
      return await find(reportId)
    },
  }
}

async function actOn(
  { targets, clock }: ReportsOptions,
  { target }: Report,
  { act, reason, until }: Decision,
  by: Member,
): Promise<void> {
  if (act !== targetActs[target.kind]) throw invalidAct
  const found = await targets.find(target)
  if (found === undefined || !isInPlace(found, clock.nowSeconds())) throw nothingToDo
  assertMayBan(found, by)
  await targets.act(found, { reason, until, actor: memberLabel(by) })
}

/** Throws ReportError: those who moderate are kept out by administrators alone, and nobody by themselves. */
function assertMayBan(found: FoundTarget, by: Member): void {
  if (found.kind === 'member' && !mayKeepOut(by, found.member)) throw notAllowed
}

async function note(
  { audit, clock }: ReportsOptions,
  reports: readonly Report[],
  by: Member,
  action: string,
): Promise<void> {
  const [at, actor] = [clock.nowSeconds(), memberLabel(by)]
  await audit.append(
    reports.map(({ id, handling }) => {
      const detail = handling?.verdict ?? ''
      return { at, actor, action, target: `report ${id}`, detail }
    }),
  )
}

/** Throws ReportError. */
function checkedFields({
  reason: given,
  text: written,
}: ReportFields): Pick<Report, 'reason' | 'text'> {
  const reason = reportReasons.find((one) => one === given)
  const text = written.replaceAll('\r\n', '\n').trim()
  if (reason === undefined) throw invalid('there is no such reason; choose one of the list')
  if (reason === 'other' && text === '') throw invalid('it is not said what is wrong; write it')
  const isPlain = !/[^\P{Cc}\n\t]/u.test(text) && text.isWellFormed()
  if (isPlain && text.length <= reportTextCharactersMax) return { reason, text }
  throw invalid(`the text must be at most ${reportTextCharactersMax} characters; write less`)
}

/** Throws ReportError. */
function checkedVerdict(given: string): string {
  const verdict = given.trim()
  const isLine = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(verdict)
  if (isLine && verdict.length <= memberReasonCharactersMax) return verdict
  throw invalid(`the reason must be one line of at most ${memberReasonCharactersMax} characters`)
}

function invalid(message: string): ReportError {
  return new ReportError('invalid_report', message)
}

const alreadyReported = new ReportError(
  'already_reported',
  'you have reported this already; somebody will look at it',
)

const tooManyReports = new ReportError(
  'too_many_reports',
  `you have made ${reportsPerDayMax} reports within a day; make the next one tomorrow`,
)

const unknownReport = new ReportError(
  'unknown_report',
  'there is no such report; look at the queue',
)

const handledReport = new ReportError(
  'handled_report',
  'somebody has handled this report meanwhile; look at what was done',
)

const invalidAct = new ReportError('invalid_act', 'this cannot be done to what was reported')

const nothingToDo = new ReportError(
  'invalid_act',
  'what was reported is gone already; close the report',
)

const notAllowed = new ReportError(
  'not_allowed',
  'only an administrator may do this to somebody who moderates, and nobody to themselves',
)
