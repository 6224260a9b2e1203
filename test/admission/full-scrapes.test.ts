/** Scrapes of all torrents as one thread answers them: what is in them, who shares one, who is refused. */
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fullScrapeStreamsMax, fullScrapesPerSourceMax } from '#base/limits'
import { Prng } from '#base/prng'
import { Admission } from '#tracker/admission/admission'
import { Announcer } from '#tracker/announce/announcer'
import { FullScrapes } from '#tracker/announce/full-scrapes'
import type { ScrapeStream } from '#tracker/announce/scrape-stream'
import { Failure } from '#tracker/wire/failure'
import { decodeBencodeDictionary, dictionaryAt } from '../support/bencode.ts'
import { formattedRegion, StoreUnderTest } from '../swarm/store-under-test.ts'
import { hashOf, RegisteredTorrents } from './registered-torrents.ts'

const policy = {
  intervalSeconds: 800,
  minIntervalSeconds: 400,
  intervalJitterPercent: 0,
  numwantDefault: 50,
  numwantMax: 200,
  fullScrape: true,
}

class Subject {
  readonly torrents = new RegisteredTorrents(5000)
  readonly store: StoreUnderTest
  readonly scrapes: FullScrapes

  constructor({ isRegistered = true, limitSources = false } = {}) {
    const { region, layout } = formattedRegion({})
    this.store = new StoreUnderTest(region, layout, 0, {})
    const admission = isRegistered ? new Admission(this.torrents.table) : undefined
    const prng = new Prng(1, 2, 3)
    const announcer = new Announcer({ store: this.store.store, policy, prng, admission })
    this.scrapes = new FullScrapes({ announcer, limitSources })
    this.scrapes.tick(1000)
  }

  /** All of a body at once. */
  body(isGzip = false): Buffer {
    const stream = this.scrapes.open(isGzip)
    const bytes = Buffer.concat(rest(stream))
    this.scrapes.close(stream)
    return isGzip ? gunzipSync(bytes) : bytes
  }
}

/** The pieces that are left of a stream. */
function rest(stream: ScrapeStream): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let piece = stream.next(); piece !== undefined; piece = stream.next()) pieces.push(piece)
  return pieces
}

function hashesIn(body: Buffer): string[] {
  return [...dictionaryAt(decodeBencodeDictionary(body), 'files').keys()]
}

const latin1 = (hash: Buffer): string => hash.toString('latin1')
const source = (last: number): Uint8Array => Uint8Array.of(192, 0, 2, last)

describe('the scrape of all registered torrents', () => {
  test('has those that are not banned, with and without a swarm, and nobody else', () => {
    const subject = new Subject()
    subject.torrents.put(1, { completed: 7, name: 'Ein größeres Iso' })
    subject.torrents.put(2)
    subject.torrents.put(3, { isBanned: true })
    subject.torrents.put(4)
    subject.torrents.remove(4)
    subject.store.announce({ torrent: 0, infoHash: hashOf(2), peer: 1, left: 0 })
    subject.store.announce({ torrent: 0, infoHash: hashOf(2), peer: 2 })
    subject.store.announce({ torrent: 0, infoHash: hashOf(3), peer: 1 })
    subject.store.announce({ torrent: 0, infoHash: hashOf(99), peer: 1 })
    const entries = [
      [hashOf(1), 'd8:completei0e10:downloadedi7e10:incompletei0e4:name18:Ein größeres Isoe'],
      [hashOf(2), 'd8:completei1e10:downloadedi0e10:incompletei1e4:name9:Torrent 2e'],
    ] as const
    const files = entries
      .toSorted(([one], [other]) => Buffer.compare(one, other))
      .flatMap(([hash, entry]) => [Buffer.from('20:'), hash, Buffer.from(entry)])
    const end = Buffer.from('e5:flagsd20:min_request_intervali400eee')
    expect(subject.body()).toEqual(Buffer.concat([Buffer.from('d5:filesd'), ...files, end]))
  })

  test('is in the order of the info-hashes, however many there are', () => {
    const subject = new Subject()
    const numbers = Array.from({ length: 5000 }, (_, number) => number)
    for (const number of numbers) subject.torrents.put(number)
    const expected = numbers.map((number) => latin1(hashOf(number))).toSorted()
    expect(hashesIn(subject.body())).toEqual(expected)
  })

  test('stays well-formed while torrents come and go', () => {
    const subject = new Subject()
    for (let number = 0; number < 3000; number++) subject.torrents.put(number)
    const stream = subject.scrapes.open(false)
    const pieces: Uint8Array[] = []
    let step = 0
    for (let piece = stream.next(); piece !== undefined; piece = stream.next()) {
      pieces.push(piece)
      for (let count = 0; count < 20 && step < 1500; count++, step++) {
        subject.torrents.remove(step * 2)
        subject.torrents.put(step * 2)
        subject.torrents.put(10_000 + step, { isBanned: step % 2 === 0 })
      }
    }
    const hashes = new Set(hashesIn(Buffer.concat(pieces)))
    for (let number = 1; number < 3000; number += 2)
      expect(hashes.has(latin1(hashOf(number)))).toBe(true)
  })
})

