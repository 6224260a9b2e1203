/** A report together with what it is about, as the pages of moderators show it. */
import type { Report, ReportAct } from '#index/moderation/report'
import { targetActs } from '#index/moderation/report'
import { type FoundTarget, isInPlace, mayBeActedOn } from '#index/moderation/report-targets'
import type { Reports } from '#index/moderation/reports'
import { type Content, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { targetName } from './target-link.ts'

export type ShownReport = {
  readonly report: Report
  /** Undefined where there is no such thing any more. */
  readonly found: FoundTarget | undefined
}

export async function withTargets(
  reports: Reports,
  found: readonly Report[],
): Promise<readonly ShownReport[]> {
  return await Promise.all(
    found.map(async (report) => ({ report, found: await reports.findTarget(report.target) })),
  )
}

/** What can be done to the target: `close` where that is nothing. */
export function actOn({ report, found }: ShownReport, nowSeconds: number): ReportAct {
  if (found === undefined || !mayBeActedOn(found, nowSeconds)) return 'close'
  return targetActs[report.target.kind]
}

/** What is decided where nothing is done to it. */
export function leaveAlone({ found }: ShownReport, nowSeconds: number): 'reject' | 'close' {
  return found !== undefined && isInPlace(found, nowSeconds) ? 'reject' : 'close'
}

export function shownName(texts: Texts, { found }: ShownReport): Content {
  return found === undefined ? texts.moderation.gone : html`<bdi>${targetName(found)}</bdi>`
}
