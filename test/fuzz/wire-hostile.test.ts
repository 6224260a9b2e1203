/**
 * Hostile input to the decoders in src/tracker/wire: nothing throws, nothing is read outside its bounds, no
 * record is left with values that its type does not promise, and 64 KiB of the worst are read at once.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { queryParametersMax, scrapeHashesMax, udpScrapeHashesMax } from '#base/limits'
import { parseAddress } from '#tracker/wire/address'
import { Announce, AnnounceEvent, counterMax, numwantUnstated } from '#tracker/wire/announce'
import { PathForm } from '#tracker/wire/announce-path'
import { allFailures, Failure } from '#tracker/wire/failure'
import { decodeAnnounceQuery } from '#tracker/wire/http/decode-announce-query'
import { decodeScrapeQuery } from '#tracker/wire/http/decode-scrape-query'
import { decodeTarget, Route, Target } from '#tracker/wire/http/target'
import { Scrape } from '#tracker/wire/scrape'
import { decodeDatagram } from '#tracker/wire/udp/decode-datagram'
import { UdpRequest, UdpRequestKind } from '#tracker/wire/udp/udp-request'

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** A good message in which some bytes are changed, taken out or doubled. */
function mutated(good: Buffer): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.nat(good.length - 1),
    byte: fc.oneof(fc.constantFrom(...Buffer.from('%&=?#/+0:')), fc.nat(255)),
    how: fc.constantFrom('replace', 'remove', 'insert'),
  })
  return fc.array(change, { maxLength: 8 }).map((changes) => {
    const bytes = [...good]
    for (const { at, byte, how } of changes) {
      if (how === 'remove') bytes.splice(at, 1)
      else bytes.splice(at, how === 'replace' ? 1 : 0, byte)
    }
    return Buffer.from(bytes)
  })
}

/** The same bytes among zeros, and among bytes that would continue them. */
function surrounded(bytes: Buffer): [among: Buffer, start: number][] {
  return ['\0', '4', '&', '/', '=', '?', 'e', '\xff'].map((filler) => {
    const padding = Buffer.alloc(64, filler, 'latin1')
    return [Buffer.concat([padding, bytes, padding]), padding.length]
  })
}

