import { expect, test } from 'vitest'
import { visitorNetwork } from './visitor-network.ts'

test.for([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3:4:192.0.2.7', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
] as const)('%s is of %s', ([address, network]) => {
  expect(visitorNetwork(address)).toBe(network)
})

test('what is no address is taken as it is, up to a limit', () => {
  expect(visitorNetwork('unknown')).toBe('unknown')
  expect(visitorNetwork('x'.repeat(1000))).toHaveLength(64)
})
