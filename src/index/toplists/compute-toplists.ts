/**
 * Computes all toplists anew: reads the sums of all members in small parts, with a rest between two so that visitors'
 * queries come first, and keeps the best of each period.
 */
import type { Clock } from '#base/clock'
import { dayOf } from '#base/day'
import { toplistRanksMax } from '#base/limits'
import { BestScores } from './best-scores.ts'
import { dayRanges, type Period, periods } from './period.ts'
import { type PeriodSums, type ScoreWeights, scoreOf } from './score.ts'
import type { SumsPage, ToplistRepository } from './toplist-repository.ts'

export type ComputeToplistsOptions = {
  readonly repository: Pick<ToplistRepository, 'totals' | 'daySums' | 'replace'>
  /** A reload may change them; a list is computed with those of its beginning. */
  readonly weights: () => ScoreWeights
  readonly clock: Clock
  /** Between two queries. */
  readonly rest: () => Promise<void>
  /** Smaller parts, for tests. */
  readonly rowsAtOnce?: number
}

/** Rows of one query: some milliseconds, and as much again for main when each is a member of its own. */
const defaultRowsAtOnce = 3000

/** Rejects with StorageError. Ends without having changed anything when `signal` is aborted. */
export type ComputeToplists = (signal: AbortSignal) => Promise<void>

export function computeToplists(options: ComputeToplistsOptions): ComputeToplists {
  const { repository, clock, rowsAtOnce = defaultRowsAtOnce } = options
  return async (signal) => {
    const weights = options.weights()
    const now = clock.nowSeconds()
    const best = new Map(periods.map((period) => [period, new BestScores(toplistRanksMax)]))
    const add = (period: Period, memberId: number, sums: PeriodSums): void =>
      best.get(period)?.add({ memberId, score: scoreOf(sums, weights) })
    const ranges = dayRanges(dayOf(now))
    const parts = { ...options, signal }
    const totals = (after: number) => repository.totals(after, rowsAtOnce)
    const daySums = (after: number) => repository.daySums(after, ranges, rowsAtOnce)
    for await (const { memberId, sums } of allOf(parts, totals)) add('all', memberId, sums)
    for await (const { memberId, sums } of allOf(parts, daySums)) {
      add('year', memberId, sums.year)
      add('month', memberId, sums.month)
      add('yesterday', memberId, sums.yesterday)
    }
    if (signal.aborted) return
    const lists = [...best].map(([period, scores]) => [period, scores.ranked()] as const)
    await repository.replace(new Map(lists), now)
  }
}

async function* allOf<Sums>(
  { rest, signal }: Pick<ComputeToplistsOptions, 'rest'> & { readonly signal: AbortSignal },
  read: (after: number) => Promise<SumsPage<Sums>>,
): AsyncGenerator<Sums, void, undefined> {
  for (let after: number | undefined = 0; after !== undefined && !signal.aborted; ) {
    const page: SumsPage<Sums> = await read(after)
    yield* page.members
    after = page.next
    await rest()
  }
}
