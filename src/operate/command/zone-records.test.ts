import { describe, expect, test } from 'vitest'
import { readEndpoint } from '../self-probe/published-endpoint.ts'
import { type ZoneFacts, zoneRecords } from './zone-records.ts'

/** `NAME TYPE VALUE` of each record. */
function recordsOf(urls: readonly string[], facts: Partial<ZoneFacts> = {}): string[] {
  return zoneRecords({
    endpoints: urls.map((url) => readEndpoint(`${url}/announce`)),
    ipv4: ['203.0.113.7'],
    ipv6: [],
    siteHost: undefined,
    ...facts,
  }).map(({ name, type, value }) => `${name} ${type} ${value}`)
}

describe('the ports of a tracker', () => {
  test.for([
    [['udp://tracker.example:6969', 'http://tracker.example:6969'], 'UDP:6969 TCP:6969'],
    [['https://tracker.example', 'udp://tracker.example:80'], 'TCP:443 UDP:80'],
    [['http://tracker.example/', 'http://tracker.example:80/behind'], 'TCP:80'],
    [['udp://Tracker.Example.:1', 'udp://tracker.example:2'], 'UDP:1 UDP:2'],
  ] as const)('of %s are told in that order, each once', ([urls, words]) => {
    expect(recordsOf(urls)).toEqual([
      'tracker.example. A 203.0.113.7',
      `tracker.example. TXT BITTORRENT ${words}`,
    ])
  })

  test('are those of each name', () => {
    expect(recordsOf(['udp://one.example:1', 'http://two.example', 'udp://one.example:3'])).toEqual(
      [
        'one.example. A 203.0.113.7',
        'one.example. TXT BITTORRENT UDP:1 UDP:3',
        'two.example. A 203.0.113.7',
        'two.example. TXT BITTORRENT TCP:80',
      ],
    )
  })
})

describe('a name', () => {
  const both = { ipv4: ['203.0.113.7', '203.0.113.8'], ipv6: ['2001:db8::7'] }

  test('has one of each family beside it where there are both', () => {
    expect(recordsOf(['udp://tracker.example:6969'], both)).toEqual([
      'tracker.example. A 203.0.113.7',
      'tracker.example. A 203.0.113.8',
      'tracker.example. AAAA 2001:db8::7',
      'tracker.example. TXT BITTORRENT UDP:6969',
      'ipv4.tracker.example. A 203.0.113.7',
      'ipv4.tracker.example. A 203.0.113.8',
      'ipv4.tracker.example. TXT BITTORRENT UDP:6969',
      'ipv6.tracker.example. AAAA 2001:db8::7',
      'ipv6.tracker.example. TXT BITTORRENT UDP:6969',
    ])
  })

  test('of one family that is published itself keeps its own ports', () => {
    const urls = ['udp://ipv6.tracker.example:1', 'udp://tracker.example:2']
    expect(recordsOf(urls, both).filter((line) => line.startsWith('ipv6.'))).toEqual([
      'ipv6.tracker.example. AAAA 2001:db8::7',
      'ipv6.tracker.example. TXT BITTORRENT UDP:1',
    ])
  })

  test('of one family leads to that family only, and has none beside it', () => {
    expect(recordsOf(['udp://ipv4.tracker.example:1'], both)).toEqual([
      'ipv4.tracker.example. A 203.0.113.7',
      'ipv4.tracker.example. A 203.0.113.8',
      'ipv4.tracker.example. TXT BITTORRENT UDP:1',
    ])
  })

  test.for([
    'udp://203.0.113.7:1',
    'udp://[2001:db8::7]:1',
    'udp://localhost:1',
    'udp://printer:1',
    'udp://printer.local:1',
    'udp://tracker.localhost:1',
  ])('that no name server has: none comes of %s', (url) => {
    expect(recordsOf([url], { siteHost: 'www.tracker.example' })).toEqual([])
  })

  test('with letters beyond ASCII is written as name servers know it', () => {
    expect(recordsOf(['udp://träcker.example:1']).at(-1)).toBe(
      'xn--trcker-cua.example. TXT BITTORRENT UDP:1',
    )
  })
})

describe('the site', () => {
  test('with a name of its own is told to have no tracker', () => {
    expect(recordsOf(['udp://tracker.example:1'], { siteHost: 'www.tracker.example' })).toEqual([
      'tracker.example. A 203.0.113.7',
      'tracker.example. TXT BITTORRENT UDP:1',
      'www.tracker.example. TXT BITTORRENT DENY ALL',
    ])
  })

  test.for(['tracker.example', '192.0.2.1', 'localhost'])('at %s is not', (siteHost) => {
    expect(recordsOf(['udp://tracker.example:1'], { siteHost })).toHaveLength(2)
  })
})
