/** What a database said of itself, in order. */
import type { DatabaseState } from '#index/storage/access'

export class StateRecord {
  readonly states: DatabaseState[] = []
  readonly #watchers = new Set<() => void>()

  readonly onState = (state: DatabaseState): void => {
    this.states.push(state)
    for (const watcher of this.#watchers) watcher()
  }

  /** Resolves when the last state is of this kind. */
  async until(kind: 'ok' | 'problem'): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        const last = this.states.at(-1)
        if (last !== undefined && (last === 'ok') === (kind === 'ok')) resolve()
      }
      this.#watchers.add(look)
      look()
    })
  }
}
