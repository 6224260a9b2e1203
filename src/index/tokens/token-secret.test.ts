import { expect, test } from 'vitest'
import { looksLikeToken, newTokenSecret, tokenDigest } from './token-secret.ts'

test('each token is another one, and looks like one', () => {
  const secrets = Array.from({ length: 100 }, newTokenSecret)
  expect(new Set(secrets).size).toBe(100)
  expect(secrets.every(looksLikeToken)).toBe(true)
})

test('what has another form is no token', () => {
  const secret = newTokenSecret()
  for (const other of ['', secret.slice(1), `${secret}a`, `${secret}\n`, secret.replace('_', '-')])
    expect(looksLikeToken(other), other).toBe(false)
})

test('what is kept of a token is its SHA-256', () => {
  expect(Buffer.from(tokenDigest('abc')).toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})