describe('full scrapes of one thread', () => {
  test('are the same for all who ask within a minimum interval, plain or in gzip', () => {
    const subject = new Subject()
    subject.torrents.put(1)
    const first = subject.body()
    subject.torrents.put(2)
    subject.scrapes.tick(1399)
    expect(subject.body()).toEqual(first)
    expect(subject.body(true)).toEqual(first)
    subject.scrapes.tick(1400)
    expect(hashesIn(subject.body())).toHaveLength(2)
  })

  test('are read by each client at its own pace', () => {
    const subject = new Subject({ isRegistered: false })
    for (let number = 0; number < 2000; number++)
      subject.store.announce({ torrent: 0, infoHash: hashOf(number), peer: 1 })
    const slow = subject.scrapes.open(false)
    const begun = Array.from({ length: 1100 }, () => slow.next() ?? Buffer.alloc(0))
    expect(Buffer.concat(begun).length).toBeGreaterThan(0)
    const quick = subject.body()
    expect(subject.body(true)).toEqual(quick)
    expect(Buffer.concat([...begun, ...rest(slow)])).toEqual(quick)
  })

  test('are read to the end when they are out of date, unless a third one takes their room', () => {
    const subject = new Subject()
    for (let number = 0; number < 2000; number++) subject.torrents.put(number)
    const [old, older] = [subject.scrapes.open(false), subject.scrapes.open(true)]
    older.next()
    subject.scrapes.tick(1400)
    const second = subject.scrapes.open(false)
    expect(old.isBroken).toBe(false)
    expect(hashesIn(Buffer.concat(rest(old)))).toHaveLength(2000)
    subject.scrapes.tick(1800)
    const third = subject.scrapes.open(false)
    expect(older.isBroken).toBe(true)
    expect(second.isBroken).toBe(false)
    expect(hashesIn(Buffer.concat(rest(third)))).toHaveLength(2000)
  })

  test('are forgotten when they are out of date and nobody reads them', () => {
    const subject = new Subject()
    subject.torrents.put(1)
    const [first, second] = [subject.scrapes.open(false), subject.scrapes.open(false)]
    for (const stream of [first, second]) {
      rest(stream)
      subject.scrapes.close(stream)
    }
    subject.scrapes.tick(1400)
    subject.scrapes.tick(1401)
    const late = subject.scrapes.open(false)
    expect(late.prepared).not.toBe(first.prepared)
    expect(first.isBroken).toBe(false)
  })

  test('are given a few times to each source within a minimum interval', () => {
    const { scrapes } = new Subject({ limitSources: true })
    for (let count = 0; count < fullScrapesPerSourceMax; count++)
      expect(scrapes.ask(source(1), 4)).toBe(Failure.none)
    expect(scrapes.ask(source(1), 4)).toBe(Failure.fullScrapeTooSoon)
    expect(scrapes.ask(source(2), 4)).toBe(Failure.none)
    scrapes.tick(1399)
    expect(scrapes.ask(source(1), 4)).toBe(Failure.fullScrapeTooSoon)
    scrapes.tick(1400)
    expect(scrapes.ask(source(1), 4)).toBe(Failure.none)
  })

  test('are given as often as anybody likes where sources are not limited', () => {
    const { scrapes } = new Subject()
    for (let count = 0; count < 3; count++) expect(scrapes.ask(source(1), 4)).toBe(Failure.none)
  })

  test('are refused when too many are being sent', () => {
    const { scrapes } = new Subject()
    const streams = Array.from({ length: fullScrapeStreamsMax }, () => scrapes.open(false))
    expect(scrapes.ask(source(1), 4)).toBe(Failure.fullScrapeBusy)
    scrapes.close(streams[0] as ScrapeStream)
    expect(scrapes.ask(source(1), 4)).toBe(Failure.none)
  })
})
