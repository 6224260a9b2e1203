/** Lines of lists as their publishers write them, and what is said of those that cannot be read. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BlockKind, type BlockTarget, blockKinds, kindOf } from './block.ts'
import { targetText } from './block-target.ts'
import { readRuleLine } from './rule-line.ts'

/** `targets | end | reason`, or what is wrong. */
function read(line: string, kind: BlockKind = 'network'): string {
  const rule = readRuleLine(kind, line)
  if (typeof rule === 'string') return `this ${rule}`
  return [rule.targets.map(targetText).join(' '), rule.endsAt, rule.reason].join(' | ')
}

const newYear = Date.UTC(2027, 0, 1) / 1000

describe('a line of a list of networks', () => {
  test.each([
    ['203.0.113.0/24', '203.0.113.0/24 | 0 | '],
    [
      '  203.0.113.0/24\t until=2027-01-01   scans  of the net\r',
      `203.0.113.0/24 | ${newYear} | scans  of the net`,
    ],
    ['203.0.113.7 until=2027-01-01T12:30Z', `203.0.113.7 | ${newYear + 45_000} | `],
    ['203.0.113.7/32 flood', '203.0.113.7 | 0 | flood'],
    ['10.1.2.3/8', '10.0.0.0/8 | 0 | '],
    ['2001:DB8:0:0::/32 # lab', '2001:db8::/32 | 0 | lab'],
    ['2001:db8::ffff/48', '2001:db8::/48 | 0 | '],
    ['::1', '::1 | 0 | '],
    ['::ffff:192.0.2.1', '192.0.2.1 | 0 | '],
    ['1.10.16.0/20 ; SBL256894', '1.10.16.0/20 | 0 | SBL256894'],
    ['192.0.2.0-192.0.2.255', '192.0.2.0/24 | 0 | '],
    [
      '192.0.2.0 - 192.0.2.5 until=2027-01-01 some',
      `192.0.2.0/30 192.0.2.4/31 | ${newYear} | some`,
    ],
    ['192.0.2.1-192.0.2.1', '192.0.2.1 | 0 | '],
    [
      'Some Company, Inc. (2: x):192.0.2.0-192.0.2.1',
      '192.0.2.0/31 | 0 | Some Company, Inc. (2: x)',
    ],
    [':192.0.2.0-192.0.2.1', '192.0.2.0/31 | 0 | '],
    ['192.000.002.008 - 192.000.002.009 , 000 , Some Company', '192.0.2.8/31 | 0 | Some Company'],
    ['192.000.002.008 - 192.000.002.009 , 200 , a friend', ' | 0 | '],
    ['255.255.255.254-255.255.255.255', '255.255.255.254/31 | 0 | '],
    ['128.0.0.0-255.255.255.255', '128.0.0.0/1 | 0 | '],
    ['0.0.0.0-127.255.255.255', '0.0.0.0/1 | 0 | '],
    ['192.0.2.8 - 192.0.2.9 , 000 , Some Company', '192.0.2.8/31 | 0 | Some Company'],
    ['192.0.2.8 - a scanner', '192.0.2.8 | 0 | - a scanner'],
    ['192.0.2.0/24 - 2 scanners', '192.0.2.0/24 | 0 | - 2 scanners'],
    ['198.51.100.1 Corp:192.0.2.0-192.0.2.1', '192.0.2.0/31 | 0 | 198.51.100.1 Corp'],
    ['# 203.0.113.0/24', ' | 0 | '],
    ['; Spamhaus DROP List', ' | 0 | '],
    ['   ', ' | 0 | '],
  ])('%j says %j', (line, said) => {
    expect(read(line)).toBe(said)
  })

  test.each([
    ['everybody', 'this is no network'],
    ['256.0.0.0/8', 'this is no network'],
    ['203.0.113.0/33', 'this has a prefix that is no number from 1 to 32'],
    ['2001:db8::/129', 'this has a prefix that is no number from 1 to 128'],
    ['203.0.113.0/', 'this has a prefix that is no number from 1 to 32'],
    ['203.0.113.0/2x', 'this has a prefix that is no number from 1 to 32'],
    ['0.0.0.0/0', 'this is everybody'],
    ['::/0', 'this is everybody'],
    ['0.0.0.0-255.255.255.255', 'this is everybody'],
    ['192.0.2.9-192.0.2.8', 'this is a range that ends before it begins'],
    ['192.0.2.9-192.0.2.800', 'this is no network and no range'],
    ['x:192.0.2.9-192.0.2.8', 'this is a range that ends before it begins'],
    [
      '203.0.113.0/24 until=tomorrow scans',
      'this has an end that is no date; write until=2027-01-01',
    ],
    ['203.0.113.0/24 until=2027-02-30', 'this has an end that is no date; write until=2027-01-01'],
    ['<html>', 'this is no network'],
  ])('%j is refused', (line, problem) => {
    expect(read(line)).toBe(problem)
  })

  test('with a range is the fewest networks that are exactly its addresses', () => {
    const address = fc.oneof(
      fc.nat(2 ** 32 - 1),
      fc.nat(300),
      fc.nat(300).map((n) => 2 ** 32 - 1 - n),
    )
    fc.assert(
      fc.property(address, address, (one, other) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)]
        fc.pre(last - first < 2 ** 32 - 1)
        const rule = readRuleLine('network', `${dotted(first)}-${dotted(last)}`)
        if (typeof rule === 'string') throw new Error(rule)
        let next = first
        let sizeBefore = 0
        for (const { words, prefixBits } of rule.targets) {
          const size = 2 ** (32 - prefixBits)
          expect(words).toEqual([next])
          expect(next % size).toBe(0)
          // Two equal ones beside each other could be one only where the first is a first half.
          if (size === sizeBefore) expect((next - size) % (2 * size)).not.toBe(0)
          sizeBefore = size
          next += size
        }
        expect(next).toBe(last + 1)
      }),
    )
  })
})

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
}

