/** What moderators choose from when they decide: reasons that are said often, and how long a ban lasts. */
import type { Report, ReportReason } from '#index/moderation/report'
import type { Texts } from '../texts/texts.ts'

export type Canned = keyof Texts['moderation']['canned']
export type Until = keyof Texts['moderation']['until']

type Choice = { readonly value: string; readonly label: string }

export function cannedChoices({ moderation: { canned } }: Texts): readonly Choice[] {
  return Object.entries(canned).map(([value, label]) => ({ value, label }))
}

/** What a moderator will most likely say to a report. */
export function likelyReason({ reason }: Pick<Report, 'reason'>): Canned {
  return reason === 'other' ? 'rules' : (reason satisfies Exclude<ReportReason, 'other'>)
}

export function cannedText({ moderation: { canned } }: Texts, code: string | undefined): string {
  return Object.entries(canned).find(([value]) => value === code)?.[1] ?? ''
}

export function untilChoices({ moderation: { until } }: Texts): readonly Choice[] {
  return Object.entries(until).map(([value, label]) => ({ value, label }))
}

const daySeconds = 24 * 3600
const seconds: Readonly<Record<Until, number | undefined>> = {
  week: 7 * daySeconds,
  month: 30 * daySeconds,
  year: 365 * daySeconds,
  lifted: undefined,
}

/** Unix seconds; undefined where it holds until it is lifted. */
export function untilOf(choice: string | undefined, nowSeconds: number): number | undefined {
  const lasts = Object.entries(seconds).find(([code]) => code === choice)?.[1]
  return lasts === undefined ? undefined : nowSeconds + lasts
}
