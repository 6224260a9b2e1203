/**
 * Which entries are free. Main alone takes and gives them back.
 *
 * A thread may have found a torrent's entry just before it was removed, and still count in it. So an entry that is
 * given back waits until two flushes are over, which is half a minute at least where a thread needs microseconds:
 *
 *   given back ─▶ cooling ─ flush ─▶ cool ─ flush ─▶ free ─▶ taken
 *
 * Entries that were never used are taken last, because each of them is memory that nobody has touched yet.
 */
import { Header, type TableLayout } from './table-layout.ts'
import type { TableMemory } from './table-memory.ts'

export class EntryPool {
  readonly #words: Int32Array
  readonly #layout: TableLayout
  #free: number[] = []
  #cool: number[] = []
  #cooling: number[] = []

  constructor(memory: TableMemory) {
    this.#words = memory.words
    this.#layout = memory.layout
  }

  /** The number of an entry that nobody uses, or 0. */
  take(): number {
    const free = this.#free.pop()
    if (free !== undefined) return free
    const number = (this.#words[Header.entriesUsed] as number) + 1
    if (number >= this.#layout.entriesMax) return 0
    Atomics.store(this.#words, Header.entriesUsed, number)
    return number
  }

  give(number: number): void {
    this.#cooling.push(number)
  }

  /** A flush is over: what has waited for two may be taken again. */
  advance(): void {
    if (this.#free.length === 0) this.#free = this.#cool
    else for (const number of this.#cool) this.#free.push(number)
    this.#cool = this.#cooling
    this.#cooling = []
  }
}
