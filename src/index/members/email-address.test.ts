import { expect, test } from 'vitest'
import { emailAddressOf } from './email-address.ts'

test.for([
  ['alice@example.org', 'alice@example.org', 'alice@example.org'],
  ['  Alice.B+tag@Example.ORG ', 'Alice.B+tag@example.org', 'alice.b+tag@example.org'],
  ["o'neil@mail.example", "o'neil@mail.example", "o'neil@mail.example"],
  ['jo@bücher.example', 'jo@xn--bcher-kva.example', 'jo@xn--bcher-kva.example'],
] as const)('%s is %s', ([given, address, key]) => {
  expect(emailAddressOf(given)).toEqual({ address, key })
})

test.for([
  ['a line end', 'alice@example.org\r\nBcc: all@example.org'],
  ['a line end before the sign', 'alice\n@example.org'],
  ['two addresses', 'alice@example.org,bob@example.org'],
  ['a name beside it', 'Alice <alice@example.org>'],
  ['quotes', '"alice b"@example.org'],
  ['a zero', 'alice\0@example.org'],
  ['no domain', 'alice@'],
  ['nobody', '@example.org'],
  ['no sign', 'alice'],
  ['this machine', 'root@localhost'],
  ['a number for a machine', 'root@[127.0.0.1]'],
  ['a number', 'root@127.0.0.1'],
  ['two points', 'a..b@example.org'],
  ['a line separator', 'alice\u2028@example.org'],
  ['letters that mail does not carry everywhere', 'älice@example.org'],
  ['too many characters', `${'a'.repeat(65)}@example.org`],
  ['a domain that is too long', `a@${'b.'.repeat(130)}org`],
] as const)('with %s it is no address', ([, given]) => {
  expect(emailAddressOf(given)).toBeUndefined()
})
