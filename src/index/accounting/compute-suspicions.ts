/**
 * What is computed for staff who ask whether somebody cheats: looks through the sums of all torrents in small parts, with a
 * rest between two so that visitors' queries come first, keeps those that do not balance, and forgets what is old.
 */
import type { Clock } from '#base/clock'
import { balanceExcess } from './balance-excess.ts'
import type { SuspicionRepository } from './suspicion-repository.ts'

export type ComputeSuspicionsOptions = {
  readonly repository: Pick<SuspicionRepository, 'forget' | 'balances' | 'replaceUnbalanced'>
  /** How long after its last announce something suspicious is kept. A reload may change it. */
  readonly keepDays: () => number
  readonly clock: Clock
  /** Between two queries. */
  readonly rest: () => Promise<void>
  /** Smaller parts, for tests. */
  readonly rowsAtOnce?: number
}

/** Rows of one query: some milliseconds. */
const defaultRowsAtOnce = 1000

/** Rejects with StorageError. Ends early when `signal` is aborted, and begins anew the next time. */
export type ComputeSuspicions = (signal: AbortSignal) => Promise<void>

export function computeSuspicions(options: ComputeSuspicionsOptions): ComputeSuspicions {
  const { repository, clock, keepDays, rest, rowsAtOnce = defaultRowsAtOnce } = options
  const forgetOld = async (signal: AbortSignal): Promise<void> => {
    const before = clock.nowSeconds() - keepDays() * 86_400
    while (!signal.aborted && (await repository.forget(before, rowsAtOnce)) === rowsAtOnce)
      await rest()
  }
  const balanceAll = async (signal: AbortSignal): Promise<void> => {
    for (let afterId = 0; !signal.aborted; ) {
      const balances = await repository.balances(afterId, rowsAtOnce)
      const isLast = balances.length < rowsAtOnce
      // What is stored beyond the last torrent with sums is of torrents that have none any more.
      const lastId = isLast ? Number.MAX_SAFE_INTEGER : (balances.at(-1)?.torrentId ?? 0)
      const unbalanced = balances
        .map((balance) => ({ torrentId: balance.torrentId, excess: balanceExcess(balance) }))
        .filter(({ excess }) => excess > 0)
      await repository.replaceUnbalanced(unbalanced, { afterId, lastId }, clock.nowSeconds())
      if (isLast) return
      afterId = lastId
      await rest()
    }
  }
  return async (signal) => {
    await forgetOld(signal)
    await balanceAll(signal)
  }
}
