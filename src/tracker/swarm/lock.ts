/**
 * A lock that is one word of shared memory: 0 when free, else the holder's slot plus one, so that the
 * supervisor can tell which locks a dead thread left behind (design, section 4).
 *
 * Critical sections last a microsecond or a few, so a waiter spins first and gives up the CPU only then.
 * Nobody waits without a bound: a lock that stays taken for seconds belongs to a thread that hangs, and
 * the waiter says so by an assertion rather than hanging too.
 *
 * Main never waits so long: a lock that it cannot have now may be a dead thread's, which only main takes over, once it
 * hears of the death. It tries for a moment (`tryLock`), and does without or comes again.
 */
import { assert } from '#base/assert'
import { relax } from '#base/relax'

const spins = 4000
/** A yield takes a fifth of a microsecond when nobody else wants the CPU, a time slice else: seconds at least. */
const yieldsMax = 50_000_000
/** About a millisecond where nobody else wants the CPU: longer than any announce takes whose thread is running. */
const triesMax = 4000

/** Takes the lock at word `at` for `slot`. Throws AssertionError when it cannot be had; tests wait for less. */
export function lock(words: Int32Array, at: number, slot: number, most = yieldsMax): void {
  if (Atomics.compareExchange(words, at, 0, slot + 1) !== 0) waitForLock(words, at, slot, most)
}

/** Takes the lock at word `at` for `slot`, if it can be had within a moment. */
export function tryLock(words: Int32Array, at: number, slot: number): boolean {
  for (let round = 0; round < triesMax; round++) {
    if (Atomics.compareExchange(words, at, 0, slot + 1) === 0) return true
    relax()
  }
  return false
}

/** Gives the lock back. Atomics.store, on every platform: what was written before is seen before. */
export function unlock(words: Int32Array, at: number): void {
  Atomics.store(words, at, 0)
}

function waitForLock(words: Int32Array, at: number, slot: number, yields: number): void {
  for (let round = 0; round < spins; round++) {
    if (Atomics.load(words, at) === 0 && Atomics.compareExchange(words, at, 0, slot + 1) === 0)
      return
  }
  for (let round = 0; round < yields; round++) {
    relax()
    if (Atomics.compareExchange(words, at, 0, slot + 1) === 0) return
  }
  assert(false, `lock ${at} is free within seconds; slot ${Atomics.load(words, at) - 1} holds it`)
}
