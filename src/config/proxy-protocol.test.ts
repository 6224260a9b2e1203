import { expect, test } from 'vitest'
import { parseListenAddress } from './listen-address.ts'
import { loadConfig } from './load.ts'
import { namedForProxyProtocol, usesProxyProtocol } from './proxy-protocol.ts'

function isProxied(proxyProtocol: string, address: string): boolean {
  const { tracker } = loadConfig({
    overrides: [
      'tracker.http=["127.0.0.1:80","[::1]:80"]',
      'tracker.trusted_proxies=10.0.0.1',
      `tracker.proxy_protocol=${proxyProtocol}`,
    ],
  })
  const { value } = parseListenAddress(address)
  if (value === undefined) throw new Error(`${address} is no address`)
  expect(tracker.http).toContainEqual(value)
  return usesProxyProtocol(tracker, value)
}

test.each([
  ['true', true, true],
  ['false', false, false],
  ['[]', false, false],
  ['127.0.0.1:80', true, false],
  ['[0:0::1]:80', false, true],
  ['["[::1]:80","127.0.0.1:80"]', true, true],
])('tracker.proxy_protocol = %s', (value, over4, over6) => {
  expect([isProxied(value, '127.0.0.1:80'), isProxied(value, '[::1]:80')]).toEqual([over4, over6])
})

test('true means HTTPS as well', () => {
  const { tracker } = loadConfig({
    overrides: [
      'tracker.http=127.0.0.1:80',
      'tracker.https=127.0.0.1:443',
      'tracker.tls_certificate=c.pem',
      'tracker.tls_key=k.pem',
      'tracker.trusted_proxies=10.0.0.1',
      'tracker.proxy_protocol=true',
    ],
  })
  expect(namedForProxyProtocol(tracker).map(({ port }) => port)).toEqual([80, 443])
})
