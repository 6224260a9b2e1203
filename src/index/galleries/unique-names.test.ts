import { expect, test } from 'vitest'
import { UniqueNames } from './unique-names.ts'

test('a name that was given gets a number before its extension', () => {
  const names = new UniqueNames()
  const wanted = ['a.torrent', 'A.TORRENT', 'a (2).torrent', 'a.torrent', 'b', 'B']
  expect(wanted.map((name) => names.take(name))).toEqual([
    'a.torrent',
    'A (2).TORRENT',
    'a (2) (2).torrent',
    'a (3).torrent',
    'b',
    'B (2)',
  ])
})

test('forms of a name that one file system takes for the same are told apart', () => {
  const names = new UniqueNames()
  expect(names.take('\u00e9.torrent')).toBe('\u00e9.torrent')
  expect(names.take('e\u0301.torrent')).toBe('e\u0301 (2).torrent')
})

test('twenty thousand of one name are numbered at once', () => {
  const names = new UniqueNames()
  const taken = new Set(Array.from({ length: 20_000 }, () => names.take('same.torrent')))
  expect(taken.size).toBe(20_000)
  expect(taken).toContain('same (20000).torrent')
})
