/** Which rule holds for an address: the innermost network, on both families, and for the very next lookup. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from '#tracker/wire/address'
import type { BlockedNetwork } from './network-boundaries.ts'
import { createNetworkRegion, NetworkTable, NetworkTableWriter } from './network-table.ts'

const region = createNetworkRegion()
const writer = new NetworkTableWriter(region)
const table = new NetworkTable(region.handle)

const bytes = new Uint8Array(16)
const words = new Int32Array(bytes.buffer)

function ruleFor(address: string): number {
  const family = parseAddress(address, bytes)
  if (family === 0) throw new Error(`${address} is no address`)
  return table.ruleFor(words, family)
}

function network(text: string, rule: number): BlockedNetwork {
  const [address = '', bits = ''] = text.split('/')
  const family = parseAddress(address, bytes)
  const view = new DataView(bytes.buffer)
  const count = family === 4 ? 1 : 4
  const networkWords = Array.from({ length: count }, (_, at) => view.getUint32(at * 4))
  return { words: networkWords, prefixBits: bits === '' ? count * 32 : Number(bits), rule }
}

const big = (value: readonly number[]): bigint =>
  value.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n)

/** Slow and plain: of the networks that hold the address, the longest prefix, the last of equals. */
function expected(networks: readonly BlockedNetwork[], address: readonly number[]): number {
  let best: BlockedNetwork | undefined
  for (const one of networks) {
    const shift = BigInt(address.length * 32 - one.prefixBits)
    if (big(one.words) >> shift !== big(address) >> shift) continue
    if (best === undefined || one.prefixBits >= best.prefixBits) best = one
  }
  return best?.rule ?? 0
}

describe('a network rule', () => {
  test('holds for its addresses and no others', () => {
    writer.replace(
      [network('10.0.0.0/8', 1), network('192.0.2.7', 2)],
      [network('2001:db8::/32', 3)],
    )
    expect(['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'].map(ruleFor)).toEqual([
      0, 1, 1, 0,
    ])
    expect(['192.0.2.6', '192.0.2.7', '192.0.2.8'].map(ruleFor)).toEqual([0, 2, 0])
    expect(['2001:db7:ffff::', '2001:db8::1', '2001:db9::'].map(ruleFor)).toEqual([0, 3, 0])
  })

  test('gives way to the rule of a network within', () => {
    writer.replace(
      [network('10.2.0.0/16', 2), network('10.0.0.0/8', 1), network('10.2.3.4', 3)],
      [],
    )
    expect(['10.1.0.0', '10.2.0.0', '10.2.3.4', '10.2.3.5', '10.3.0.0'].map(ruleFor)).toEqual([
      1, 2, 3, 2, 1,
    ])
  })

  test('may hold for everybody, and for the last address of all', () => {
    writer.replace([network('0.0.0.0/0', 1), network('255.255.255.255', 2)], [network('::/0', 4)])
    expect(['0.0.0.0', '255.255.255.254', '255.255.255.255', '::', 'ffff::1'].map(ruleFor)).toEqual(
      [1, 1, 2, 4, 4],
    )
  })

  test('is gone with the next list', () => {
    writer.replace([network('10.0.0.0/8', 1)], [])
    writer.replace([], [])
    expect(ruleFor('10.0.0.1')).toBe(0)
  })

  test.each([1, 4] as const)('is the innermost of any list, with %i words', (count) => {
    // Few different words, so that networks lie in each other and addresses in them.
    const word = fc.constantFrom(0, 1, 0x8000_0000, 0xffff_ffff, 0x0a00_0000, 0x0a00_ffff)
    const address = fc.array(word, { minLength: count, maxLength: count })
    const blocked = fc.tuple(address, fc.integer({ min: 0, max: count * 32 }))
    const lists = fc.array(blocked, { maxLength: 20 })
    fc.assert(
      fc.property(lists, fc.array(address, { minLength: 1, maxLength: 10 }), (list, asked) => {
        const networks = list.map(([value, prefixBits], at) => ({
          words: value,
          prefixBits,
          rule: at + 1,
        }))
        writer.replace(count === 1 ? networks : [], count === 4 ? networks : [])
        for (const value of asked) {
          value.forEach((one, at) => new DataView(bytes.buffer).setUint32(at * 4, one))
          expect(table.ruleFor(words, count === 1 ? 4 : 6)).toBe(expected(networks, value))
        }
      }),
    )
  })

  test('is found among a million', () => {
    const many = Array.from({ length: 1_000_000 }, (_, at) => ({
      words: [(at * 4096) >>> 0],
      prefixBits: 24,
      rule: at + 1,
    }))
    writer.replace(many, [])
    expect(ruleFor('0.0.16.0')).toBe(2)
    expect(ruleFor('0.0.17.0')).toBe(0)
    expect(ruleFor('244.35.240.255')).toBe(many.length)
  })
})
