/**
 * A map of bounded size that keeps what was used lately. It has two generations: what is used moves to the young one; when
 * that has grown to half of what there may be, it becomes the old one, and what nobody used since the last time is
 * forgotten. So nothing is sorted, and remembering costs next to nothing.
 */

export type GenerationsOptions<Value> = {
  /** How many values there may be, but for those that must be kept. */
  readonly most: number
  /** Values that must not be forgotten now. */
  readonly isKept: (key: string, value: Value) => boolean
}

export class Generations<Value> {
  readonly #options: GenerationsOptions<Value>
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()
  /** How large the young generation may become. */
  #youngMost: number

  constructor(options: GenerationsOptions<Value>) {
    this.#options = options
    this.#youngMost = options.most / 2
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  /** Nothing new has room, because everything must be kept. */
  get isFull(): boolean {
    return this.#young.size >= this.#options.most
  }

  get(key: string): Value | undefined {
    const value = this.#young.get(key)
    if (value !== undefined) return value
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key)
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#youngMost && !this.#young.has(key)) this.#grow()
    this.#old.delete(key)
    this.#young.set(key, value)
  }

  *values(): Generator<Value> {
    yield* this.#old.values()
    yield* this.#young.values()
  }

  /** Changes every value; must give values that are as much to be kept as those before. */
  map(change: (value: Value) => Value): void {
    for (const generation of [this.#old, this.#young])
      for (const [key, value] of generation) generation.set(key, change(value))
  }

  #grow(): void {
    const { most, isKept } = this.#options
    const kept = [...this.#old].filter(([key, value]) => isKept(key, value))
    this.#old = this.#young
    this.#young = new Map(kept)
    // Where much must be kept, it is not looked through again for every few.
    this.#youngMost = Math.min(most, Math.max(most / 2, kept.length * 1.5))
  }
}
