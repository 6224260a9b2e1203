/** The table of toplists; see `migrations/0014-toplists.ts`. */
import type { Period } from '#index/toplists/period'

export type ToplistTables = { readonly toplist_ranks: ToplistRanksTable }

type ToplistRanksTable = {
  readonly period: Period
  readonly rank: number
  readonly member_id: number
  /** In hundredths. */
  readonly score: number
  readonly computed_at: number
}
