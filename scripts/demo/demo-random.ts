/** Chance for the demo, from a seed: every run makes the same torrents and swarms. */
import { Prng } from '#base/prng'

export class DemoRandom {
  readonly #prng: Prng

  constructor(seed: number) {
    this.#prng = new Prng(seed, 0x77616767, 0x6c65)
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return this.#prng.below(count)
  }

  between(first: number, last: number): number {
    return first + this.below(last - first + 1)
  }

  pick<T>(items: readonly T[]): T {
    const found = items[this.below(items.length)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }

  isOneIn(count: number): boolean {
    return this.below(count) === 0
  }

  /** 0 to 1. */
  fraction(): number {
    return this.below(1 << 20) / (1 << 20)
  }

  /** Around 1, mostly from a third to three: sizes of things are spread so, many small and few large. */
  factor(): number {
    const bell = this.fraction() + this.fraction() + this.fraction() + this.fraction() - 2
    return 9 ** bell
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)))
  }
}
