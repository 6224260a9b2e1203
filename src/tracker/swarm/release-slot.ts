/**
 * What a thread that has ended for good leaves in its slot, free blocks and room under the ceilings, is everybody's
 * again. A thread that takes its place goes on with it anyway; this is for those whose place stays empty.
 */
import { Free } from './block-pool.ts'
import { blockClassCount, freeListWords, Header, Slot, slotWords } from './layout.ts'
import type { SwarmParts } from './swarm-parts.ts'

/** The thread of `slot` must have ended. */
export function releaseSlot({ memory, pool }: SwarmParts, slot: number): void {
  const { words, layout } = memory
  const slotAt = layout.slotsAt + slot * slotWords
  for (let blockClass = 0; blockClass < blockClassCount; blockClass++) {
    const list = slotAt + Slot.freeLists + blockClass * freeListWords
    for (const part of [Free.head, Free.spare]) {
      const unit = words[list + part] as number
      words[list + part] = 0
      if (unit !== 0) pool.leave(unit, blockClass)
    }
    const run = words[list + Free.runUnit] as number
    const end = words[list + Free.runEndUnit] as number
    words.fill(0, list, list + freeListWords)
    const first = chain(words, run, end, blockClass)
    if (first !== 0) pool.leave(first, blockClass)
  }
  Atomics.add(words, Header.peersLeft, Atomics.exchange(words, slotAt + Slot.peersLeft, 0))
  Atomics.add(words, Header.torrentsLeft, Atomics.exchange(words, slotAt + Slot.torrentsLeft, 0))
}

/** The blocks of what is left of a run, hanging together; 0 where there are none. */
function chain(words: Int32Array, run: number, end: number, blockClass: number): number {
  const units = 1 << blockClass
  let first = 0
  for (let unit = run; unit < end; unit += units) {
    words[unit << 2] = first
    first = unit
  }
  return first
}
