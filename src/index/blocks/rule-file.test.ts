/** Whole files of rules: every good line counts, every bad one is told with its number. */
import { describe, expect, test } from 'vitest'
import type { PrefixList } from '#base/prefix-list'
import type { BlockKind } from './block.ts'
import { type RuleFile, readRuleFile } from './rule-file.ts'

const noPause = (): Promise<void> => Promise.resolve()

function read(text: string | Buffer, kind: BlockKind = 'network'): Promise<RuleFile> {
  return readRuleFile(kind, Buffer.from(text), noPause)
}

function rulesOf(list: PrefixList | undefined): string[] {
  if (list === undefined) return []
  const { count, words, wordCount, prefixBits, rules } = list
  return Array.from({ length: count }, (_, at) => {
    const key = [...words.subarray(at * wordCount, (at + 1) * wordCount)]
    return `${key.map((word) => word.toString(16)).join(':')}/${prefixBits[at]} ${rules[at]}`
  })
}

describe('a list of networks', () => {
  test('has a rule for each line that names one, whatever ends its lines', async () => {
    const text =
      '\uFEFF# ours\r\n10.0.0.0/8 why\r\n\r\n192.0.2.0-192.0.2.5\n2001:db8::/32 until=2027-01-01'
    const file = await read(text)
    expect([file.rules, file.faults]).toEqual([3, 0])
    expect(rulesOf(file.list('ipv4'))).toEqual(['a000000/8 1', 'c0000200/30 2', 'c0000204/31 2'])
    expect(rulesOf(file.list('ipv6'))).toEqual(['20010db8:0:0:0/32 3'])
    expect(file.rule(1)).toEqual({ line: 2, reason: 'why', endsAt: undefined })
    expect(file.rule(2)).toEqual({ line: 4, reason: '', endsAt: undefined })
    const endsAt = Date.UTC(2027, 0, 1) / 1000
    expect(file.rule(3)).toEqual({ line: 5, reason: '', endsAt })
    expect([1, 2, 3].map((rule) => file.endOf(rule))).toEqual([0, 0, endsAt])
  })

  test('keeps its good lines where others are bad, and tells the bad ones', async () => {
    const bad = Array.from({ length: 30 }, (_, index) => `line ${index}`)
    const file = await read(`10.0.0.1\n${bad.join('\n')}\n10.0.0.2\n${'x'.repeat(5000)}\n`)
    expect([file.rules, file.faults, file.isUnreadable]).toEqual([2, 31, false])
    expect(file.toldFaults).toHaveLength(20)
    expect(file.toldFaults[0]).toEqual({ line: 2, problem: 'is no network' })
    expect(file.rule(2).line).toBe(32)
  })

  test('is unreadable where no line is a rule, and empty where none wants to be one', async () => {
    expect((await read('<html>\n<body>\n')).isUnreadable).toBe(true)
    expect((await read(Buffer.alloc(100_000, 0xff))).isUnreadable).toBe(true)
    expect((await read('')).isUnreadable).toBe(false)
    expect((await read('# nothing yet\n\n')).isUnreadable).toBe(false)
  })

  test('shows reasons in any encoding as one short line', async () => {
    const latin1 = Buffer.from('10.0.0.1 Universit\xe4t\n', 'latin1')
    expect((await read(latin1)).rule(1).reason).toBe('Universität')
    expect((await read('10.0.0.1 Universität\n')).rule(1).reason).toBe('Universität')
    const { reason } = (await read(`10.0.0.1 a\x1b[31m${'ä'.repeat(200)}`)).rule(1)
    expect(reason).toMatch(/^a \[31mä+…$/)
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(200)
  })

  test('gives others their turn', async () => {
    let turns = 0
    const text = '10.0.0.1\n'.repeat(100_000)
    const file = await readRuleFile('network', Buffer.from(text), () => {
      turns++
      return Promise.resolve()
    })
    expect(file.rules).toBe(100_000)
    expect(turns).toBeGreaterThanOrEqual(9)
  })
})

test('a list of clients takes so many and no more', async () => {
  const lines = Array.from({ length: 10_002 }, (_, index) => `-X${index}-`)
  const file = await read(lines.join('\n'), 'client')
  expect([file.rules, file.faults]).toEqual([10_000, 2])
  expect(file.toldFaults[0]).toEqual({
    line: 10_001,
    problem: 'is one more than there is room for',
  })
})
