/**
 * What toplists need of a database. Sums are read in parts, each of so few rows that a part takes some milliseconds,
 * however many members and days there are. Members who are kept out or gone are in no list.
 */
import type { Scored } from './best-scores.ts'
import type { DayRanges, Period } from './period.ts'
import type { PeriodSums } from './score.ts'

export type MemberSums = { readonly memberId: number; readonly sums: PeriodSums }

export type MemberDaySums = {
  readonly memberId: number
  readonly sums: { readonly [Name in keyof DayRanges]: PeriodSums }
}

export type SumsPage<Sums> = {
  /** By ascending member. */
  readonly members: readonly Sums[]
  /** Beyond which member the next part begins; undefined after the last one. */
  readonly next: number | undefined
}

export type Ranked = Scored & { readonly rank: number }

/** Where a member stands in a list. */
export type MemberRank = Omit<Ranked, 'memberId'> & { readonly period: Period }

/** Rejects with StorageError. */
export type ToplistRepository = {
  /** Of all time, for members beyond the id; `rows` of the table are looked at. */
  readonly totals: (afterId: number, rows: number) => Promise<SumsPage<MemberSums>>
  /** Of periods of days, for members beyond the id; about `rows` of the table are looked at. */
  readonly daySums: (
    afterId: number,
    ranges: DayRanges,
    rows: number,
  ) => Promise<SumsPage<MemberDaySums>>
  /** Takes the place of what is stored. `at` is in unix seconds. */
  readonly replace: (lists: ReadonlyMap<Period, readonly Scored[]>, at: number) => Promise<void>
  /** From a rank on, in the order of ranks. Who was kept out since is missing. */
  readonly list: (
    period: Period,
    fromRank: number,
    limit: number,
  ) => Promise<readonly (Ranked & { readonly name: string })[]>
  /** How many ranks of a list are taken. */
  readonly count: (period: Period) => Promise<number>
  /** The lists in which a member stands, in no order. */
  readonly ranksOf: (memberId: number) => Promise<readonly MemberRank[]>
  /** When the lists were computed, in unix seconds; undefined while nobody is in any. */
  readonly computedAt: () => Promise<number | undefined>
}
