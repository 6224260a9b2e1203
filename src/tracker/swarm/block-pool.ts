/**
 * Where the blocks of the swarm store come from: sizes of 16 bytes times a power of two, each aligned to
 * its size, so that a small list or a record never straddles a cache line it need not touch.
 *
 *   free list of my slot ─► full magazines of all ─► my run ─► a new run of the pool ─► a larger free block
 *
 * A thread takes and gives from its own free lists without any lock. When it has more than two magazines of
 * spare blocks of a class it leaves one to the others (Bonwick's magazines), so that a thread which mostly
 * frees (expiry) feeds one which mostly allocates. A free block's first word names the next one; the first
 * block of a full magazine names the next magazine in its second word.
 *
 * Runs are 64 KiB cut lazily: memory is first touched when it is first used. Blocks are split when the pool
 * is used up, never joined: a store that is at its ceiling serves the sizes it has.
 */
import { assert } from '#base/assert'
import { blockClassCount, freeListWords, Header, Slot, slotWords } from './layout.ts'
import { lock, unlock } from './lock.ts'
import type { SwarmMemory } from './swarm-memory.ts'

/** Words of a free list. The count says when it is full, and may be wrong after its thread died. */
export const Free = { head: 0, count: 1, spare: 2, runUnit: 3, runEndUnit: 4 } as const

const magazineBlocks = 64
const runClass = 12
const runUnits = 1 << runClass

export class BlockPool {
  readonly #words: Int32Array
  readonly #slot: number
  readonly #freeListsAt: number
  /** The word in which this slot's thread notes that it moves peers (`Slot.isMoving`). */
  readonly movingAt: number

  constructor(memory: SwarmMemory, slot: number) {
    this.#words = memory.words
    this.#slot = slot
    this.movingAt = memory.layout.slotsAt + slot * slotWords + Slot.isMoving
    this.#freeListsAt = memory.layout.slotsAt + slot * slotWords + Slot.freeLists
  }

  /** The unit of a block of 16 << `blockClass` bytes with whatever it held before, or 0 when the pool is used up. */
  allocate(blockClass: number): number {
    const words = this.#words
    const list = this.#freeListsAt + blockClass * freeListWords
    const head = words[list + Free.head] as number
    if (head === 0) return this.#refill(list, blockClass)
    words[list + Free.head] = words[head << 2] as number
    words[list + Free.count] = (words[list + Free.count] as number) - 1
    return head
  }

  /** Gives a block back. */
  free(unit: number, blockClass: number): void {
    assert(unit !== 0, 'a freed block has a unit')
    const words = this.#words
    const list = this.#freeListsAt + blockClass * freeListWords
    if ((words[list + Free.count] as number) >= magazineBlocks) this.#setAside(list, blockClass)
    words[unit << 2] = words[list + Free.head] as number
    words[list + Free.head] = unit
    words[list + Free.count] = (words[list + Free.count] as number) + 1
  }

  #refill(list: number, blockClass: number): number {
    const words = this.#words
    const magazine = (words[list + Free.spare] as number) || this.#takeMagazine(blockClass)
    if (magazine === 0) return this.#cut(list, blockClass) || this.#split(blockClass)
    words[list + Free.spare] = 0
    words[list + Free.head] = words[magazine << 2] as number
    words[list + Free.count] = magazineBlocks - 1
    return magazine
  }

  /**
   * The full free list becomes the spare magazine, the spare one is left to all. Nothing is ever in two places: whoever dies
   * in between loses blocks, which `reclaim` finds, and gives none away twice.
   */
  #setAside(list: number, blockClass: number): void {
    const words = this.#words
    const spare = words[list + Free.spare] as number
    const head = words[list + Free.head] as number
    words[list + Free.head] = 0
    words[list + Free.count] = 0
    words[list + Free.spare] = head
    if (spare !== 0) this.leave(spare, blockClass)
  }

  /**
   * Leaves the free blocks that hang together behind `unit` to all; usually a magazine of them. It waits for no lock: main
   * does it too, for threads that are gone.
   */
  leave(unit: number, blockClass: number): void {
    const words = this.#words
    const at = Header.magazines + blockClass
    let first: number
    do {
      first = Atomics.load(words, at)
      words[(unit << 2) + 1] = first
    } while (Atomics.compareExchange(words, at, first, unit) !== first)
  }

  #takeMagazine(blockClass: number): number {
    const words = this.#words
    const at = Header.magazines + blockClass
    if (Atomics.load(words, at) === 0) return 0
    // One at a time takes, so that none that was first is taken and left again meanwhile; others may leave some before it.
    lock(words, Header.poolLock, this.#slot)
    let unit = Atomics.load(words, at)
    while (unit !== 0) {
      const found = Atomics.compareExchange(words, at, unit, words[(unit << 2) + 1] as number)
      if (found === unit) break
      unit = found
    }
    unlock(words, Header.poolLock)
    return unit
  }

  /** The next block of this slot's run, or of a new run. */
  #cut(list: number, blockClass: number): number {
    const words = this.#words
    const units = 1 << blockClass
    let unit = words[list + Free.runUnit] as number
    let end = words[list + Free.runEndUnit] as number
    if (unit >= end) {
      const size = Math.max(units, runUnits)
      unit = this.#takeRun(size)
      if (unit === 0) return 0
      end = unit + size
      // Until both words are of the new run, there is none.
      words[list + Free.runEndUnit] = 0
    }
    words[list + Free.runUnit] = unit + units
    words[list + Free.runEndUnit] = end
    return unit
  }

  #takeRun(units: number): number {
    const words = this.#words
    const end = words[Header.poolEndUnit] as number
    for (;;) {
      const unit = Atomics.load(words, Header.poolNextUnit)
      if (unit + units > end) return 0
      if (Atomics.compareExchange(words, Header.poolNextUnit, unit, unit + units) === unit)
        return unit
    }
  }

  /** Half of a free block of the next larger class; the other half stays free. */
  #split(blockClass: number): number {
    if (blockClass + 1 >= blockClassCount) return 0
    const unit = this.allocate(blockClass + 1)
    if (unit !== 0) this.free(unit + (1 << blockClass), blockClass)
    return unit
  }
}
