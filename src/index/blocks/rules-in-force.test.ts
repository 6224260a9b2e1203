/** What holds at a moment: lists and own blocks together, none before it is made and none after its end. */
import { describe, expect, test } from 'vitest'
import type { Block, KeySpace } from './block.ts'
import { readTarget, targetText } from './block-target.ts'
import { readRuleFile } from './rule-file.ts'
import { RulesInForce } from './rules-in-force.ts'

const now = 1_800_000_000
const date = (seconds: number): string => new Date(seconds * 1000).toISOString()

function own(text: string, endsAt?: number): Block {
  const target = readTarget('network', text)
  return {
    id: text,
    kind: 'network',
    target,
    text,
    reason: text,
    addedAt: 0,
    endsAt,
    addedBy: 'operator',
  }
}

async function rules(list: string, blocks: readonly Block[], space: KeySpace = 'ipv4', at = now) {
  const file = await readRuleFile('network', Buffer.from(list), () => Promise.resolve())
  return new RulesInForce(space, file, blocks, at)
}

function told(subject: RulesInForce, network: string): string {
  const holding = subject.holding(readTarget('network', network))
  if (holding === undefined) return 'none'
  const from = holding.source === 'list' ? `line ${holding.rule.line}` : holding.block.reason
  return `${targetText(holding.target)} by ${from}`
}

describe('the rules in force', () => {
  test('are those of the list and the own ones, of this family', async () => {
    const list = '10.0.0.0/8\n2001:db8::/32\n192.0.2.0/24\n'
    const blocks = [own('198.51.100.0/24'), own('2001:db8:7::/48')]
    expect((await rules(list, blocks)).list.count).toBe(3)
    expect((await rules(list, blocks, 'ipv6')).list.count).toBe(2)
    expect(new RulesInForce('ipv4', undefined, blocks, now).list.count).toBe(1)
  })

  test('end on time, and say when the next one does', async () => {
    const list = `10.0.0.0/8 until=${date(now + 10)}\n192.0.2.0/24 until=${date(now)}\n`
    const blocks = [own('198.51.100.0/24', now + 5), own('203.0.113.0/24', now)]
    const at = async (seconds: number): Promise<[number, number]> => {
      const { list: prefixes, nextEndSeconds } = await rules(list, blocks, 'ipv4', seconds)
      return [prefixes.count, nextEndSeconds]
    }
    expect(await at(now - 1)).toEqual([4, now])
    expect(await at(now)).toEqual([2, now + 5])
    expect(await at(now + 5)).toEqual([1, now + 10])
    expect(await at(now + 10)).toEqual([0, Number.POSITIVE_INFINITY])
  })

  test('that hold for all of a network are found, the longest prefix first, and of equals the own one', async () => {
    const subject = await rules('10.0.0.0/8\n10.1.0.0/16\n10.1.2.0/24\n', [
      own('10.1.0.0/16'),
      own('10.1.9.0/24', now - 1),
    ])
    expect(told(subject, '10.1.2.3')).toBe('10.1.2.0/24 by line 3')
    expect(told(subject, '10.1.9.3')).toBe('10.1.0.0/16 by 10.1.0.0/16')
    expect(told(subject, '10.1.2.0/23')).toBe('10.1.0.0/16 by 10.1.0.0/16')
    expect(told(subject, '10.2.0.0/16')).toBe('10.0.0.0/8 by line 1')
    expect(told(subject, '10.0.0.0/7')).toBe('none')
    expect(told(subject, '11.0.0.0')).toBe('none')
  })
})
