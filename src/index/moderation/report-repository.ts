/** What reports need of a database. */
import type { EntriesOf } from '#index/audit/audit-repository'
import type { Tombstone } from '#index/torrents/tombstone'
import type { NewReport, Report, ReportAct, ReportState, ReportTarget } from './report.ts'

export type ReportRepository = {
  /** `exists`: this member has an open one of the target; `too_many`: `limit` since then. */
  readonly add: (
    report: NewReport,
    rule: { readonly since: number; readonly limit: number },
  ) => Promise<Report | 'exists' | 'too_many'>
  readonly find: (reportId: number) => Promise<Report | undefined>
  readonly findOpen: (target: ReportTarget, reporterId: number) => Promise<Report | undefined>
  /** Oldest first, those beyond the id. */
  readonly open: (afterId: number, limit: number) => Promise<readonly Report[]>
  readonly openTotal: () => Promise<number>
  /** The latest first. */
  readonly handled: (limit: number) => Promise<readonly Report[]>
  /** Of a member, oldest first, those beyond the id. */
  readonly madeBy: (
    reporterId: number,
    afterId: number,
    limit: number,
  ) => Promise<readonly Report[]>
  /**
   * Handles an open report, and where it is accepted all open ones of its target with it. None where it is not open any
   * more.
   */
  readonly handle: (
    reportId: number,
    handling: NewHandling,
    log?: EntriesOf<readonly Report[]>,
  ) => Promise<readonly Report[]>
  /** Of a report that was handled, and of those that were handled with it. */
  readonly setHandledAt: (reportId: number, at: number) => Promise<void>
  /**
   * Takes back the handling of a report and of those that were handled with it; who has reported the target once more
   * keeps the later one. None where it is open.
   */
  readonly reopen: (
    reportId: number,
    log?: EntriesOf<readonly Report[]>,
  ) => Promise<readonly Report[]>
}

export type NewHandling = {
  readonly state: Exclude<ReportState, 'open'>
  readonly act: ReportAct
  readonly verdict: string
  readonly byId: number
  readonly at: number
  readonly before?: Tombstone | undefined
}
