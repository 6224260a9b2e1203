/** What main and the looking threads agree on: which torrents do what, and how they signal to each other. */

/** Torrents by what they do. */
export const numbers = {
  /** Registered all the time. */
  steady: 2000,
  /** Registered and removed again and again. */
  fleeting: 6000,
  /** Never registered. */
  unknown: 1000,
  end: 9000,
} as const

/** Words of the shared signals; `steps` has one for each thread. */
export const Control = { ready: 0, stop: 1, steps: 2 } as const

/** The name of a torrent after `changes` changes: of all lengths, and told by its last number. */
export function nameOf(number: number, changes: number): string {
  return `${number} ${'ü'.repeat((number * 7 + changes * 31) % 110)} ${changes}`
}
