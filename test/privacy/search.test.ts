/** The search itself: it finds what is there in every form, and nothing that is not. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { freshDirectory } from '../support/waggle.ts'
import { Marks } from './marks.ts'
import { type Place, sqliteColumns } from './places.ts'
import { search } from './search.ts'

function place(text: string | Buffer): Place {
  const around = Buffer.from('something before ')
  return {
    where: 'log',
    bytes: Buffer.concat([around, Buffer.from(text), around]),
    isColumn: false,
  }
}

function isFound(marks: Marks, text: string | Buffer): boolean {
  return search([place(text)], marks.all).length > 0
}

test('a hash is found in every form', () => {
  const marks = new Marks()
  const hash = marks.bytes('info-hash', 20)
  const hex = hash.toString('hex')
  for (const text of [
    hash,
    Buffer.from(hash.toReversed()),
    hex,
    hex.toUpperCase(),
    hex.replaceAll(/../g, '%$&'),
    hex.replaceAll(/../g, (two) => `%${two.toUpperCase()}`),
    JSON.stringify(hash.toJSON()),
    hash.toString('base64'),
    Buffer.concat([Buffer.from('a'), hash, Buffer.from('b')]).toString('base64'),
    Buffer.concat([Buffer.from('ab'), hash, Buffer.from('b')]).toString('base64url'),
  ])
    expect(isFound(marks, text), String(text)).toBe(true)
  expect(isFound(marks, hash.subarray(1))).toBe(false)
})

test('a word is found in every form', () => {
  const marks = new Marks()
  const word = marks.word('peer id')
  for (const text of [
    word,
    word.toUpperCase(),
    Buffer.from(word).toString('hex'),
    Buffer.from(`x${word}`).toString('base64'),
    Buffer.from(word, 'utf16le'),
  ])
    expect(isFound(marks, text), String(text)).toBe(true)
  expect(isFound(marks, word.slice(1))).toBe(false)
})

test('an IPv4 address is found as text and number, and as bytes where there are two', () => {
  const marks = new Marks()
  const addresses = [marks.ipv4('client address'), marks.ipv4('client address')]
  const [one = '', other = ''] = addresses
  const [bytes, otherBytes] = addresses.map((text) => Buffer.from(text.split('.').map(Number)))
  if (bytes === undefined || otherBytes === undefined) throw new Error('two were made')
  for (const text of [one, `::ffff:${one}`, bytes.toString('hex'), `${bytes.readUInt32BE()}`])
    expect(isFound(marks, text), text).toBe(true)
  expect(isFound(marks, bytes)).toBe(false)
  expect(isFound(marks, Buffer.concat([bytes, otherBytes]))).toBe(true)
  expect(isFound(marks, one.slice(0, -2) + other.slice(0, 4))).toBe(false)
})

test('an IPv6 address is found, and its network alone', () => {
  const marks = new Marks()
  const address = marks.ipv6('client address')
  const bytes = Buffer.from(
    address
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  )
  for (const text of [address, address.toUpperCase(), bytes, bytes.subarray(0, 8)])
    expect(isFound(marks, text), String(text)).toBe(true)
  expect(isFound(marks, `${address.split(':').slice(0, 4).join(':')}::/64`)).toBe(true)
  expect(isFound(marks, '2001:db8::7')).toBe(false)
})

test('an amount is found as text and as a number of eight bytes', () => {
  const marks = new Marks()
  const amount = marks.amount('amount')
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(amount)
  expect(isFound(marks, `uploaded=${amount}&`)).toBe(true)
  expect(isFound(marks, bytes)).toBe(true)
  expect(isFound(marks, `${amount / 10n}`)).toBe(false)
})

test('a table is searched column by column', () => {
  const directory = freshDirectory()
  const file = join(directory, 'test.db')
  const database = new DatabaseSync(file)
  const marks = new Marks()
  const [hash, word] = [marks.bytes('info-hash', 20), marks.word('name')]
  database.exec('CREATE TABLE things (id INTEGER, hash BLOB, name TEXT)')
  database.prepare('INSERT INTO things VALUES (1, ?, ?)').run(hash, `a ${word}`)
  database.close()
  const found = search(sqliteColumns(file), marks.all).map(({ what, where }) => [what, where])
  expect(found).toEqual([
    ['info-hash', 'things.hash'],
    ['name', 'things.name'],
  ])
  rmSync(directory, { recursive: true })
})
