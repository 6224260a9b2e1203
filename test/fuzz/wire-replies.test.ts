/**
 * Properties of the replies in src/tracker/wire/http: whatever is in them, they are canonical bencode to a
 * decoder that shares nothing with them, and say what they were told to.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scrapeHashesMax } from '#base/limits'
import { parseAddress } from '#tracker/wire/address'
import { AnnounceReply } from '#tracker/wire/announce-reply'
import { allFailures, failureDescriptions } from '#tracker/wire/failure'
import { noDetail } from '#tracker/wire/failure-detail'
import { announceReplyHeadBytesMax } from '#tracker/wire/http/announce-reply-head'
import { compactReplyGapBytes, encodeCompactReply } from '#tracker/wire/http/compact-reply'
import { decodeScrapeQuery } from '#tracker/wire/http/decode-scrape-query'
import { encodeFailureReply, failureReplyBytesMax } from '#tracker/wire/http/failure-reply'
import { encodeListReply, listReplyBytesMax } from '#tracker/wire/http/list-reply'
import {
  beginScrapeReply,
  endScrapeReply,
  scrapeEntryBytesMax,
  scrapeFrameBytesMax,
  writeScrapeEntry,
} from '#tracker/wire/http/scrape-reply'
import { Scrape } from '#tracker/wire/scrape'
import { ScrapeCounts } from '#tracker/wire/scrape-counts'
import { Span } from '#tracker/wire/span'
import {
  bytesAt,
  decodeBencodeDictionary,
  dictionaryAt,
  integerAt,
  isDictionary,
  listAt,
} from '../support/bencode.ts'

const bytes20 = fc.uint8Array({ minLength: 20, maxLength: 20 })
const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 })
const count = fc.integer({ min: 0, max: 2 ** 32 })

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** Lays the peers out as the swarm store does, with `extra` bytes behind them. */
function layOut(
  reply: AnnounceReply,
  run4: Uint8Array[],
  run6: Uint8Array[],
  extra: number,
): Buffer {
  const reserve = Buffer.alloc(announceReplyHeadBytesMax, 0xee)
  const gap = Buffer.alloc(compactReplyGapBytes, 0xee)
  reply.peersAt = reserve.length
  reply.count4 = run4.length
  reply.peers6At = reserve.length + 6 * run4.length + gap.length
  reply.count6 = run6.length
  return Buffer.concat([reserve, ...run4, gap, ...run6, Buffer.alloc(extra, 0xee)])
}