describe('no input throws, and none is read outside its bounds', () => {
  const hash = '%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A'
  const goodTarget = Buffer.from(
    `/announce?info_hash=${hash}&peer_id=-TS0001-000000000001&port=6881&uploaded=0&downloaded=0&left=0&compact=1&event=started&numwant=50`,
  )
  const goodScrape = Buffer.from(`/scrape?info_hash=${hash}&info_hash=${hash.replace('4V', 'AA')}`)
  const goodDatagram = Buffer.alloc(120, 1)
  goodDatagram.writeInt32BE(1, 8)

  const separators = fc.constantFrom('%', '%4', '&', '=', '?', '#', '/', '+', '0', 'a')
  const words = fc.constantFrom(
    'info_hash=',
    'peer_id=',
    'port=',
    '/announce',
    '/scrape',
    '/12',
    '/345x0123456789abcdef',
    'http://',
  )
  const urlLike = fc
    .array(fc.oneof(separators, words))
    .map((pieces) => Buffer.from(pieces.join('')))
  const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))
  const goodPersonal = Buffer.concat([Buffer.from('/12/345x0123456789abcdEF'), goodTarget])
  const good = fc.oneof(mutated(goodTarget), mutated(goodScrape), mutated(goodPersonal))
  const anything = fc.oneof(good, urlLike, noise)

  const target = new Target()
  const announce = new Announce()
  const galleries = new Target(announce.path)
  const scrape = new Scrape()
  const request = new UdpRequest()

  /** What all decoders make of the bytes from `start` on, as text to compare. */
  function decodeAsHttp(bytes: Buffer, start: number, length: number): string {
    const end = start + length
    decodeTarget(bytes, start, end, target)
    expect(Object.values(Route)).toContain(target.route)
    expect(target.queryStart).toBeGreaterThanOrEqual(start)
    expect(target.queryStart).toBeLessThanOrEqual(end)
    expect(target.queryEnd).toBe(end)
    decodeTarget(bytes, start, end, galleries)
    if (galleries.route === Route.announce) expectPath()
    const failure = decodeAnnounceQuery(bytes, target.queryStart, end, announce)
    if (failure === Failure.none) expectAnnounce()
    else expect(allFailures).toContain(failure)
    const scrapeFailure = decodeScrapeQuery(bytes, target.queryStart, end, scrape)
    expect(scrape.count).toBeLessThanOrEqual(scrapeHashesMax)
    const { route, queryStart } = target
    const told =
      failure === Failure.none ? [hex(announce.infoHash), announce.port, announce.left] : []
    return JSON.stringify([route, queryStart - start, failure, told, scrapeFailure, scrape.count])
  }

  function expectPath(): void {
    const { form, galleryId, memberId, key } = announce.path
    expect([PathForm.bare, PathForm.gallery, PathForm.personal]).toContain(form)
    for (const id of [galleryId, memberId]) expect(id >= 0 && id < 2 ** 31).toBe(true)
    expect([galleryId > 0, memberId > 0]).toEqual([
      form !== PathForm.bare,
      form === PathForm.personal,
    ])
    if (form === PathForm.personal)
      expect(hex(key)).toMatch(/^(?:(?:3\d|[46][1-9a-f]|[57][\da])+|0+)$/)
  }

  function expectAnnounce(): void {
    for (const counter of [announce.uploaded, announce.downloaded, announce.left]) {
      expect(Number.isSafeInteger(counter) && counter >= 0 && counter <= counterMax).toBe(true)
    }
    expect(announce.port >= 0 && announce.port <= 65535).toBe(true)
    expect(announce.port > 0 || announce.event === AnnounceEvent.stopped).toBe(true)
    expect(announce.numwant === numwantUnstated || announce.numwant >= 0).toBe(true)
    expect(announce.numwant | 0).toBe(announce.numwant)
  }

  function decodeAsUdp(bytes: Buffer, start: number, length: number): string {
    decodeDatagram(new DataView(bytes.buffer, bytes.byteOffset), bytes, start, length, request)
    const { kind, failure, transactionId, urlDataLength, optionsMalformed } = request
    if (kind === UdpRequestKind.drop) return 'drop'
    const { urlData, urlDataStart } = request
    expect(urlDataStart + urlDataLength).toBeLessThanOrEqual(urlData.length)
    expect(request.scrape.count).toBeLessThanOrEqual(udpScrapeHashesMax)
    const told: unknown[] = [kind, failure, transactionId]
    if (kind === UdpRequestKind.scrape) told.push(request.scrape.count)
    if (kind === UdpRequestKind.announce)
      told.push(urlDataLength, optionsMalformed, request.announce.port)
    return JSON.stringify(told)
  }

  test('as an HTTP target', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const alone = decodeAsHttp(bytes, 0, bytes.length)
        for (const [among, start] of surrounded(bytes)) {
          expect(decodeAsHttp(among, start, bytes.length)).toBe(alone)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('as a datagram', () => {
    const shaped = fc
      .tuple(fc.nat(4), fc.uint8Array({ minLength: 16, maxLength: 160 }))
      .map(([action, bytes]) => {
        const datagram = Buffer.from(bytes)
        datagram.writeInt32BE(action, 8)
        return datagram
      })
    fc.assert(
      fc.property(fc.oneof(shaped, mutated(goodDatagram), noise), (bytes) => {
        const alone = decodeAsUdp(bytes, 0, bytes.length)
        for (const [among, start] of surrounded(bytes)) {
          expect(decodeAsUdp(among, start, bytes.length)).toBe(alone)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('as an address', () => {
    const into = new Uint8Array(16)
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect([0, 4, 6]).toContain(parseAddress(text, into))
      }),
    )
  })

  test.for([
    ['&', Failure.infoHashMissing],
    ['?', Failure.infoHashMissing],
    ['=', Failure.infoHashMissing],
    ['%', Failure.infoHashMissing],
    ['?info_hash', Failure.infoHashMissing],
    ['?info_hash=', Failure.parametersTooMany],
    ['a=1&', Failure.parametersTooMany],
    ['info_hash=%', Failure.infoHashEscape],
    ['peer_id%', Failure.infoHashMissing],
    ['numwant=9', Failure.infoHashMissing],
    ['%69nfo_hash', Failure.infoHashMissing],
  ] as const)('64 KiB of "%s" are a quick failure', ([piece, failure]) => {
    const bytes = Buffer.alloc(64 * 1024, piece)
    expect(decodeAnnounceQuery(bytes, 0, bytes.length, announce)).toBe(failure)
    decodeScrapeQuery(bytes, 0, bytes.length, scrape)
    decodeTarget(bytes, 0, bytes.length, target)
  })

  test('a name of 8 KiB and 10 000 parameters are harmless', () => {
    const long = Buffer.from(`${'n'.repeat(8192)}=1&${goodTarget.toString().slice(10)}`)
    expect(decodeAnnounceQuery(long, 0, long.length, announce)).toBe(Failure.none)
    const many = Buffer.from('x=1&'.repeat(10_000))
    expect(decodeAnnounceQuery(many, 0, many.length, announce)).toBe(Failure.parametersTooMany)
    expect(queryParametersMax).toBeLessThan(10_000)
  })
})
