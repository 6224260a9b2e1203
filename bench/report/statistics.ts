/** Medians and their spread: a figure without one is not written down. */

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** `median (least..most)`, each written by `show`. */
export function spread(values: readonly number[], show: (value: number) => string): string {
  if (values.length === 0) return '–'
  const text = show(median(values))
  if (values.length === 1) return text
  return `${text} (${show(Math.min(...values))}..${show(Math.max(...values))})`
}

/** Round by round, what ran side by side divided. */
export function ratios(of: readonly number[], to: readonly number[]): number[] {
  const rounds = Math.min(of.length, to.length)
  return Array.from({ length: rounds }, (_, round) => (of[round] ?? 0) / (to[round] ?? 1))
}

export const thousands = (value: number): string =>
  `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)}k`
export const hundredths = (value: number): string => value.toFixed(2)
export const tenths = (value: number): string => value.toFixed(1)
export const whole = (value: number): string => Math.round(value).toLocaleString('en')
