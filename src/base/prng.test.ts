import { describe, expect, test } from 'vitest'
import { Prng } from './prng.ts'

function draw(prng: Prng, count: number): number[] {
  return Array.from({ length: count }, () => prng.next())
}

describe('Prng', () => {
  test('draws the same numbers from the same seed', () => {
    expect(draw(new Prng(1, 2, 3), 100)).toEqual(draw(new Prng(1, 2, 3), 100))
  })

  test('is sfc32, as another implementation has it', () => {
    expect(draw(new Prng(1, 2, 3), 3)).toEqual([-307_845_537, 92_551_270, 1_122_162_139])
  })

  test('draws others when any word of the seed differs', () => {
    const seeds = [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
    const drawn = seeds.map(([one, two, three]) => draw(new Prng(one, two, three), 4).join())
    expect(new Set(drawn).size).toBe(seeds.length)
  })

  test('draws words of 32 bits, each bit set half of the time', () => {
    const words = draw(new Prng(4, 5, 6), 20_000)
    expect(words.every((word) => word === (word | 0))).toBe(true)
    for (let bit = 0; bit < 32; bit++) {
      const set = words.filter((word) => ((word >>> bit) & 1) === 1).length
      expect(Math.abs(set - 10_000), `bit ${bit}`).toBeLessThan(300)
    }
  })

  test.for([1, 2, 3, 7, 200, 1000])('draws evenly below %i', (count) => {
    const prng = new Prng(7, 8, 9)
    const seen = new Map<number, number>()
    for (let round = 0; round < count * 1000; round++) {
      const number = prng.below(count)
      seen.set(number, (seen.get(number) ?? 0) + 1)
    }
    expect([...seen.keys()].toSorted((one, other) => one - other)).toEqual([
      ...Array.from({ length: count }).keys(),
    ])
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(200)
  })

  test('draws below its largest count without leaving it', () => {
    const prng = new Prng(1, 1, 1)
    const largest = 2 ** 21
    for (let round = 0; round < 10_000; round++) {
      const number = prng.below(largest)
      expect(number >= 0 && number < largest && Number.isInteger(number)).toBe(true)
    }
  })
})
