import { describe, expect, test } from 'vitest'
import { LimitKind } from './limit-kind.ts'
import { NetworkBuckets } from './network-buckets.ts'

const size = { perSecond: 10, burst: 100 }

/** Buckets with room for two networks. */
function newBuckets(): NetworkBuckets {
  const buckets = new NetworkBuckets(2, 1, 2)
  buckets.configure([size, size, size, size])
  return buckets
}

/** How many of `count` requests of a network are admitted. */
function admitted(buckets: NetworkBuckets, network: number, count: number, second = 0): number {
  let sum = 0
  for (let one = 0; one < count; one++)
    if (buckets.take(network, 0, 4, LimitKind.announce, second)) sum++
  return sum
}

describe('buckets of networks', () => {
  test('networks that spend keep their places, however many others come', () => {
    const buckets = newBuckets()
    admitted(buckets, 1, 500)
    admitted(buckets, 2, 500)
    expect(admitted(buckets, 1, 10) + admitted(buckets, 2, 10)).toBe(0)
    for (let other = 3; other < 5000; other++) expect(admitted(buckets, other, 1)).toBe(1)
    expect(admitted(buckets, 1, 10) + admitted(buckets, 2, 10)).toBe(0)
  })

  test('the fuller of two gives its place to another', () => {
    const buckets = newBuckets()
    admitted(buckets, 1, 500)
    admitted(buckets, 2, 30)
    expect(admitted(buckets, 3, 500)).toBeLessThan(120)
    expect(admitted(buckets, 1, 10)).toBe(0)
  })

  test('a network that has been quiet for as long as filling takes has a full bucket', () => {
    const buckets = newBuckets()
    admitted(buckets, 1, 500)
    expect(admitted(buckets, 1, 500, 4)).toBe(40)
    expect(admitted(buckets, 1, 500, 1000)).toBe(100)
  })

  test('families are different networks', () => {
    const buckets = newBuckets()
    admitted(buckets, 1, 500)
    expect(buckets.take(1, 0, 6, LimitKind.announce, 0)).toBe(true)
    expect(buckets.take(1, 0, 4, LimitKind.announce, 0)).toBe(false)
  })
})
