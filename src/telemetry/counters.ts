/**
 * Counters in shared memory: one row per slot (a thread), one column per counter.
 *
 *   header   │ slots, columns                          (64 bytes)
 *   slot 0   │ c0 c1 c2 … padded to 64 bytes
 *   slot 1   │ c0 c1 c2 …
 *
 * A row is written by the thread that holds its slot and by nobody else, so adding is a plain `+=`
 * without atomics, and no two threads write the same cache line. Main reads every row and sums; it
 * may read a value one addition old, which for a counter is as good. The values are doubles (exact
 * up to 2^53, and aligned, which no machine that Node runs on tears), so totals do not wrap. A
 * thread that takes over a slot goes on where its predecessor stopped: a total never falls.
 */
import { assert } from '#base/assert'

const valuesPerLine = 64 / Float64Array.BYTES_PER_ELEMENT
const headerValues = valuesPerLine

/** Zeroed counters for `slots` threads; post the buffer to each. */
export function createCounters(slots: number, columns: number): SharedArrayBuffer {
  assert(Number.isInteger(slots) && slots > 0, 'counters need at least one slot')
  assert(Number.isInteger(columns) && columns > 0, 'counters need at least one column')
  const values = headerValues + slots * rowValuesOf(columns)
  const buffer = new SharedArrayBuffer(values * Float64Array.BYTES_PER_ELEMENT)
  new Float64Array(buffer).set([slots, columns])
  return buffer
}

/** The view of the thread that holds `slot`. */
export function openCounters(buffer: SharedArrayBuffer, slot: number): Counters {
  return new Counters(buffer, slot)
}

export class Counters {
  /** The row of this slot, for loops that add without a call: `row[index] += n`. */
  readonly row: Float64Array
  readonly #all: Float64Array
  readonly #slots: number
  readonly #columns: number

  constructor(buffer: SharedArrayBuffer, slot: number) {
    this.#all = new Float64Array(buffer)
    const [slots = 0, columns = 0] = this.#all
    assert(Number.isInteger(slot) && slot >= 0 && slot < slots, `there is no counter slot ${slot}`)
    this.#slots = slots
    this.#columns = columns
    const start = headerValues + slot * rowValuesOf(columns)
    this.row = this.#all.subarray(start, start + columns)
  }

  /**
   * Adds `n` to a counter of this slot. A gauge that several threads share may take a negative one.
   */
  add(index: number, n = 1): void {
    this.row[index] = (this.row[index] ?? 0) + n
  }

  /** Sets a gauge of this slot, such as after taking over from a thread that ended. */
  set(index: number, value: number): void {
    this.row[index] = value
  }

  /** What one slot has counted. */
  ofSlot(slot: number, index: number): number {
    assert(slot >= 0 && slot < this.#slots, `there is no counter slot ${slot}`)
    return this.#all[headerValues + slot * rowValuesOf(this.#columns) + index] ?? 0
  }

  /** The sum of one counter over all slots. */
  total(index: number): number {
    assert(index >= 0 && index < this.#columns, `there is no counter ${index}`)
    const rowValues = rowValuesOf(this.#columns)
    let sum = 0
    for (let slot = 0; slot < this.#slots; slot++) {
      sum += this.#all[headerValues + slot * rowValues + index] ?? 0
    }
    return sum
  }
}

/** Values of a row with its padding: whole cache lines, so that rows share none. */
function rowValuesOf(columns: number): number {
  return Math.ceil(columns / valuesPerLine) * valuesPerLine
}
