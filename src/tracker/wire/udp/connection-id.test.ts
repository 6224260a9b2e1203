import { describe, expect, test } from 'vitest'
import { ConnectionIds } from './connection-id.ts'

const key0 = 0x3c6ef372
const key1 = -0x5ab00ac6
const ids = new ConnectionIds(key0, key1)

/** The beginning of a window. */
const begin = 120 * 14_958_333

const alice = new Int32Array(Uint8Array.of(10, 99, 0, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).buffer)
const bob = new Int32Array(Uint8Array.of(10, 99, 0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).buffer)

function issued(address: Int32Array, family: 4 | 6, at: number): [high: number, low: number] {
  ids.issue(address, family, at)
  return [ids.high, ids.low]
}

/** Whether an id issued to alice at one time is good at another. */
function goodAfter(issuedAt: number, usedAt: number): boolean {
  const [high, low] = issued(alice, 4, issuedAt)
  return ids.verify(alice, 4, usedAt, high, low)
}

describe('an id', () => {
  test('issued at the beginning of a window is good for 239 seconds and no longer', () => {
    for (const age of [0, 1, 60, 119, 120, 121, 239]) {
      expect(goodAfter(begin, begin + age)).toBe(true)
    }
    for (const age of [240, 241, 359, 360, 3600]) {
      expect(goodAfter(begin, begin + age)).toBe(false)
    }
  })

  test('issued at the end of a window is good for two minutes all the same', () => {
    expect(goodAfter(begin + 119, begin + 119 + 120)).toBe(true)
    expect(goodAfter(begin + 119, begin + 119 + 121)).toBe(false)
  })

  test('from the future is not good', () => {
    expect(goodAfter(begin + 120, begin + 119)).toBe(false)
  })

  test('is not good again when the number of its window comes round', () => {
    expect(goodAfter(begin, begin + 256 * 120)).toBe(false)
    expect(goodAfter(begin, begin + 257 * 120)).toBe(false)
  })

  test('is bound to its address', () => {
    const [high, low] = issued(alice, 4, begin)
    expect(ids.verify(bob, 4, begin, high, low)).toBe(false)
  })

  test('may be the same for several connects of one address', () => {
    expect(issued(alice, 4, begin)).toEqual(issued(alice, 4, begin + 119))
  })

  test('of another address, time or key differs in its hash', () => {
    const [high] = issued(alice, 4, begin)
    expect(issued(bob, 4, begin)[0]).not.toBe(high)
    expect(issued(alice, 4, begin + 120)[0]).not.toBe(high)
    const others = [new ConnectionIds(key0 ^ 1, key1), new ConnectionIds(key0, key1 ^ 1)]
    for (const other of others) {
      other.issue(alice, 4, begin)
      expect(other.high).not.toBe(high)
    }
  })

  test('is good for every thread that has the same key, after a restart too', () => {
    const [high, low] = issued(alice, 4, begin)
    expect(new ConnectionIds(key0, key1).verify(alice, 4, begin + 60, high, low)).toBe(true)
    expect(new ConnectionIds(key0, key1 + 1).verify(alice, 4, begin + 60, high, low)).toBe(false)
  })

  test('is never 0, not even half of one that names its window', () => {
    for (let second = 0; second < 120 * 600; second += 120) {
      const [, low] = issued(alice, 4, second)
      expect(low & 0x100).toBe(0x100)
      expect(low & 0xff).toBe((second / 120) & 0xff)
    }
    expect(ids.verify(alice, 4, begin, 0, 0)).toBe(false)
  })

  test('with any bit changed is not good', () => {
    const [high, low] = issued(alice, 4, begin)
    for (let bit = 0; bit < 32; bit++) {
      expect(ids.verify(alice, 4, begin, high ^ (1 << bit), low)).toBe(false)
      expect(ids.verify(alice, 4, begin, high, low ^ (1 << bit))).toBe(false)
    }
  })
})

describe('an address', () => {
  test('of IPv4 counts with its 4 bytes only', () => {
    const [high, low] = issued(alice, 4, begin)
    const stale = Int32Array.from(alice)
    stale.fill(-1, 1)
    expect(ids.verify(stale, 4, begin, high, low)).toBe(true)
  })

  test('of IPv6 counts with all 16', () => {
    const [high, low] = issued(alice, 6, begin)
    for (let index = 0; index < 16; index++) {
      const other = Int32Array.from(alice)
      other[index >> 2] = (other[index >> 2] as number) ^ (0x80 << ((index & 3) * 8))
      expect(ids.verify(other, 6, begin, high, low)).toBe(false)
    }
  })

  test('of one family does not pass for the other', () => {
    const zeros = new Int32Array(4)
    const [high, low] = issued(zeros, 4, begin)
    expect(ids.verify(zeros, 6, begin, high, low)).toBe(false)
  })
})
