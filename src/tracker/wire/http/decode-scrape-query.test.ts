import { expect, test } from 'vitest'
import { queryParametersMax, scrapeHashesMax } from '#base/limits'
import { ascii } from '../bytes.ts'
import { Failure } from '../failure.ts'
import { Scrape } from '../scrape.ts'
import { decodeScrapeQuery } from './decode-scrape-query.ts'

const scrape = new Scrape()

function decode(query: string): Failure {
  return decodeScrapeQuery(ascii(query), 0, query.length, scrape)
}

/** An info-hash of the 20 bytes `first`, 0, 0, …, `last`. */
function hash(first: number, last = 0): string {
  return Buffer.from([first, ...new Uint8Array(18), last]).toString('hex')
}

function parameter(hex: string): string {
  return `info_hash=${hex.replaceAll(/../g, '%$&')}`
}

function decodedHashes(): string[] {
  const bytes = Buffer.from(scrape.infoHashes.subarray(0, scrape.count * 20))
  return bytes.toString('hex').match(/.{40}/g) ?? []
}

test('info-hashes come sorted bytewise, so that the reply is', () => {
  const sorted = [
    hash(0),
    hash(0, 1),
    hash(1),
    hash(0x7f),
    hash(0x80),
    hash(0xff, 1),
    hash(0xff, 2),
  ]
  const mixed = [6, 1, 3, 0, 5, 2, 4].map((index) => parameter(sorted[index] as string))
  expect(decode(mixed.join('&'))).toBe(Failure.none)
  expect(decodedHashes()).toEqual(sorted)
})

test('an info-hash that is repeated comes once', () => {
  const query = [hash(2), hash(1), hash(2), hash(1), hash(2)].map(parameter).join('&')
  expect(decode(query)).toBe(Failure.none)
  expect(decodedHashes()).toEqual([hash(1), hash(2)])
})

test('no info-hash asks for all torrents', () => {
  scrape.count = 5
  expect(decode('')).toBe(Failure.none)
  expect(scrape.count).toBe(0)
  expect(decode('passkey=1&port=0&peer_id=x')).toBe(Failure.none)
  expect(scrape.count).toBe(0)
})

test('as many as are allowed are all answered, of more the first', () => {
  const hashes = Array.from({ length: scrapeHashesMax + 20 }, (_, index) => hash(1, index))
  const descending = hashes.toReversed()
  expect(decode(descending.map(parameter).join('&'))).toBe(Failure.none)
  expect(decodedHashes()).toEqual(hashes.slice(20))
})

test('repeats take no room', () => {
  const repeated = Array.from({ length: 300 }, () => parameter(hash(9)))
  expect(decode([...repeated, parameter(hash(3))].join('&'))).toBe(Failure.none)
  expect(decodedHashes()).toEqual([hash(3), hash(9)])
})

test('one bad info-hash fails the scrape', () => {
  expect(decode(`${parameter(hash(1))}&info_hash=x`)).toBe(Failure.infoHashLength)
  expect(decode(`info_hash=&${parameter(hash(1))}`)).toBe(Failure.infoHashLength)
  expect(decode(`${parameter(hash(1))}&info_hash=%zz`)).toBe(Failure.infoHashEscape)
  const full = Array.from({ length: scrapeHashesMax }, (_, index) => parameter(hash(1, index)))
  expect(decode([...full, 'info_hash=x'].join('&'))).toBe(Failure.infoHashLength)
})

test('too many parameters fail the scrape', () => {
  expect(decode('a&'.repeat(queryParametersMax + 1))).toBe(Failure.parametersTooMany)
})

test('a second ? separates here too', () => {
  expect(decode(`passkey=abc?${parameter(hash(1))}`)).toBe(Failure.none)
  expect(decodedHashes()).toEqual([hash(1)])
})
