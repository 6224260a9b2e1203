/** Things that happen one after the other: each can be waited for by its number, counted from 0. */
export class EventList<T> {
  readonly all: T[] = []
  readonly #waiting = new Set<() => void>()

  add(event: T): void {
    this.all.push(event)
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }

  async at(index: number): Promise<T> {
    while (this.all.length <= index)
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    return this.all[index] as T
  }
}