test.each(blockKinds)(
  'no line of a list of kind %s makes more of it than rules or a fault',
  (kind) => {
    const part = fc.constantFrom(
      '10.0.0.1',
      '-',
      ':',
      ' ',
      '/',
      '8',
      'until=',
      ',',
      '\\x',
      '::',
      '\u0000',
      'ä',
    )
    const line = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(line, (text) => {
        const rule = readRuleLine(kind, text)
        if (typeof rule === 'string') expect(rule).toMatch(/^(?:is|has) /)
        else checkTargets(rule.targets, kind)
      }),
    )
  },
)

function checkTargets(targets: readonly BlockTarget[], kind: BlockKind): void {
  for (const target of targets) {
    expect(kindOf(target)).toBe(kind)
    expect(target.prefixBits).toBeGreaterThan(0)
  }
}

describe('a line of a list of clients', () => {
  test.each([
    ['-XL0012-', '-XL0012- | 0 | '],
    ['-XL  until=2027-01-01 counts nothing', `-XL | ${newYear} | counts nothing`],
    [String.raw`\x00\x01A\x7f`, String.raw`\x00\x01A\x7f | 0 | `],
    [String.raw`\x2dAZ`, '-AZ | 0 | '],
    [String.raw`\x5c\x20\x23`, String.raw`\x5c\x20\x23 | 0 | `],
  ])('%j says %j', (line, said) => {
    expect(read(line, 'client')).toBe(said)
  })

  test.each([
    [
      'ä',
      'this is no beginning of a peer id; write it in ASCII, such as -XL0012-, and other bytes as \\x00',
    ],
    [
      String.raw`\x0`,
      'this is no beginning of a peer id; write it in ASCII, such as -XL0012-, and other bytes as \\x00',
    ],
    ['A'.repeat(21), 'this has more bytes than the 20 of a peer id'],
  ])('%j is refused', (line, problem) => {
    expect(read(line, 'client')).toBe(problem)
  })

  test('comes back as the text that means the same bytes', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(bytes, (id) => {
        const escaped = [...id].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
        const [text = ''] = read(escaped, 'client').split(' | ')
        expect(read(text, 'client')).toBe(`${text} | 0 | `)
        expect(text).toMatch(/^[!-~]+$/)
        expect(targetsOf(text)).toEqual(targetsOf(escaped))
      }),
    )
  })
})

function targetsOf(line: string): unknown {
  const rule = readRuleLine('client', line)
  return typeof rule === 'string' ? rule : rule.targets
}

describe('a line of a list of info-hashes', () => {
  const hash = '0123456789abcdef0123456789abcdef01234567'

  test.each([
    [hash, `${hash} | 0 | `],
    [`${hash.toUpperCase()} notice 17`, `${hash} | 0 | notice 17`],
    [`${hash}${'0'.repeat(24)}`, `${hash} | 0 | `],
  ])('%j says %j', (line, said) => {
    expect(read(line, 'info_hash')).toBe(said)
  })

  test('is refused where it is none', () => {
    expect(read(hash.slice(1), 'info_hash')).toBe('this is no info-hash')
  })
})
