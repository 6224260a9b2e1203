import { describe, expect, test } from 'vitest'
import { bindDocument, parseDocument } from './policy-document.ts'
import { type PolicyFacts, type PolicySwitch, policySwitches } from './policy-facts.ts'

const values = {
  site_name: 'tracker.example',
  interval: '30 minutes',
  shortest_interval: '15 minutes',
  peer_lifetime: '46 minutes',
}

function factsWith(...on: readonly PolicySwitch[]): PolicyFacts {
  const states = policySwitches.map((name) => [name, on.includes(name)])
  return {
    switches: Object.fromEntries(states) as PolicyFacts['switches'],
    siteName: '',
    intervalSeconds: 0,
    shortestIntervalSeconds: 0,
    peerTimeoutSeconds: 0,
  }
}

function bound(source: string, ...on: readonly PolicySwitch[]): string {
  return bindDocument(parseDocument(source), factsWith(...on), values)
}

describe('a page', () => {
  const text = 'a\n<!-- if snapshot -->\nb\n<!-- else -->\nc\n<!-- end -->\nd\n'

  test('says what holds and not what does not', () => {
    expect(bound(text, 'snapshot')).toBe('a\nb\nd\n')
    expect(bound(text)).toBe('a\nc\nd\n')
  })

  test('can ask for what is not', () => {
    const not = text.replace('if snapshot', 'if not snapshot')
    expect(bound(not, 'snapshot')).toBe('a\nc\nd\n')
    expect(bound(not)).toBe('a\nb\nd\n')
  })

  test('can ask inside of a line, and leaves no empty line in a table', () => {
    expect(bound('a <!-- if proxy -->b <!-- end -->c', 'proxy')).toBe('a b c')
    expect(bound('a <!-- if proxy -->b <!-- end -->c')).toBe('a c')
    expect(bound('|1|\n<!-- if proxy -->\n|2|\n<!-- end -->\n|3|', 'proxy')).toBe('|1|\n|2|\n|3|')
  })

  test('has its values in place, in every part', () => {
    expect(bound('{interval}<!-- if proxy -->{peer_lifetime}<!-- end -->', 'proxy')).toBe(
      '30 minutes46 minutes',
    )
  })

  test('is without its comments, a clause of several paragraphs among them', () => {
    expect(bound('a\n<!--\n## Fees\n\n100 €\n-->\nb <!-- c -->d')).toBe('a\nb d')
  })

  test('knows the day of its last change', () => {
    expect(parseDocument('---\nupdated: 2026-11-21\n---\n# A').updated).toBe('2026-11-21')
    expect(parseDocument('---\r\nupdated: 2026-11-21\r\n---\r\n# A').updated).toBe('2026-11-21')
    expect(parseDocument('# A').updated).toBeUndefined()
    expect(bound('---\nupdated: 2026-11-21\n---\n# A')).toBe('# A')
  })

  test.for([
    ['<!-- if snapshots -->x<!-- end -->', '"if snapshots" names nothing; the names are contact,'],
    ['<!-- if snapshot -->x', '"if snapshot" has no "end"'],
    ['x<!-- end -->', '"end" has no "if"'],
    ['x<!-- else -->', '"else" has no "if"'],
    ['<!-- if snapshot --><!-- if proxy --><!-- end --><!-- end -->', 'stands inside another'],
    ['a {peer_lifetim} b', '{peer_lifetim} names nothing; the names are site_name,'],
  ] as const)('that holds %j is refused', ([source, reason]) => {
    expect(() => parseDocument(source)).toThrow(reason)
  })
})
