/** Work that comes up again and again and can be held up: what is under way ends, what comes up meanwhile waits. */
export class PausableWork {
  #pause: PromiseWithResolvers<void> | undefined
  readonly #underWay = new Set<Promise<void>>()

  /** Does `work`, after the pause where there is one. Rejects as it does. */
  async run(work: () => Promise<void>): Promise<void> {
    while (this.#pause !== undefined) await this.#pause.promise
    const running = work()
    this.#underWay.add(running)
    try {
      await running
    } finally {
      this.#underWay.delete(running)
    }
  }

  /** Resolves when nothing is under way, and nothing begins until `resume`. */
  async pause(): Promise<void> {
    this.#pause ??= Promise.withResolvers()
    await Promise.allSettled(this.#underWay)
  }

  resume(): void {
    this.#pause?.resolve()
    this.#pause = undefined
  }
}
