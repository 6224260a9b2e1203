/** Which rule holds for a key: the innermost prefix, whatever the key's length, and for the very next lookup. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PrefixList } from '#base/prefix-list'
import { parseAddress } from '#tracker/wire/address'
import { PrefixTable, PrefixTableWriter, planPrefixTable } from './prefix-table.ts'

type Rule = readonly [words: readonly number[], prefixBits: number, rule: number]

const prefixesMax = 1_000_000

/** A table of its own with room for so many rules. */
class TableUnderTest {
  readonly #wordCount: number
  readonly #writer: PrefixTableWriter
  readonly #table: PrefixTable
  readonly #key = new DataView(new ArrayBuffer(20))
  readonly #keyWords = new Int32Array(this.#key.buffer)

  constructor(wordCount: number, room: number) {
    const place = planPrefixTable(wordCount, room, 0, 1)
    const buffer = new SharedArrayBuffer((place.at + 2 * place.halfWords) * 4)
    this.#wordCount = wordCount
    this.#writer = new PrefixTableWriter(buffer, place)
    this.#table = new PrefixTable(buffer, place)
  }

  replace(...rules: readonly Rule[]): void {
    const list = new PrefixList(this.#wordCount)
    for (const [words, prefixBits, rule] of rules) list.add(words, prefixBits, rule)
    this.replaceAll(list)
  }

  replaceAll(list: PrefixList): void {
    this.#writer.replace(list)
  }

  ruleFor(words: readonly number[]): number {
    for (const [at, word] of words.entries()) this.#key.setUint32(at * 4, word)
    return this.#table.ruleFor(this.#keyWords)
  }
}

const table4 = new TableUnderTest(1, prefixesMax)
const table6 = new TableUnderTest(4, 100)
const table20 = new TableUnderTest(5, 100)

function wordsOf(address: string): number[] {
  const bytes = new Uint8Array(16)
  const family = parseAddress(address, bytes)
  if (family === 0) throw new Error(`${address} is no address`)
  const view = new DataView(bytes.buffer)
  return Array.from({ length: family === 4 ? 1 : 4 }, (_, at) => view.getUint32(at * 4))
}

function network(text: string, rule: number): Rule {
  const [address = '', bits] = text.split('/')
  const words = wordsOf(address)
  return [words, Number(bits ?? words.length * 32), rule]
}

const rule4 = (address: string): number => table4.ruleFor(wordsOf(address))
const rule6 = (address: string): number => table6.ruleFor(wordsOf(address))

const big = (value: readonly number[]): bigint =>
  value.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n)

/** Slow and plain: of the prefixes that the key begins with the longest, of equals the last. */
function expected(rules: readonly Rule[], key: readonly number[]): number {
  let bestBits = -1
  let best = 0
  for (const [words, prefixBits, rule] of rules) {
    const shift = BigInt(key.length * 32 - prefixBits)
    if (big(words) >> shift !== big(key) >> shift || prefixBits < bestBits) continue
    bestBits = prefixBits
    best = rule
  }
  return best
}

describe('a rule', () => {
  test('holds for the keys of its prefix and no others', () => {
    table4.replace(network('10.0.0.0/8', 1), network('192.0.2.7', 2))
    table6.replace(network('2001:db8::/32', 3))
    expect(['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'].map(rule4)).toEqual([
      0, 1, 1, 0,
    ])
    expect(['192.0.2.6', '192.0.2.7', '192.0.2.8'].map(rule4)).toEqual([0, 2, 0])
    expect(['2001:db7:ffff::', '2001:db8::1', '2001:db9::'].map(rule6)).toEqual([0, 3, 0])
  })

  test('gives way to the rule of a longer prefix', () => {
    table4.replace(
      network('10.2.0.0/16', 2),
      network('10.0.0.0/8', 1),
      network('10.0.0.0/16', 4),
      network('10.2.3.4', 3),
    )
    const asked = ['10.0.0.0', '10.1.0.0', '10.2.0.0', '10.2.3.4', '10.2.3.5', '10.3.0.0']
    expect(asked.map(rule4)).toEqual([4, 1, 2, 3, 2, 1])
  })

  test('may hold for every key, and for the last of all', () => {
    table4.replace(network('0.0.0.0/0', 1), network('255.255.255.255', 2))
    table6.replace(network('::/0', 4))
    expect(['0.0.0.0', '255.255.255.254', '255.255.255.255'].map(rule4)).toEqual([1, 1, 2])
    expect(['::', 'ffff::1'].map(rule6)).toEqual([4, 4])
  })

  test('takes the place of one for the same prefix', () => {
    table4.replace(network('10.0.0.0/8', 1), network('10.0.0.0/8', 2), network('10.9.9.9/8', 3))
    expect(['10.0.0.0', '10.255.255.255', '11.0.0.0'].map(rule4)).toEqual([3, 3, 0])
  })

  test('is gone with the next list', () => {
    table4.replace(network('10.0.0.0/8', 1))
    table4.replace()
    expect(rule4('10.0.0.1')).toBe(0)
  })

  test('may be for one key of twenty bytes', () => {
    const key = [0xdead_beef, 1, 2, 3, 0xffff_ffff]
    table20.replace([key, 160, 7])
    expect(table20.ruleFor(key)).toBe(7)
    expect(table20.ruleFor([0xdead_beef, 1, 2, 3, 0xffff_fffe])).toBe(0)
    expect(table20.ruleFor([0xdead_beef, 1, 2, 4, 0])).toBe(0)
  })
})

test.each([1, 4, 5] as const)(
  'the innermost prefix of any list holds, with keys of %i words',
  (wordCount) => {
    const table = { 1: table4, 4: table6, 5: table20 }[wordCount]
    // Few different words, so that prefixes lie in each other and keys in them.
    const word = fc.constantFrom(0, 1, 0x8000_0000, 0xffff_ffff, 0x0a00_0000, 0x0a00_ffff)
    const key = fc.array(word, { minLength: wordCount, maxLength: wordCount })
    const rule = fc.tuple(key, fc.integer({ min: 0, max: wordCount * 32 }), fc.nat(5))
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 30 }),
        fc.array(key, { minLength: 1, maxLength: 10 }),
        (drawn, asked) => {
          // Rules of equal number stand side by side in lists that were ranges.
          const rules = drawn.map(([words, bits, number]): Rule => [words, bits, number + 1])
          table.replace(...rules)
          for (const one of asked) expect(table.ruleFor(one)).toBe(expected(rules, one))
        },
      ),
    )
  },
)

/** In no order, each a network of its own. */
const networkOf = (at: number): number => (Math.imul(at, 0x9e37_79b1) & 0xf_ffff) * 4096

test('a rule is found among a million', () => {
  const list = new PrefixList(1)
  for (let at = 0; at < prefixesMax; at++) list.add([networkOf(at)], 24, at + 1)
  table4.replaceAll(list)
  for (const at of [0, 4711, prefixesMax - 1]) {
    expect(table4.ruleFor([networkOf(at) + 255])).toBe(at + 1)
    expect(table4.ruleFor([networkOf(at) + 256])).toBe(0)
  }
})
