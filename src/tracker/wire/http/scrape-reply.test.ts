import { expect, test } from 'vitest'
import { scrapeHashesMax } from '#base/limits'
import { ScrapeCounts } from '../scrape-counts.ts'
import { TorrentName, torrentNameBytesMax } from '../torrent-name.ts'
import {
  beginScrapeReply,
  endScrapeReply,
  namedScrapeEntryBytesMax,
  scrapeEntryBytesMax,
  scrapeFrameBytesMax,
  writeNamedScrapeEntry,
  writeScrapeEntry,
} from './scrape-reply.ts'

const out = Buffer.alloc(scrapeHashesMax * scrapeEntryBytesMax + scrapeFrameBytesMax)

function encode(hashes: Buffer, counts: ScrapeCounts): string {
  let at = beginScrapeReply(out, 0)
  for (let hashAt = 0; hashAt < hashes.length; hashAt += 20) {
    at = writeScrapeEntry(out, at, hashes, hashAt, counts)
  }
  at = endScrapeReply(out, at, 900)
  return out.toString('latin1', 0, at)
}

test('one torrent is answered byte for byte', () => {
  const counts = Object.assign(new ScrapeCounts(), { seeders: 1 })
  expect(encode(Buffer.from('abcdefghijklmnopqrst'), counts)).toBe(
    'd5:filesd20:abcdefghijklmnopqrstd8:completei1e10:downloadedi0e11:downloadersi0e10:incompletei0eee5:flagsd20:min_request_intervali900eee',
  )
})

test('each count stands under its own key', () => {
  const counts = Object.assign(new ScrapeCounts(), {
    seeders: 1,
    leechers: 22,
    completed: 333,
    downloaders: 4444,
  })
  expect(encode(Buffer.alloc(20), counts)).toContain(
    'd8:completei1e10:downloadedi333e11:downloadersi4444e10:incompletei22ee',
  )
})

test('the key is the 20 raw bytes, whatever they are', () => {
  const hash = Buffer.from('003a65ff80c3a9202530646c69e0fffefd0d0a7f', 'hex')
  expect(encode(hash, new ScrapeCounts())).toContain(`20:${hash.toString('latin1')}d8:complete`)
})

test('no torrent is an empty dictionary', () => {
  expect(encode(Buffer.alloc(0), new ScrapeCounts())).toBe(
    'd5:filesde5:flagsd20:min_request_intervali900eee',
  )
})

test('a registered torrent has its name in raw bytes, and no downloaders', () => {
  const counts = Object.assign(new ScrapeCounts(), { seeders: 1, leechers: 2, completed: 3 })
  const name = new TorrentName()
  name.length = Buffer.from(name.bytes.buffer).write('Ein größeres Iso')
  const end = writeNamedScrapeEntry(out, 0, Buffer.from('abcdefghijklmnopqrst'), 0, counts, name)
  expect(out.toString('utf8', 0, end)).toBe(
    '20:abcdefghijklmnopqrstd8:completei1e10:downloadedi3e10:incompletei2e4:name18:Ein größeres Isoe',
  )
})

test('a registered torrent without a name has no key for it', () => {
  const hash = Buffer.from('abcdefghijklmnopqrst')
  const end = writeNamedScrapeEntry(out, 0, hash, 0, new ScrapeCounts(), new TorrentName())
  expect(out.toString('latin1', 0, end)).toBe(
    '20:abcdefghijklmnopqrstd8:completei0e10:downloadedi0e10:incompletei0ee',
  )
})

test('the largest counts fit the room that is promised', () => {
  const counts = new ScrapeCounts()
  counts.seeders = counts.leechers = counts.completed = counts.downloaders = 2 ** 53
  expect(writeScrapeEntry(out, 0, Buffer.alloc(20), 0, counts)).toBe(scrapeEntryBytesMax)
  const name = Object.assign(new TorrentName(), { length: torrentNameBytesMax })
  const end = writeNamedScrapeEntry(out, 0, Buffer.alloc(20), 0, counts, name)
  expect(end).toBe(namedScrapeEntryBytesMax)
  expect(endScrapeReply(out, beginScrapeReply(out, 0), 2 ** 53)).toBe(scrapeFrameBytesMax)
})
