import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatAddress, parseAddress } from '#tracker/wire/address'
import { type ProxyHeader, type RequestSource, TrustedProxies } from './proxied-address.ts'

function proxies(header: ProxyHeader = 'x-forwarded-for'): TrustedProxies {
  const networks = [
    { address: '10.0.0.0', prefixBits: 8, family: 4 },
    { address: '2001:db8::', prefixBits: 32, family: 6 },
  ] as const
  return new TrustedProxies({ networks, header })
}

function sourceOf(text: string): RequestSource {
  const address = new Uint8Array(16)
  const family = parseAddress(text, address)
  if (family === 0) throw new Error(`${text} is no address`)
  return { address, family }
}

/** Whose request it is that comes from `source` with this value in the proxies' header. */
function clientOf(source: string, value: string, trusted = proxies()): string {
  const client = sourceOf(source)
  // Among bytes that would go on with it, so that reading past an end shows.
  const bytes = Buffer.from(`7.7.7.7,1${value}1,7.7.7.7`, 'latin1')
  if (trusted.isTrusted(client.address, 0, client.family))
    trusted.readLine(bytes, 9, 9 + value.length, client)
  return formatAddress(client.address.subarray(0, client.family === 4 ? 4 : 16), client.family)
}

test.for([
  ['a stranger is believed nothing', '192.0.2.1', '203.0.113.9', '192.0.2.1'],
  ['a trusted proxy is believed', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  [
    'the rightmost untrusted entry counts',
    '10.0.0.1',
    '1.1.1.1, 203.0.113.9, 10.0.0.7',
    '203.0.113.9',
  ],
  ['a chain of proxies alone names its first', '10.0.0.1', '10.0.0.9, 10.0.0.8', '10.0.0.9'],
  ['IPv6 proxies and clients', '2001:db8::5', '2001:4860::1', '2001:4860::1'],
  ['a mapped source is the IPv4 proxy', '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['a mapped entry is the IPv4 client', '10.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
  ['brackets and ports are cut', '10.0.0.1', '[2001:4860::1]:4711', '2001:4860::1'],
  ['brackets alone are cut', '10.0.0.1', ' [2001:4860::1]\t', '2001:4860::1'],
  ['a port is cut', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['a port without digits is none', '10.0.0.1', '203.0.113.9:', '10.0.0.1'],
  ['a bracket that stays open is no address', '10.0.0.1', '[2001:4860::1', '10.0.0.1'],
  ['something behind a bracket is no port', '10.0.0.1', '[2001:4860::1]x', '10.0.0.1'],
  ['garbage leaves the proxy', '10.0.0.1', 'unknown', '10.0.0.1'],
  ['garbage hides what is left of it', '10.0.0.1', '1.1.1.1, evil, 10.0.0.7', '10.0.0.7'],
  ['an empty entry hides it too', '10.0.0.1', '1.1.1.1,,10.0.0.7', '10.0.0.7'],
  ['an empty header leaves the proxy', '10.0.0.1', '', '10.0.0.1'],
] as const)('%s', ([, source, header, client]) => {
  expect(clientOf(source, header)).toBe(client)
})

test.for([
  ['for=192.0.2.60;proto=http;by=203.0.113.43, For="[2001:4860::1]:4711"', '2001:4860::1'],
  ['for=203.0.113.9', '203.0.113.9'],
  ['proto=http; FOR="203.0.113.9:80" ;by=10.0.0.1', '203.0.113.9'],
  ['for=203.0.113.9, for=10.0.0.7', '203.0.113.9'],
  ['for=192.0.2.1;for=192.0.2.2', '192.0.2.1'],
  ['for=_hidden', '10.0.0.1'],
  ['proto=for=203.0.113.9', '10.0.0.1'],
  ['by=203.0.113.9', '10.0.0.1'],
  ['for=', '10.0.0.1'],
  ['fo', '10.0.0.1'],
  ['for="6.6.6.6";host="a,for=7.7.7.7"', '6.6.6.6'],
  ['secret="x;for=1.1.1.1";for=2.2.2.2', '2.2.2.2'],
  [String.raw`for=6.6.6.6;host="a\",for=7.7.7.7;b=\\"`, '6.6.6.6'],
  [String.raw`for=6.6.6.6;host="\\", for=10.0.0.7;host="a\",b"`, '6.6.6.6'],
  [String.raw`secret="\\";for=6.6.6.6;host=",for=7.7.7.7"`, '6.6.6.6'],
  ['for="[2001:4860::1]:80";host="a;for=7.7.7.7" , for="10.0.0.7" ', '2001:4860::1'],
  // A string that does not begin or end: what stands in it, and left of it, is nobody's word.
  ['for=6.6.6.6, x";for=7.7.7.7', '10.0.0.1'],
  ['for="6.6.6.6', '10.0.0.1'],
  ['for=6.6.6.6"', '10.0.0.1'],
  ['for="6.6.6.6"x', '10.0.0.1'],
  ['for=6.6.6.6, x", for=10.0.0.7', '10.0.0.7'],
  [String.raw`for=6.6.6.6, x=\", for=10.0.0.7`, '10.0.0.7'],
  ['"', '10.0.0.1'],
  // What a client opens hides nothing of what a trusted proxy adds behind it.
  ['for=7.7.7.7;x=", for=6.6.6.6;host="a"', '6.6.6.6'],
  [String.raw`x="\, for=6.6.6.6;host=",for=7.7.7.7;a=\\\""`, '6.6.6.6'],
])('Forwarded: %s names %s', ([value, client]) => {
  expect(clientOf('10.0.0.1', value as string, proxies('forwarded'))).toBe(client)
})

/** A header as RFC 7239 section 4 and RFC 9110 section 5.6 write it, from its beginning: its elements, and the pairs of each. */
function readForwarded(header: string): [name: string, value: string][][] {
  return piecesOf(header, ',').map((element) =>
    piecesOf(element, ';').map((pair) => {
      const [, name = '', token, quoted] =
        /^([^=]+)=(?:([^"]*)|"((?:[^"\\]|\\.)*)")$/.exec(pair.trim()) ?? []
      return [name.toLowerCase(), token ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? '']
    }),
  )
}

/** What stands between separators that are in no quoted string. */
function piecesOf(text: string, separator: string): string[] {
  const pieces = ['']
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[^]/g))
    if (part === separator) pieces.push('')
    else pieces.push(`${pieces.pop()}${part}`)
  return pieces
}

describe('of any Forwarded header that proxies write', () => {
  const hidden = fc.constantFrom(
    ',',
    ';',
    '=',
    '"',
    '\\',
    ' ',
    'for=7.7.7.7',
    ',for=7.7.7.7',
    ';for=7.7.7.7',
    '";',
  )
  const inString = fc.array(hidden, { maxLength: 6 }).map((parts) => parts.join(''))
  const quoted = inString.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`)
  const other = fc
    .tuple(
      fc.constantFrom('by', 'host', 'secret', 'xfor'),
      fc.oneof(quoted, fc.constant('7.7.7.7')),
    )
    .map((pair) => pair.join('='))
  /** One proxy's word about where a request came from, with pairs around it. */
  const elementOf = (...addresses: string[]): fc.Arbitrary<string> =>
    fc
      .tuple(
        fc.array(other, { maxLength: 2 }),
        fc.constantFrom('for=', 'For='),
        fc.constantFrom(...addresses),
        fc.array(other, { maxLength: 2 }),
      )
      .map(([before, name, address, after]) => [...before, name + address, ...after].join(';'))
  const chain = fc
    .tuple(
      elementOf('6.6.6.6', '"5.5.5.5:80"', '"[2001:4860::1]:4711"'),
      fc.array(elementOf('10.0.0.7', '"10.0.0.8:80"'), { maxLength: 3 }),
      fc.constantFrom(',', ', ', ' ,\t'),
    )
    .map(([client, behind, comma]) => [client, ...behind].join(comma))

  test('the client is the one that the whole of it names', () => {
    fc.assert(
      fc.property(fc.array(chain, { minLength: 1, maxLength: 3 }), (chains) => {
        const header = chains.join(', ')
        const named = readForwarded(header).map((pairs) => Object.fromEntries(pairs)['for'] ?? '')
        const client = named.findLast((address) => !address.startsWith('10.')) ?? ''
        const bare = client.replace(/^\[(.*)\].*$/, '$1').replace(/^([\d.]+):\d+$/, '$1')
        expect(clientOf('10.0.0.1', header, proxies('forwarded'))).toBe(bare)
      }),
    )
  })

  test('nothing that a client puts before it changes whom it names', () => {
    fc.assert(
      fc.property(
        fc.oneof(inString, fc.string({ unit: 'binary-ascii' })),
        chain,
        (forged, added) => {
          const trusted = proxies('forwarded')
          const header = `${forged}, ${added}`
          expect(clientOf('10.0.0.1', header, trusted)).toBe(clientOf('10.0.0.1', added, trusted))
        },
      ),
    )
  })
})

test('a line of trusted proxies alone says that the line before it counts too', () => {
  const line = Buffer.from('10.0.0.9, 10.0.0.8')
  expect(proxies().readLine(line, 0, line.length, sourceOf('10.0.0.1'))).toBe(true)
  const named = Buffer.from('203.0.113.9, 10.0.0.8')
  expect(proxies().readLine(named, 0, named.length, sourceOf('10.0.0.1'))).toBe(false)
})

describe('trusted are', () => {
  test.for([
    ['10.0.0.0', 8, 4, '10.255.255.255', '11.0.0.0'],
    ['10.0.0.1', 32, 4, '10.0.0.1', '10.0.0.2'],
    ['10.0.0.128', 25, 4, '10.0.0.255', '10.0.0.127'],
    ['172.16.0.0', 12, 4, '172.31.255.255', '172.32.0.0'],
    ['192.0.2.0', 31, 4, '192.0.2.1', '192.0.2.2'],
    ['0.0.0.0', 0, 4, '203.0.113.9', '2001:db8::1'],
    ['::', 0, 6, '2001:db8::1', '203.0.113.9'],
    ['2001:db8::', 33, 6, '2001:db8:7fff::1', '2001:db8:8000::1'],
    ['::1', 128, 6, '::1', '::2'],
    ['::ffff:10.0.0.0', 104, 6, '10.1.2.3', '11.1.2.3'],
  ] as const)('of %s/%d', ([address, prefixBits, family, inside, outside]) => {
    const trusted = new TrustedProxies({
      networks: [{ address, prefixBits, family }],
      header: 'x-forwarded-for',
    })
    const isTrusted = (text: string): boolean => {
      const source = sourceOf(text)
      return trusted.isTrusted(source.address, 0, source.family)
    }
    expect(isTrusted(inside)).toBe(true)
    expect(isTrusted(outside)).toBe(false)
  })
})
