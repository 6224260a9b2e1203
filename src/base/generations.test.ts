import { expect, test } from 'vitest'
import { Generations } from './generations.ts'

function filled(kept: (value: number) => boolean): Generations<number> {
  const generations = new Generations<number>({ most: 10, isKept: (_, value) => kept(value) })
  for (let value = 0; value < 30; value++) {
    generations.set(`${value}`, value)
    generations.get('0')
  }
  return generations
}

test('what is used lately is kept, and what is not is forgotten', () => {
  const generations = filled(() => false)
  expect(generations.size).toBeLessThanOrEqual(10)
  expect([generations.get('0'), generations.get('29'), generations.get('5')]).toEqual([
    0,
    29,
    undefined,
  ])
})

test('there is room for something new however much of what is old is used', () => {
  const generations = filled(() => false)
  for (let round = 0; round < 100; round++) {
    for (let value = 0; value < 30; value++) generations.get(`${value}`)
    generations.set(`new ${round}`, round)
    expect(generations.isFull).toBe(false)
    expect(generations.size).toBeLessThanOrEqual(10)
  }
})

test('what must be kept is, until nothing new has room', () => {
  const generations = filled((value) => value < 8)
  for (let value = 0; value < 8; value++) expect(generations.has(`${value}`)).toBe(true)
  expect(generations.isFull).toBe(false)
  const full = filled(() => true)
  expect(full.isFull).toBe(true)
  expect([...full.values()]).toHaveLength(30)
})

test('all values are changed at once', () => {
  const generations = filled(() => false)
  generations.map((value) => value + 100)
  expect([generations.get('0'), generations.get('29')]).toEqual([100, 129])
})
