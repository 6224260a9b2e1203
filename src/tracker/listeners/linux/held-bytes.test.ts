import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BufferPool, HeldBytes } from './held-bytes.ts'

const slots = 3

function textOf(held: HeldBytes, slot: number): string {
  const bytes = new Uint8Array(4096)
  return Buffer.from(bytes.subarray(0, held.read(slot, bytes, 0, bytes.length))).toString('latin1')
}

describe('a pool', () => {
  test('lends powers of two up to its limit', () => {
    const pool = new BufferPool(8 * 1024)
    const sizes = [1, 1024, 1025, 4096].map((bytes) => pool.take(bytes)?.length)
    expect(sizes).toEqual([1024, 1024, 2048, 4096])
    expect(pool.lentBytes).toBe(8 * 1024)
    expect(pool.take(1)).toBeUndefined()
  })

  test('lends again what it is given back', () => {
    const pool = new BufferPool(4096)
    const buffer = pool.take(4000) ?? new Uint8Array(0)
    pool.give(buffer)
    expect(pool.lentBytes).toBe(0)
    expect(pool.take(3000)).toBe(buffer)
  })
})

describe('held bytes', () => {
  test('are read in their order and given up by their length', () => {
    const held = new HeldBytes(new BufferPool(1 << 20), slots)
    held.append(1, Buffer.from('xhello x'), 1, 7)
    held.append(1, Buffer.from('world'), 0, 5)
    expect(held.length(1)).toBe(11)
    expect(held.length(0)).toBe(0)
    expect(textOf(held, 1)).toBe('hello world')
    held.consume(1, 6)
    expect(textOf(held, 1)).toBe('world')
    held.consume(1, 5)
    expect(held.length(1)).toBe(0)
  })

  test('that find no room change nothing', () => {
    const pool = new BufferPool(2048)
    const held = new HeldBytes(pool, slots)
    expect(held.append(0, Buffer.alloc(1000, 'a'), 0, 1000)).toBe(true)
    expect(held.append(0, Buffer.alloc(1000, 'b'), 0, 1000)).toBe(false)
    expect(textOf(held, 0)).toBe('a'.repeat(1000))
    expect(held.append(1, Buffer.alloc(1024), 0, 1024)).toBe(true)
    expect(held.append(2, Buffer.alloc(1), 0, 1)).toBe(false)
  })

  test('appended, consumed and dropped at random are those of a string, and nothing stays lent', () => {
    const step = fc.record({
      what: fc.constantFrom('append', 'append', 'consume', 'drop'),
      slot: fc.nat(slots - 1),
      length: fc.nat(900),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const pool = new BufferPool(1 << 24)
        const held = new HeldBytes(pool, slots)
        const model = Array.from({ length: slots }, () => '')
        let next = 0
        for (const { what, slot, length } of steps) {
          const text = model[slot] ?? ''
          if (what === 'append' && text.length + length <= 4096) {
            const added = String.fromCharCode(65 + (next++ % 26)).repeat(length)
            held.append(slot, Buffer.from(added), 0, length)
            model[slot] = text + added
          } else if (what === 'consume') {
            held.consume(slot, Math.min(length, text.length))
            model[slot] = text.slice(length)
          } else if (what === 'drop') {
            held.drop(slot)
            model[slot] = ''
          }
          expect(textOf(held, slot)).toBe(model[slot])
        }
        for (let slot = 0; slot < slots; slot++) held.drop(slot)
        expect(pool.lentBytes).toBe(0)
      }),
    )
  })
})
