/** Waiting that lasts until the test says so. */
import type { Wait } from '#index/storage/access'

export class ManualWait {
  readonly #sleepers = new Set<() => void>()
  readonly #watchers = new Set<() => void>()

  readonly wait: Wait = async (_, signal) => {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('the waiting was ended')))
      this.#sleepers.add(resolve)
      for (const watcher of this.#watchers) watcher()
    })
  }

  /** Ends every waiting, after there is one. */
  async pass(): Promise<void> {
    if (this.#sleepers.size === 0) {
      await new Promise<void>((resolve) => {
        this.#watchers.add(resolve)
      })
    }
    this.#watchers.clear()
    const sleepers = [...this.#sleepers]
    this.#sleepers.clear()
    for (const wake of sleepers) wake()
  }
}
