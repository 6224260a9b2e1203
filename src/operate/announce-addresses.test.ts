import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { announceAddresses, reachOf } from './announce-addresses.ts'

describe('announce addresses', () => {
  test('are URLs, the farthest reach first', () => {
    const listening = [
      { host: '127.0.0.1', port: 1, family: 4 },
      { host: '192.168.1.2', port: 2, family: 4 },
      { host: '203.0.113.7', port: 3, family: 4 },
      { host: '2001:db8::1', port: 4, family: 6 },
    ] as const
    expect(announceAddresses('udp', listening)).toEqual([
      { url: 'udp://203.0.113.7:3/announce', reach: 'internet' },
      { url: 'udp://[2001:db8::1]:4/announce', reach: 'internet' },
      { url: 'udp://192.168.1.2:2/announce', reach: 'network' },
      { url: 'udp://127.0.0.1:1/announce', reach: 'machine' },
    ])
  })

  test.for(['0.0.0.0', '::'])('of %s are those that the machine has', (host) => {
    const family = host === '::' ? 6 : 4
    const own = Object.values(networkInterfaces())
      .flatMap((entries) => entries ?? [])
      .filter((entry) => entry.family === `IPv${family}` && !entry.address.startsWith('fe80:'))
      .map(({ address }) => (family === 6 ? `[${address}]` : address))
    const urls = announceAddresses('http', [{ host, port: 6969, family }]).map(({ url }) => url)
    expect(new Set(urls)).toEqual(new Set(own.map((text) => `http://${text}:6969/announce`)))
  })

  test('are none where nothing listens', () => {
    expect(announceAddresses('https', [])).toEqual([])
  })
})

describe('the reach of an address', () => {
  test.for([
    ['127.0.0.1', 'machine'],
    ['127.8.8.8', 'machine'],
    ['::1', 'machine'],
    ['10.0.0.1', 'network'],
    ['172.15.255.255', 'internet'],
    ['172.16.0.0', 'network'],
    ['172.31.255.255', 'network'],
    ['172.32.0.0', 'internet'],
    ['192.168.0.1', 'network'],
    ['192.169.0.1', 'internet'],
    ['169.254.1.1', 'network'],
    ['100.63.255.255', 'internet'],
    ['100.64.0.0', 'network'],
    ['100.127.255.255', 'network'],
    ['100.128.0.0', 'internet'],
    ['fc00::1', 'network'],
    ['fdff:1::1', 'network'],
    ['FD00::1', 'network'],
    ['fe80::1', 'network'],
    ['febf::1', 'network'],
    ['fe00::1', 'internet'],
    ['2001:db8::fd00:1', 'internet'],
    ['203.0.113.10', 'internet'],
  ] as const)('%s is the %s', ([host, reach]) => {
    expect(reachOf(host)).toBe(reach)
  })
})
