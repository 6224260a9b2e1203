/**
 * Does a few things at a time and lets a few more wait; what comes on top is refused at once, because it would be answered
 * too late anyway.
 */
export class BoundedQueue {
  readonly #runningMax: number
  readonly #waitingMax: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor({ runningMax, waitingMax }: { runningMax: number; waitingMax: number }) {
    this.#runningMax = runningMax
    this.#waitingMax = waitingMax
  }

  /** Undefined where there is no room. */
  run<T>(work: () => Promise<T>): Promise<T> | undefined {
    if (this.#running >= this.#runningMax && this.#waiting.length >= this.#waitingMax)
      return undefined
    return this.#runInTurn(work)
  }

  async #runInTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#runningMax)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running++
    try {
      return await work()
    } finally {
      // The next one takes this one's place.
      const next = this.#waiting.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }
}
