import { describe, expect, test } from 'vitest'
import { AssertionError } from '#base/assert'
import { createRegion } from '#base/region'
import { BlockPool } from './block-pool.ts'
import { blockClassCount, planLayout } from './layout.ts'
import { SwarmMemory } from './swarm-memory.ts'

/** A small pool of about 20 MiB, and how each thread sees it. */
function newPool(): { memory: SwarmMemory; poolOf: (slot: number) => BlockPool } {
  const layout = planLayout(1, 1)
  const memory = new SwarmMemory(createRegion(layout.bytes), layout)
  memory.format()
  return { memory, poolOf: (slot) => new BlockPool(memory, slot) }
}

/** Allocates blocks of a class until there are none. */
function allocateAll(pool: BlockPool, blockClass: number): number[] {
  const units: number[] = []
  for (let unit = pool.allocate(blockClass); unit !== 0; unit = pool.allocate(blockClass))
    units.push(unit)
  return units
}

/** What two of the blocks share, or what does not lie in the pool, in words. */
function faultOf(memory: SwarmMemory, blocks: readonly (readonly [number, number])[]): string {
  const { poolUnit, bytes } = memory.layout
  let end = poolUnit
  for (const [unit, blockClass] of blocks.toSorted(([one], [other]) => one - other)) {
    if (unit < end) return `unit ${unit} overlaps what ends at ${end}`
    if (unit % (1 << blockClass) !== 0) return `unit ${unit} is not aligned to class ${blockClass}`
    end = unit + (1 << blockClass)
  }
  return end > bytes / 16 ? 'a block ends outside the region' : ''
}

describe('the block pool', () => {
  test('gives blocks of every class, aligned, in the pool, each to one taker', () => {
    const { memory, poolOf } = newPool()
    const pools = [poolOf(0), poolOf(1), poolOf(63)]
    const blocks: [number, number][] = []
    for (let round = 0; round < 300; round++)
      for (const pool of pools) {
        const blockClass = round % 13
        blocks.push([pool.allocate(blockClass), blockClass])
      }
    expect(blocks.every(([unit]) => unit !== 0)).toBe(true)
    expect(faultOf(memory, blocks)).toBe('')
  })

  test('gives a freed block to the next taker of its class', () => {
    const pool = newPool().poolOf(0)
    const unit = pool.allocate(3)
    pool.allocate(3)
    pool.free(unit, 3)
    expect(pool.allocate(2)).not.toBe(unit)
    expect(pool.allocate(3)).toBe(unit)
  })

  test('leaves what a block held to who takes it', () => {
    const { memory, poolOf } = newPool()
    const pool = poolOf(0)
    const unit = pool.allocate(2)
    memory.words.fill(7, unit << 2, (unit << 2) + 16)
    pool.allocate(2)
    expect([...memory.words.subarray(unit << 2, (unit << 2) + 16)]).toEqual(Array(16).fill(7))
  })

  test('is used up at its end, and whole again when all is freed', () => {
    const { memory, poolOf } = newPool()
    const pool = poolOf(0)
    const blockClass = 12
    const first = allocateAll(pool, blockClass)
    expect(first.length).toBeGreaterThan(200)
    expect(pool.allocate(blockClass)).toBe(0)
    expect(
      faultOf(
        memory,
        first.map((unit) => [unit, blockClass] as const),
      ),
    ).toBe('')
    for (const unit of first) pool.free(unit, blockClass)
    expect(new Set(allocateAll(pool, blockClass))).toEqual(new Set(first))
  })

  test('what one thread frees feeds another, but for two magazines', () => {
    const { poolOf } = newPool()
    const [frees, takes] = [poolOf(0), poolOf(1)]
    const all = allocateAll(frees, 8)
    expect(takes.allocate(8)).toBe(0)
    for (const unit of all) frees.free(unit, 8)
    const taken = allocateAll(takes, 8)
    expect(taken.length).toBeGreaterThanOrEqual(all.length - 2 * 64)
    expect(new Set(taken).size).toBe(taken.length)
    expect(taken.every((unit) => all.includes(unit))).toBe(true)
  })

  test('what a thread left is taken over with its slot', () => {
    const { poolOf } = newPool()
    const before = poolOf(4)
    const unit = before.allocate(5)
    before.free(unit, 5)
    expect(poolOf(4).allocate(5)).toBe(unit)
  })

  test('splits larger blocks once it is used up', () => {
    const { memory, poolOf } = newPool()
    const pool = poolOf(0)
    const large = allocateAll(pool, 12)
    for (const unit of large.slice(0, 3)) pool.free(unit, 12)
    const kept = large.slice(3).map((unit) => [unit, 12] as const)
    const small = allocateAll(pool, 2).map((unit) => [unit, 2] as const)
    expect(small.length).toBe((3 * (1 << 12)) / (1 << 2))
    expect(faultOf(memory, [...kept, ...small])).toBe('')
  })

  test('has no block larger than its largest class', () => {
    const pool = newPool().poolOf(0)
    allocateAll(pool, 12)
    expect(pool.allocate(blockClassCount - 1)).toBe(0)
  })

  test('takes no block back that is none', () => {
    const pool = newPool().poolOf(0)
    expect(() => pool.free(0, 2)).toThrow(AssertionError)
  })
})
