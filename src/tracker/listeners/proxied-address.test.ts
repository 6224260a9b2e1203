import { expect, test } from 'vitest'
import { type ProxyHeader, TrustedProxies } from './proxied-address.ts'

function proxies(header: ProxyHeader = 'x-forwarded-for'): TrustedProxies {
  const networks = [
    { address: '10.0.0.0', prefixBits: 8, family: 4 },
    { address: '2001:db8::', prefixBits: 32, family: 6 },
  ] as const
  return new TrustedProxies({ networks, header })
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
  ['brackets and ports are cut', '10.0.0.1', '[2001:4860::1]:4711', '2001:4860::1'],
  ['a port is cut', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['garbage leaves the proxy', '10.0.0.1', 'unknown', '10.0.0.1'],
  ['garbage hides what is left of it', '10.0.0.1', '1.1.1.1, evil, 10.0.0.7', '10.0.0.7'],
  ['no header leaves the proxy', '10.0.0.1', undefined, '10.0.0.1'],
] as const)('%s', ([, source, header, client]) => {
  expect(proxies().clientOf(source, header)).toBe(client)
})

test('Forwarded is read by its for= parts', () => {
  const value = 'for=192.0.2.60;proto=http;by=203.0.113.43, For="[2001:4860::1]:4711"'
  expect(proxies('forwarded').clientOf('10.0.0.1', value)).toBe('2001:4860::1')
})
