/**
 * Histograms in shared memory: for each bucket a column with what fell into it alone, then one for the sum. Prometheus
 * wants buckets that hold all below them too; they are added up when somebody reads.
 *
 *   ≤ bound 0 │ ≤ bound 1 │ … │ above all bounds │ sum
 */

/** Upper bounds of buckets, in seconds: from a datagram answered alone to a batch that waited for the disk or a processor. */
export const batchSecondsBounds = [
  0.000_01, 0.000_025, 0.000_05, 0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1,
] as const

/** Columns of one histogram. */
export function histogramColumns(bounds: readonly number[]): number {
  return bounds.length + 2
}

/** Counts one observation into the histogram that begins at column `first` of `row`. */
export function observe(
  row: Float64Array,
  first: number,
  bounds: readonly number[],
  value: number,
): void {
  let bucket = 0
  while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++
  const at = first + bucket
  const sumAt = first + bounds.length + 1
  row[at] = (row[at] as number) + 1
  row[sumAt] = (row[sumAt] as number) + value
}
