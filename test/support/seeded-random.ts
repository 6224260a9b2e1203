/**
 * Random choices that a seed repeats: a failing test prints the seed, and the same seed fails again.
 */
export interface SeededRandom {
  /** A whole number from 0 to `end` - 1. */
  below(end: number): number
  pick<T>(items: readonly T[]): T
  shuffled<T>(items: readonly T[]): T[]
}

/** Mulberry32: small, and good enough to choose test steps. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const below = (end: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end
  }
  return {
    below,
    pick: (items) => {
      const found = items[below(items.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    shuffled: (items) =>
      items
        .map((item) => ({ item, order: below(2 ** 31) }))
        .toSorted((one, other) => one.order - other.order)
        .map(({ item }) => item),
  }
}
