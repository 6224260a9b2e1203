/**
 * The best of any number of scores, found while they come by: what cannot be among them is dropped at once, and what is
 * kept is sorted now and then, so that memory and work stay small.
 */

export type Scored = {
  readonly memberId: number
  /** In hundredths. */
  readonly score: number
}

export class BestScores {
  readonly #most: number
  #kept: Scored[] = []
  /** The last of those that are kept, once there are enough. */
  #last: Scored | undefined

  constructor(most: number) {
    this.#most = most
  }

  /** Each member once. A score of 0 is none. */
  add(scored: Scored): void {
    if (scored.score <= 0) return
    if (this.#last !== undefined && byRank(scored, this.#last) > 0) return
    this.#kept.push(scored)
    if (this.#kept.length >= 2 * this.#most) this.#cut()
  }

  /** The best first; of the same score, whoever was here first. */
  ranked(): readonly Scored[] {
    this.#cut()
    return this.#kept
  }

  #cut(): void {
    this.#kept = this.#kept.toSorted(byRank).slice(0, this.#most)
    if (this.#kept.length === this.#most) this.#last = this.#kept.at(-1)
  }
}

function byRank(one: Scored, other: Scored): number {
  return other.score - one.score || one.memberId - other.memberId
}
