import { expect, test } from 'vitest'
import { formatNetwork, parseNetwork } from './network.ts'

test.each([
  ['192.0.2.7', { address: '192.0.2.7', prefixBits: 32, family: 4 }],
  ['10.0.0.0/8', { address: '10.0.0.0', prefixBits: 8, family: 4 }],
  ['0.0.0.0/0', { address: '0.0.0.0', prefixBits: 0, family: 4 }],
  ['::1', { address: '::1', prefixBits: 128, family: 6 }],
  ['2001:db8::/32', { address: '2001:db8::', prefixBits: 32, family: 6 }],
] as const)('reads %s and writes it back', (text, network) => {
  expect(parseNetwork(text)).toEqual({ value: network })
  expect(formatNetwork(network)).toBe(text)
})

test.each([
  ['', 'is not an address or a network'],
  ['proxy.example', 'is not an address or a network'],
  ['10.0.0.0/', 'is not an address or a network'],
  ['10.0.0/8', 'is not an address or a network'],
  ['fe80::1%eth0', 'is not an address or a network'],
  ['10.0.0.0/33', 'has a prefix length above 32'],
  ['::/129', 'has a prefix length above 128'],
])('says why %j cannot be read', (text, problem) => {
  expect(parseNetwork(text).problem).toContain(problem)
})
