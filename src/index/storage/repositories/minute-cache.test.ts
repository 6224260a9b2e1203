/** What is remembered, and for how long. */
import { expect, test } from 'vitest'
import { MinuteCache } from './minute-cache.ts'

function newCache(entriesMax = 10) {
  const clock = { now: 1000, nowSeconds: () => clock.now }
  const cache = new MinuteCache<number>({ clock, entriesMax, isDear: (value) => value > 100 })
  const asked: string[] = []
  const get = (key: string, value: number): Promise<number> =>
    cache.get(key, async () => {
      asked.push(key)
      return await Promise.resolve(value)
    })
  return { clock, cache, asked, get }
}

test('what is dear is found out once a minute', async () => {
  const { clock, asked, get } = newCache()
  expect(await get('a', 101)).toBe(101)
  expect(await get('a', 102)).toBe(101)
  clock.now += 59
  expect(await get('a', 103)).toBe(101)
  clock.now += 1
  expect(await get('a', 104)).toBe(104)
  expect(asked).toEqual(['a', 'a'])
})

test('what is cheap is found out anew', async () => {
  const { get } = newCache()
  expect(await get('a', 100)).toBe(100)
  expect(await get('a', 99)).toBe(99)
})

test('those who ask at the same time wait for one answer', async () => {
  const { asked, get } = newCache()
  expect(await Promise.all([get('a', 5), get('a', 6), get('b', 7)])).toEqual([5, 5, 7])
  expect(asked).toEqual(['a', 'b'])
})

test('a failure is told to those who wait, and not remembered', async () => {
  const { cache, get } = newCache()
  const fail = (): Promise<number> =>
    cache.get('a', async () => await Promise.reject(new Error('away')))
  const waiting = [fail(), fail()]
  for (const one of waiting) await expect(one).rejects.toThrow('away')
  expect(await get('a', 101)).toBe(101)
})

test('what was asked for longest ago gives way', async () => {
  const { asked, get } = newCache(2)
  for (const key of ['a', 'b', 'c', 'b', 'a']) await get(key, 101)
  expect(asked).toEqual(['a', 'b', 'c', 'a'])
})
