/** Waggle's figure by another tracker's, in the cell where it is least: what a gate looks at. */
import { median, ratios } from '../report/statistics.ts'
import { waggle } from '../trackers/waggle.ts'
import { perCpuSecond, type Rounds, roundsOf } from './alternate.ts'

/** NaN where the two never met. */
export function worstRatio(cells: readonly (readonly Rounds[])[], name: string): number {
  const values = cells.flatMap((results) => {
    const own = roundsOf(results, waggle.name)
    const other = roundsOf(results, name)
    if (own === undefined || other === undefined) return []
    return [median(ratios(perCpuSecond(own), perCpuSecond(other)))]
  })
  return values.length === 0 ? Number.NaN : Math.min(...values)
}
