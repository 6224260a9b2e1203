/**
 * What may be no upload at all: a client says what it has sent, and nobody can look. Two things can be seen from here, and
 * both have innocent reasons, so nothing is refused for them and nobody loses credit: staff may look.
 *
 * - Bytes came or went faster than lines are, between two announces.
 * - A seeder has uploaded while nobody was known who could have downloaded: no announce of a leecher and no end of a
 *   download since the announce before, and none in the swarm.
 */

export const suspicionKinds = ['rate', 'empty'] as const
export type SuspicionKind = (typeof suspicionKinds)[number]

/** What is suspicious of one announce. */
export type Suspicion = {
  readonly kind: SuspicionKind
  readonly memberId: number
  readonly torrentId: number
  readonly at: number
  /** Of the announce, in so many seconds since the one before. */
  readonly bytes: number
  readonly seconds: number
}

export type SuspicionRules = {
  /** What an honest client moves at most in either direction; 0 where any is believed. */
  readonly bytesPerSecondMax: number
  /** Whether it is known that nobody has downloaded the torrent since then. */
  readonly isEmptySince: (torrentId: number, at: number) => boolean
}

/** A credited stretch between two announces of a session. */
export type Stretch = {
  readonly memberId: number
  readonly torrentId: number
  readonly from: number
  readonly until: number
  readonly uploaded: number
  readonly downloaded: number
  /** Whether the session had everything all the time. */
  readonly isSeeder: boolean
}

/** Clocks of threads differ, and clients report what they moved some time ago. */
const shortestSeconds = 60

const none: readonly Suspicion[] = []

export function suspicionsOf(stretch: Stretch, rules: SuspicionRules): readonly Suspicion[] {
  const isTooFast = movesTooFast(stretch, rules)
  const isIntoNothing = uploadsIntoNothing(stretch, rules)
  if (!isTooFast && !isIntoNothing) return none
  const { memberId, torrentId, from, until: at, uploaded, downloaded } = stretch
  const facts = { memberId, torrentId, at, seconds: at - from }
  const found: Suspicion[] = []
  if (isTooFast) found.push({ ...facts, kind: 'rate', bytes: Math.max(uploaded, downloaded) })
  if (isIntoNothing) found.push({ ...facts, kind: 'empty', bytes: uploaded })
  return found
}

function movesTooFast(
  { from, until, uploaded, downloaded }: Stretch,
  { bytesPerSecondMax }: SuspicionRules,
): boolean {
  const seconds = Math.max(until - from, shortestSeconds)
  return bytesPerSecondMax > 0 && Math.max(uploaded, downloaded) > bytesPerSecondMax * seconds
}

function uploadsIntoNothing(
  { torrentId, from, uploaded, isSeeder }: Stretch,
  { isEmptySince }: SuspicionRules,
): boolean {
  return isSeeder && uploaded > 0 && isEmptySince(torrentId, from)
}
