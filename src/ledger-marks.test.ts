import { expect, test } from 'vitest'
import { LedgerMarks } from './ledger-marks.ts'

const facts = (torrentId: number) => ({ torrentId, sizeBytes: 5, uploaderId: 3 })

test('a torrent that changes while the database is asked about it is asked for again', () => {
  const marks = new LedgerMarks({ most: 10, isUnflushed: () => false })
  expect(marks.unknownTorrents([1, 2, 3, 2])).toEqual([1, 2, 3])
  marks.forgetTorrent(1)
  marks.forgetTorrent(3)
  marks.learnTorrents([facts(1), facts(2)])
  marks.learnUnknown([3])
  expect(marks.torrent(2)).toEqual({ sizeBytes: 5, uploaderId: 3 })
  expect(marks.unknownTorrents([1, 2, 3])).toEqual([1, 3])
  marks.learnTorrents([facts(1)])
  marks.learnUnknown([3])
  expect(marks.unknownTorrents([1, 2, 3])).toEqual([])
})
