import { describe, expect, test } from 'vitest'
import { dnsCommand } from './dns-command.ts'

function run(...words: string[]) {
  const result = { out: '', err: '' }
  const io = {
    out: (text: string) => void (result.out += text),
    err: (text: string) => void (result.err += text),
    setExitStatus: () => {},
    hasDatabase: () => false,
    hasGalleries: () => false,
  }
  const command = dnsCommand(io).exitOverride().configureOutput({ writeErr: io.err })
  command.parse(words, { from: 'user' })
  return result
}

const published = [
  '--set',
  'tracker.announce_urls=["udp://tracker.example:6969", "http://tracker.example:6969"]',
]
const addresses = ['--ipv4', '203.0.113.7', '--ipv6', '2001:db8:0:0::7']

/** A line of a zone file as RFC 1035 has it, with nothing but what this program writes. */
const zoneLine =
  /^((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+) +(?:(A) +([0-9.]+)|(AAAA) +([0-9a-f:]+)|(TXT) +((?:"[A-Z0-9: ]{1,255}" ?)+))$/

/** The records of a zone, each as its name, type and value; throws at a line that is none. */
function parseZone(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const parts = zoneLine.exec(line)?.filter((part) => part !== undefined)
      if (parts === undefined) throw new Error(`no record: ${line}`)
      const [, name = '', type = '', data = ''] = parts
      const strings = [...data.matchAll(/"([^"]*)"/g)].map(([, one = '']) => one)
      return `${name} ${type} ${type === 'TXT' ? strings.join('') : data}`
    })
}

describe('waggle dns', () => {
  test('prints the lines of a zone', () => {
    expect(run(...published, ...addresses)).toEqual({
      out: [
        'tracker.example.       A     203.0.113.7',
        'tracker.example.       AAAA  2001:db8::7',
        'tracker.example.       TXT   "BITTORRENT UDP:6969 TCP:6969"',
        'ipv4.tracker.example.  A     203.0.113.7',
        'ipv4.tracker.example.  TXT   "BITTORRENT UDP:6969 TCP:6969"',
        'ipv6.tracker.example.  AAAA  2001:db8::7',
        'ipv6.tracker.example.  TXT   "BITTORRENT UDP:6969 TCP:6969"',
        '',
      ].join('\n'),
      err: '',
    })
  })

  test('prints an object a line for scripts', () => {
    expect(run(...published, '--ipv4', '203.0.113.7', '--json').out).toBe(
      '{"name":"tracker.example.","type":"A","value":"203.0.113.7"}\n' +
        '{"name":"tracker.example.","type":"TXT","value":"BITTORRENT UDP:6969 TCP:6969"}\n',
    )
  })

  test('knows the public addresses that the tracker listens on, and none that it is told instead', () => {
    const listening = [
      ...published,
      '--set',
      'tracker.udp=["203.0.113.9:6969", "192.168.1.5:6969", "[2001:db8::9]:6969"]',
      '--set',
      'tracker.http=["203.0.113.9:6969", "0.0.0.0:80", "[::]:80"]',
    ]
    const addressLines = (...words: string[]): string[] =>
      parseZone(run(...listening, ...words).out).filter((line) =>
        /^tracker\S+ (?:A|AAAA) /.test(line),
      )
    expect(addressLines()).toEqual([
      'tracker.example. A 203.0.113.9',
      'tracker.example. AAAA 2001:db8::9',
    ])
    expect(addressLines('--ipv4', '203.0.113.7')).toEqual([
      'tracker.example. A 203.0.113.7',
      'tracker.example. AAAA 2001:db8::9',
    ])
  })

  test('tells the site from the tracker', () => {
    const site = ['--set', 'site.url=https://www.tracker.example/']
    expect(parseZone(run(...published, ...addresses, ...site).out).at(-1)).toBe(
      'www.tracker.example. TXT BITTORRENT DENY ALL',
    )
  })

  test('cuts a text that is longer than a string of a record', () => {
    const urls = Array.from({ length: 60 }, (_, index) => `udp://tracker.example:${10_000 + index}`)
    const { out } = run('--set', `tracker.announce_urls=${JSON.stringify(urls)}`, ...addresses)
    const [line = ''] = parseZone(out).filter((one) => one.startsWith('tracker.example. TXT'))
    expect(line.split(' ').slice(3)).toEqual(urls.map((url) => `UDP:${url.slice(-5)}`))
  })

  test('says which names lead nowhere', () => {
    const { out, err } = run(...published)
    expect(parseZone(out)).toEqual(['tracker.example. TXT BITTORRENT UDP:6969 TCP:6969'])
    expect(err).toBe(
      'warning: tracker.example: no address is known; give --ipv4 and --ipv6 as the internet sees this machine\n',
    )
  })

  test('says which addresses are of no use outside', () => {
    const { err } = run(...published, '--ipv4', '192.168.1.5', '--ipv4', '203.0.113.7')
    expect(err).toBe(
      'warning: 192.168.1.5: the internet cannot reach it; give the public address\n',
    )
  })

  test.for([[], ['--set', 'tracker.announce_urls=udp://203.0.113.7:6969']])(
    'says what to set where no host is named: %s',
    (words) => {
      expect(() => run(...words, ...addresses)).toThrow(
        /^tracker\.announce_urls names no host of the internet.*tracker\.announce_urls = \["udp:/,
      )
    },
  )

  test.for([
    ['--ipv4', '2001:db8::7'],
    ['--ipv4', '0.0.0.0'],
    ['--ipv4', 'tracker.example'],
    ['--ipv6', '203.0.113.7'],
    ['--ipv6', '::'],
    ['--ipv6', '::ffff:203.0.113.7'],
    ['--ipv6', 'fe80::1%eth0'],
    ['--ipv6', '[2001:db8::7]'],
  ])('refuses %s %s', (words) => {
    expect(() => run(...published, ...words)).toThrow(/must be an IPv[46] address, such as/)
  })
})
