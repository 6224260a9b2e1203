import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { HashList, turn } from './hash-list.ts'

function listOf(hashes: readonly Buffer[]): HashList {
  const list = new HashList()
  for (const hash of hashes) list.add(Buffer.concat([Buffer.alloc(3), hash]), 3)
  return list
}

function inOrder(list: HashList): string[] {
  const hash = Buffer.alloc(20)
  return [...list.inOrder()]
    .filter((index) => index !== turn)
    .map((index) => {
      list.read(index, hash)
      return hash.toString('hex')
    })
}

test('info-hashes come in bytewise order, more of them than a page holds', () => {
  const hashes = Array.from({ length: 40_000 }, (_, index) =>
    createHash('sha1').update(`${index}`).digest(),
  )
  const list = listOf(hashes)
  expect(list.count).toBe(hashes.length)
  const expected = hashes.map((hash) => hash.toString('hex')).toSorted()
  expect(inOrder(list)).toEqual(expected)
})

test('hashes that begin alike are told apart to the last byte', () => {
  const hashes = [5, 200, 0, 17, 255].map((last) => Buffer.alloc(20, 0xfe).fill(last, 19))
  expect(inOrder(listOf(hashes)).map((text) => Number.parseInt(text.slice(38), 16))).toEqual([
    0, 5, 17, 200, 255,
  ])
})

test('others get a turn every few thousand hashes', () => {
  const hashes = Array.from({ length: 50_000 }, (_, index) => {
    const hash = Buffer.alloc(20)
    hash.writeUInt32BE(index * 80_000)
    return hash
  })
  let since = 0
  let longest = 0
  for (const index of listOf(hashes).inOrder()) {
    since = index === turn ? 0 : since + 1
    longest = Math.max(longest, since)
  }
  expect(longest).toBeLessThanOrEqual(8192)
})

test('no hashes are in order', () => {
  expect(inOrder(new HashList())).toEqual([])
})
