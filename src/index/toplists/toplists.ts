/** The toplists as pages show them. */
import { toplistRanksMax } from '#base/limits'
import { type Period, periods } from './period.ts'
import type { MemberRank, Ranked, ToplistRepository } from './toplist-repository.ts'

export type ToplistPage = {
  readonly rows: readonly (Ranked & { readonly name: string })[]
  /** Of the page, from 1. */
  readonly number: number
  /** How many pages there are; 1 where nobody is in the list. */
  readonly pages: number
  /** Unix seconds; undefined while nobody is in any list. */
  readonly computedAt: number | undefined
}

export type OwnRanks = {
  /** In the order of the periods. */
  readonly ranks: readonly MemberRank[]
  readonly computedAt: number | undefined
}

/** Rejects with StorageError. */
export type Toplists = {
  /** A number beyond the last page gives the last one. */
  readonly page: (period: Period, number: number) => Promise<ToplistPage>
  readonly ranksOf: (memberId: number) => Promise<OwnRanks>
}

export const ranksPerPage = 100

export function createToplists(repository: ToplistRepository): Toplists {
  return {
    page: async (period, wanted) => {
      const taken = Math.min(await repository.count(period), toplistRanksMax)
      const pages = Math.max(1, Math.ceil(taken / ranksPerPage))
      const number = Math.min(wanted, pages)
      const first = (number - 1) * ranksPerPage + 1
      const [rows, computedAt] = await Promise.all([
        repository.list(period, first, ranksPerPage),
        repository.computedAt(),
      ])
      return { rows, number, pages, computedAt }
    },
    ranksOf: async (memberId) => {
      const [found, computedAt] = await Promise.all([
        repository.ranksOf(memberId),
        repository.computedAt(),
      ])
      return { ranks: found.toSorted((one, other) => place(one) - place(other)), computedAt }
    },
  }
}

function place({ period }: MemberRank): number {
  return periods.indexOf(period)
}
