import { describe, expect, test } from 'vitest'
import { AssertionError } from '#base/assert'
import { lock, unlock } from './lock.ts'

/** Three words of which the second is the lock. */
function newWords(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(12))
}

describe('a lock', () => {
  test('names its holder while it is taken, and touches no other word', () => {
    const words = newWords()
    lock(words, 1, 0)
    expect([...words]).toEqual([0, 1, 0])
    unlock(words, 1)
    lock(words, 1, 63)
    expect([...words]).toEqual([0, 64, 0])
    unlock(words, 1)
    expect([...words]).toEqual([0, 0, 0])
  })

  test('that is never given back is waited for with a bound, and its holder is named', () => {
    const words = newWords()
    lock(words, 1, 5)
    const failure = new AssertionError('lock 1 is free within seconds; slot 5 holds it')
    expect(() => lock(words, 1, 6, 1000)).toThrow(failure)
    expect([...words]).toEqual([0, 6, 0])
  })
})
