import { expect, test } from 'vitest'
import { newTorrentKey } from './torrent-key.ts'

test('each key is another one, of 16 letters and digits', () => {
  const keys = Array.from({ length: 200 }, newTorrentKey)
  expect(new Set(keys).size).toBe(200)
  expect(keys.filter((key) => !/^[0-9A-Za-z]{16}$/.test(key))).toEqual([])
  // Every character turns up: the chance that one of 62 does not is below 10^-20.
  expect(new Set(keys.join('')).size).toBe(62)
})