describe('a reply over HTTP is canonical bencode', () => {
  const family = fc.constantFrom(4 as const, 6 as const)
  const peers4 = fc.array(fc.uint8Array({ minLength: 6, maxLength: 6 }), { maxLength: 40 })
  const peers6 = fc.array(fc.uint8Array({ minLength: 18, maxLength: 18 }), { maxLength: 40 })
  const replyFields = fc.record({
    seeders: count,
    leechers: count,
    completed: count,
    intervalSeconds: count,
    minIntervalSeconds: count,
    family,
    address: bytes16,
  })
  const countKeys = [
    ['seeders', 'complete'],
    ['leechers', 'incomplete'],
    ['completed', 'downloaded'],
    ['intervalSeconds', 'interval'],
    ['minIntervalSeconds', 'min interval'],
  ] as const

  test('with compact peers', () => {
    fc.assert(
      fc.property(replyFields, peers4, peers6, (fields, run4, run6) => {
        const reply = Object.assign(new AnnounceReply(), fields)
        const out = layOut(reply, run4, run6, 1)
        const span = new Span()
        encodeCompactReply(out, reply, span)
        const decoded = decodeBencodeDictionary(out.subarray(span.start, span.end))
        for (const [field, key] of countKeys) expect(integerAt(decoded, key)).toBe(fields[field])
        const address = fields.address.subarray(0, fields.family === 4 ? 4 : 16)
        expect(hex(bytesAt(decoded, 'external ip'))).toBe(hex(address))
        expect(hex(bytesAt(decoded, 'peers'))).toBe(hex(Buffer.concat(run4)))
        expect(hex(bytesAt(decoded, 'peers6'))).toBe(hex(Buffer.concat(run6)))
        expect(decoded.size).toBe(8)
      }),
    )
  })

  test('with a list of peers', () => {
    fc.assert(
      fc.property(replyFields, peers4, peers6, (fields, run4, run6) => {
        const reply = Object.assign(new AnnounceReply(), fields)
        const room = listReplyBytesMax(run4.length + run6.length)
        const out = layOut(reply, run4, run6, room)
        const span = new Span()
        encodeListReply(out, out.length - room, reply, span)
        const decoded = decodeBencodeDictionary(out.subarray(span.start, span.end))
        for (const [field, key] of countKeys) expect(integerAt(decoded, key)).toBe(fields[field])
        const told = listAt(decoded, 'peers').map((peer) => {
          if (!isDictionary(peer)) throw new Error('a peer is not a dictionary')
          expect([...peer.keys()]).toEqual(['ip', 'port'])
          const address = new Uint8Array(16)
          const text = bytesAt(peer, 'ip').toString('latin1')
          const length = parseAddress(text, address) === 4 ? 4 : 16
          const portNumber = integerAt(peer, 'port')
          return hex(Uint8Array.of(...address.subarray(0, length), portNumber >> 8, portNumber))
        })
        // An IPv4-mapped address would come back as IPv4; chance does not make one.
        expect(told).toEqual([...run4, ...run6].map(hex))
        expect(decoded.has('peers6')).toBe(false)
      }),
    )
  })

  test('with a failure', () => {
    const out = Buffer.alloc(failureReplyBytesMax)
    fc.assert(
      fc.property(
        fc.constantFrom(...allFailures),
        count,
        count,
        (failure, interval, minInterval) => {
          const end = encodeFailureReply(out, 0, failure, noDetail, interval, minInterval)
          const decoded = decodeBencodeDictionary(out.subarray(0, end))
          const { text, retryIn } = failureDescriptions[failure]
          expect(bytesAt(decoded, 'failure reason').toString('latin1')).toBe(text)
          expect(integerAt(decoded, 'interval')).toBe(interval)
          expect(integerAt(decoded, 'min interval')).toBe(minInterval)
          const retry = decoded.get('retry in')
          const told = Buffer.isBuffer(retry) ? retry.toString('latin1') : (retry ?? 'unstated')
          const minutes = Math.ceil(minInterval / 60)
          expect(told).toBe(retryIn === 'min interval' ? minutes : retryIn)
        },
      ),
    )
  })

  test('to a scrape', () => {
    const scrape = new Scrape()
    const out = Buffer.alloc(scrapeHashesMax * scrapeEntryBytesMax + scrapeFrameBytesMax)
    const counts = fc.record({
      seeders: count,
      leechers: count,
      completed: count,
      downloaders: count,
    })
    const hashes = fc.array(bytes20, { maxLength: scrapeHashesMax })
    fc.assert(
      fc.property(hashes, counts, (asked, fields) => {
        const text = asked
          .map((hash) => `info_hash=${hex(hash).replaceAll(/../g, '%$&')}`)
          .join('&')
        decodeScrapeQuery(Buffer.from(text), 0, text.length, scrape)
        const told = Object.assign(new ScrapeCounts(), fields)
        let at = beginScrapeReply(out, 0)
        for (let index = 0; index < scrape.count; index++) {
          at = writeScrapeEntry(out, at, scrape.infoHashes, index * 20, told)
        }
        at = endScrapeReply(out, at, 900)
        const decoded = decodeBencodeDictionary(out.subarray(0, at))
        const files = dictionaryAt(decoded, 'files')
        const keys = [...files.keys()].map((key) => hex(Buffer.from(key, 'latin1')))
        expect(keys).toEqual([...new Set(asked.map(hex))].toSorted())
        for (const key of files.keys()) {
          const entry = dictionaryAt(files, key)
          expect(integerAt(entry, 'complete')).toBe(fields.seeders)
          expect(integerAt(entry, 'incomplete')).toBe(fields.leechers)
          expect(integerAt(entry, 'downloaded')).toBe(fields.completed)
          expect(integerAt(entry, 'downloaders')).toBe(fields.downloaders)
        }
        expect(integerAt(dictionaryAt(decoded, 'flags'), 'min_request_interval')).toBe(900)
      }),
    )
  })
})
