/** What reports are made of. */
import type { Clock } from '#base/clock'
import type { ReportRepository } from './report-repository.ts'
import type { ReportTargets } from './report-targets.ts'

export type ReportsOptions = {
  readonly repository: ReportRepository
  readonly targets: ReportTargets
  readonly clock: Clock
}
