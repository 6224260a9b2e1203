import { expect, test } from 'vitest'
import { createPasswords } from './passwords.ts'

const passwords = createPasswords()
/** For what does not depend on the cost. */
const quick = createPasswords({ cost: { memoryKib: 8, passes: 1, lanes: 1 } })

test('a hash says how it was made, with 19 MiB, two passes and one lane', async () => {
  expect(await passwords.hash('eight or more')).toMatch(
    /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
  )
})

test('a hash of the reference implementation is checked with its own parameters', async () => {
  // argon2 0.20190702: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
  const reference =
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await quick.verify('password', reference)).toBe(true)
  expect(await quick.verify('Password', reference)).toBe(false)
})

test('the right password is right, and nothing else is', async () => {
  const stored = await quick.hash('pass phrase')
  expect(await quick.verify('pass phrase', stored)).toBe(true)
  for (const other of ['pass phrase ', 'Pass phrase', '', 'pass\u00a0phrase\0'])
    expect(await quick.verify(other, stored), other).toBe(false)
})

test('a password is the same however it is composed', async () => {
  const stored = await quick.hash('cafe\u0301 ﬁve')
  expect(await quick.verify('caf\u00e9 five', stored)).toBe(true)
})

test('two hashes of one password differ', async () => {
  expect(await quick.hash('pass phrase')).not.toBe(await quick.hash('pass phrase'))
})

test('no password is right where none is stored', async () => {
  expect(await quick.verify('', undefined)).toBe(false)
  expect(await quick.verify('pass phrase', undefined)).toBe(false)
})

test.for([
  ['m=8,t=1,p=1', true],
  ['m=19455,t=3,p=2', true],
  ['m=19456,t=1,p=2', true],
  ['m=19456,t=2,p=1', false],
  ['m=65536,t=4,p=4', false],
] as const)('a hash made with %s is outdated: %s', ([parameters, isOutdated]) => {
  const stored = `$argon2id$v=19$${parameters}$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc`
  expect(passwords.isOutdated(stored)).toBe(isOutdated)
})

test('more than can wait are refused, and those that wait are answered', async () => {
  const few = createPasswords({
    cost: { memoryKib: 8, passes: 1, lanes: 1 },
    runningMax: 1,
    waitingMax: 2,
  })
  const outcomes = await Promise.allSettled(
    Array.from({ length: 5 }, () => few.hash('pass phrase')),
  )
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ])
  expect(outcomes[4]).toMatchObject({ reason: { code: 'logins_busy', retryAfterSeconds: 5 } })
})
