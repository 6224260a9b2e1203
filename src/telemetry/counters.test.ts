import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { createCounters, openCounters } from './counters.ts'

describe('counters', () => {
  test('sum over the slots, each of which has its own row', () => {
    const buffer = createCounters(3, 9)
    const [main, first, second] = [0, 1, 2].map((slot) => openCounters(buffer, slot))
    first?.add(0)
    first?.add(8, 5)
    second?.add(8, 2)
    if (second) second.row[8] = (second.row[8] ?? 0) + 1
    expect(main?.total(0)).toBe(1)
    expect(main?.total(8)).toBe(8)
    expect(main?.total(7)).toBe(0)
    expect(main?.row[8]).toBe(0)
  })

  test('a slot goes on where its last holder stopped', () => {
    const buffer = createCounters(1, 1)
    openCounters(buffer, 0).add(0, 7)
    const successor = openCounters(buffer, 0)
    successor.add(0)
    expect(successor.total(0)).toBe(8)
    successor.set(0, 0)
    expect(successor.total(0)).toBe(0)
  })

  test('no two slots share a cache line, and none the header', () => {
    for (const columns of [1, 8, 9]) {
      const buffer = createCounters(2, columns)
      const [a, b] = [openCounters(buffer, 0).row, openCounters(buffer, 1).row]
      expect(a.byteOffset % 64).toBe(0)
      expect(b.byteOffset % 64).toBe(0)
      expect(a.byteOffset).toBeGreaterThanOrEqual(64)
      expect(b.byteOffset).toBeGreaterThanOrEqual(a.byteOffset + a.byteLength)
    }
  })

  test('go on past 32 bits', () => {
    const counters = openCounters(createCounters(1, 1), 0)
    counters.add(0, 2 ** 40)
    counters.add(0)
    expect(counters.total(0)).toBe(2 ** 40 + 1)
  })

  test('refuse a slot or a column that is not there', () => {
    const buffer = createCounters(2, 3)
    for (const slot of [-1, 2, 0.5]) expect(() => openCounters(buffer, slot)).toThrow('slot')
    for (const column of [-1, 3]) {
      expect(() => openCounters(buffer, 0).total(column)).toThrow('there is no counter')
    }
  })

  test('another thread adds to its row and loses nothing', async () => {
    const buffer = createCounters(2, 2)
    const module = JSON.stringify(new URL('counters.ts', import.meta.url).href)
    const source = `
      const { workerData } = require('node:worker_threads')
      import(${module}).then(({ openCounters }) => {
        const counters = openCounters(workerData, 1)
        for (let i = 0; i < 100000; i++) counters.add(1)
      })`
    const worker = new Worker(source, { eval: true, workerData: buffer })
    const main = openCounters(buffer, 0)
    for (let index = 0; index < 1000; index++) main.add(1)
    await once(worker, 'exit')
    expect(main.total(1)).toBe(101_000)
  })
})
