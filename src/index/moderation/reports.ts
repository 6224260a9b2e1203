/** The reports of members: one queue for all who moderate. What is decided can be taken back. */
import { characterCount } from '#base/character-count'
import { reportsPerDayMax, reportTextCharactersMax } from '#base/limits'
import type { Member } from '#index/members/member'
import { type Decision, handleReport, undoReport } from './handle-report.ts'
import { type Report, type ReportTarget, reportReasons } from './report.ts'
import { ReportError } from './report-error.ts'
import type { ReportsOptions } from './report-options.ts'
import type { FoundTarget } from './report-targets.ts'

export type ReportFields = { readonly reason: string; readonly text: string }

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
  /**
   * Opens it again, and takes back what was done. False where somebody has decided anew about what was reported, which
   * stays as it is.
   */
  readonly undo: (reportId: number, by: Member) => Promise<boolean>
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
    handle: async (reportId, decision, by) => {
      await handleReport(options, await find(reportId), decision, by)
      return await find(reportId)
    },
    undo: async (reportId, by) => await undoReport(options, await find(reportId), by),
  }
}

/** Throws ReportError. */
function checkedFields({
  reason: given,
  text: written,
}: ReportFields): Pick<Report, 'reason' | 'text'> {
  const reason = reportReasons.find((one) => one === given)
  const text = written.replaceAll('\r\n', '\n').normalize('NFC').trim()
  if (reason === undefined) throw invalid('there is no such reason; choose one of the list')
  if (reason === 'other' && text === '') throw invalid('it is not said what is wrong; write it')
  const isPlain = !/[^\P{Cc}\n\t]/u.test(text) && text.isWellFormed()
  if (isPlain && characterCount(text) <= reportTextCharactersMax) return { reason, text }
  throw invalid(`the text must be at most ${reportTextCharactersMax} characters; write less`)
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
