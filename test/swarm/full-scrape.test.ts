/** The scrape of all torrents: canonical bencode, every torrent once, while announces go on. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Prng } from '#base/prng'
import { Announcer } from '#tracker/announce/announcer'
import { fullScrape } from '#tracker/announce/full-scrape'
import { AnnounceEvent } from '#tracker/wire/announce'
import { decodeBencodeDictionary, dictionaryAt, integerAt } from '../support/bencode.ts'
import { formattedRegion, StoreUnderTest } from './store-under-test.ts'

const policy = {
  intervalSeconds: 1800,
  minIntervalSeconds: 900,
  intervalJitterPercent: 0,
  numwantDefault: 50,
  numwantMax: 200,
  fullScrape: true,
}

function newTracker(): { subject: StoreUnderTest; announcer: Announcer } {
  const { region, layout } = formattedRegion({})
  const subject = new StoreUnderTest(region, layout, 0, {})
  const announcer = new Announcer({ store: subject.store, policy, prng: new Prng(1, 2, 3) })
  return { subject, announcer }
}

/** An info-hash as clients make them. */
function hashOf(number: number): Buffer {
  return createHash('sha1').update(`${number}`).digest()
}

/** The entries of a reply, by info-hash in hexadecimal; throws unless the keys are in order. */
function readReply(chunks: readonly Buffer[]): Map<string, number[]> {
  const reply = decodeBencodeDictionary(Buffer.concat(chunks))
  expect([...reply.keys()]).toEqual(['files', 'flags'])
  expect(integerAt(dictionaryAt(reply, 'flags'), 'min_request_interval')).toBe(900)
  const files = dictionaryAt(reply, 'files')
  const entries = [...files.keys()].map((hash): [string, number[]] => {
    const entry = dictionaryAt(files, hash)
    const keys = ['complete', 'downloaded', 'downloaders', 'incomplete']
    expect([...entry.keys()]).toEqual(keys)
    return [Buffer.from(hash, 'latin1').toString('hex'), keys.map((key) => integerAt(entry, key))]
  })
  return new Map(entries)
}

describe('a full scrape', () => {
  test('of nothing is a dictionary of no files', () => {
    expect(readReply([...fullScrape(newTracker().announcer)]).size).toBe(0)
  })

  test('has every torrent once, in order, with its counts', () => {
    const { subject, announcer } = newTracker()
    const expected = new Map<string, number[]>()
    for (let torrent = 0; torrent < 3000; torrent++) {
      const infoHash = hashOf(torrent)
      const [seeders, leechers, partial] = [torrent % 3, 1 + (torrent % 4), torrent % 2]
      const event = partial === 1 ? AnnounceEvent.completed : AnnounceEvent.none
      for (let peer = 0; peer < seeders; peer++)
        subject.announce({ torrent, infoHash, peer, left: 0, event })
      for (let peer = 10; peer < 10 + leechers; peer++)
        subject.announce({ torrent, infoHash, peer, family: 6 })
      if (partial === 1)
        subject.announce({ torrent, infoHash, peer: 20, event: AnnounceEvent.paused })
      const completed = seeders * partial
      const entry = [seeders, completed, leechers, leechers + partial]
      expected.set(infoHash.toString('hex'), entry)
    }
    expect(readReply([...fullScrape(announcer)])).toEqual(expected)
  })

  test('orders info-hashes that differ in their last byte only', () => {
    const { subject, announcer } = newTracker()
    for (let last = 255; last >= 0; last--) {
      const infoHash = Buffer.alloc(20, 0xff)
      infoHash.writeUInt8(last, 19)
      subject.announce({ torrent: 0, infoHash, peer: 1 })
    }
    expect(readReply([...fullScrape(announcer)]).size).toBe(256)
  })

  test('comes in chunks, with a turn for others after each shard', () => {
    const { subject, announcer } = newTracker()
    for (let torrent = 0; torrent < 2000; torrent++)
      subject.announce({ torrent, infoHash: hashOf(torrent), peer: 1 })
    const chunks = [...fullScrape(announcer)]
    expect(chunks.filter(({ length }) => length === 0).length).toBeGreaterThanOrEqual(1024)
    const sizes = chunks.map(({ length }) => length).filter((length) => length > 0)
    expect(sizes.length).toBeGreaterThan(2)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(32 * 1024)
  })

  test('stays well-formed while others announce, and has all that was there throughout', () => {
    const { subject, announcer } = newTracker()
    for (let torrent = 0; torrent < 2000; torrent++)
      subject.announce({ torrent, infoHash: hashOf(torrent), peer: 1 })
    const chunks: Buffer[] = []
    let step = 0
    for (const chunk of fullScrape(announcer)) {
      chunks.push(chunk)
      // Every second torrent goes, and as many new ones come, also between the chunks of the reply.
      const event = AnnounceEvent.stopped
      subject.announce({ torrent: step, infoHash: hashOf(step * 2), peer: 1, event })
      subject.announce({ torrent: step, infoHash: hashOf(10_000 + step), peer: 2, left: 0 })
      step++
    }
    const entries = readReply(chunks)
    for (let torrent = 1; torrent < 2000; torrent += 2)
      expect(entries.get(hashOf(torrent).toString('hex'))).toEqual([0, 0, 1, 1])
  })
})
