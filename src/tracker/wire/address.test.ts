import { expect, test } from 'vitest'
import { addressTextBytesMax, formatAddress, parseAddress, writeAddress } from './address.ts'

/** The address as hexadecimal, or the 0 that says there is none. */
function parsed(text: string): string | 0 {
  const into = new Uint8Array(16)
  const family = parseAddress(text, into)
  return family === 0 ? 0 : Buffer.from(into.subarray(0, family === 4 ? 4 : 16)).toString('hex')
}

test.for([
  ['127.0.0.1', '7f000001'],
  ['0.0.0.0', '00000000'],
  ['255.255.255.255', 'ffffffff'],
  ['10.99.0.2', '0a630002'],
])('%s is an IPv4 address', ([text, hex]) => {
  expect(parsed(text as string)).toBe(hex)
})

test.for([
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['1::', '00010000000000000000000000000000'],
  ['fd99::2', 'fd990000000000000000000000000002'],
  ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
  ['2001:DB8::Ab', '20010db80000000000000000000000ab'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
  ['::2:3:4:5:6:7:8', '00000002000300040005000600070008'],
  ['1:2:3:4:5:6:7.8.9.10', '0001000200030004000500060708090a'],
  ['::1.2.3.4', '00000000000000000000000001020304'],
])('%s is an IPv6 address', ([text, hex]) => {
  expect(parsed(text as string)).toBe(hex)
})

test.for([
  '::ffff:10.99.0.2',
  '::FFFF:10.99.0.2',
  '::ffff:a63:2',
  '0:0:0:0:0:ffff:0A63:0002',
  '0000::ffff:10.99.0.2%eth0',
])('the IPv4-mapped address %s is IPv4, however it is spelled', (text) => {
  expect(parsed(text)).toBe('0a630002')
})

test('addresses that embed IPv4 in another way stay IPv6', () => {
  expect(parsed('64:ff9b::10.99.0.2')).toBe('0064ff9b00000000000000000a630002')
  expect(parsed('2002:a63:2::1')).toBe('20020a63000200000000000000000001')
})

test('a zone is dropped', () => {
  expect(parsed('fe80::1%eth0')).toBe('fe800000000000000000000000000001')
})

test.for([
  '',
  ' ',
  'host.name',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.',
  '.1.2.3',
  '1..2.3',
  '256.1.1.1',
  '1.2.3.1000',
  '01.2.3.4',
  '1.2.3.4 ',
  ' 1.2.3.4',
  '1.2.3.4:80',
  '1.2.3.4%eth0',
  '-1.2.3.4',
  '0x1.2.3.4',
  ':',
  ':::',
  '1',
  '1:',
  ':1',
  ':1::',
  '1::2::3',
  '1:::2',
  '::1:',
  '12345::',
  'g::',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  '1:2:3:4::5:6:7:8',
  '1:2:3:4:5:6:7:1.2.3.4',
  '::1.2.3',
  '::1.2.3.4:5',
  '1.2.3.4::',
  '::ffff:1.2.3.256',
  '[::1]',
  '[::1]:99',
  'fe80::1%',
  '%eth0',
  '::１',
])('"%s" is no address', (text) => {
  expect(parsed(text)).toBe(0)
})

/** RFC 5952 section 4, each recommendation in turn. */
test.for([
  ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
  ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:DB8::A', '2001:db8::a'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['1:2:3:4:5:6:0:0', '1:2:3:4:5:6::'],
  ['0:0:3:4:5:6:7:8', '::3:4:5:6:7:8'],
  ['ff02::1:ff00:0', 'ff02::1:ff00:0'],
  ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
])('%s is written %s', ([text, canonical]) => {
  const address = new Uint8Array(16)
  expect(parseAddress(text as string, address)).toBe(6)
  expect(formatAddress(address, 6)).toBe(canonical)
})

test('an IPv4 address is written in dots, from anywhere in a buffer', () => {
  expect(formatAddress(Uint8Array.of(255, 0, 10, 1), 4)).toBe('255.0.10.1')
  const out = Buffer.alloc(addressTextBytesMax, '.')
  expect(writeAddress(out, 2, Uint8Array.of(9, 10, 99, 0, 2, 9), 1, 4)).toBe(11)
  expect(out.toString('latin1', 0, 12)).toBe('..10.99.0.2.')
})
