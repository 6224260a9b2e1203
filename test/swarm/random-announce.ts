/** Announces to few large and many small swarms, in which each thread has peers of its own. */
import type { Prng } from '#base/prng'

export type RandomAnnounce = {
  readonly torrent: number
  readonly peer: number
  readonly left: number
  readonly family: 4 | 6
  readonly isStop: boolean
}

const threads = 4
export const largeTorrents = 4
export const smallTorrents = 2000

export function randomAnnounce(random: Prng, slot: number): RandomAnnounce {
  const isLarge = random.below(2) === 0
  const torrent = isLarge
    ? random.below(largeTorrents)
    : largeTorrents + random.below(smallTorrents)
  return {
    torrent,
    peer: random.below(isLarge ? 400 : 6) * threads + slot,
    left: random.below(2),
    family: random.below(3) === 0 ? 6 : 4,
    isStop: random.below(3) === 0,
  }
}
