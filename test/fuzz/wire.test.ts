/**
 * Properties of src/tracker/wire: what a client encodes is what is decoded, however it writes it, and
 * texts of numbers and addresses are those of the platform.
 */
import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scrapeHashesMax } from '#base/limits'
import { formatAddress, parseAddress } from '#tracker/wire/address'
import { Announce, AnnounceEvent, counterMax, numwantUnstated } from '#tracker/wire/announce'
import { writeDecimal, writeDecimalBackwards } from '#tracker/wire/decimal'
import { Failure } from '#tracker/wire/failure'
import { decodeAnnounceQuery } from '#tracker/wire/http/decode-announce-query'
import { decodeScrapeQuery } from '#tracker/wire/http/decode-scrape-query'
import { Scrape } from '#tracker/wire/scrape'
import { ConnectionIds } from '#tracker/wire/udp/connection-id'
import { decodeDatagram } from '#tracker/wire/udp/decode-datagram'
import { UdpRequest, UdpRequestKind } from '#tracker/wire/udp/udp-request'

const bytes20 = fc.uint8Array({ minLength: 20, maxLength: 20 })
const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 })
const port = fc.integer({ min: 1, max: 65535 })

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/**
 * How a client writes one byte of a value: literally if nothing forbids it and it feels like it, or as an
 * escape with digits of either case.
 */
const escapeStyle = fc.constantFrom('literal', 'upper', 'lower', 'mixed')

function escapeByte(byte: number, style: string): string {
  const isPrintable = byte > 0x20 && byte < 0x7f && !'%&#?'.includes(String.fromCharCode(byte))
  if (style === 'literal' && isPrintable) return String.fromCharCode(byte)
  const digits = byte.toString(16).padStart(2, '0')
  if (style === 'upper') return `%${digits.toUpperCase()}`
  return style === 'mixed' ? `%${digits.slice(0, 1).toUpperCase()}${digits.slice(1)}` : `%${digits}`
}

/** 20 bytes together with one of the many ways to write them. */
const escaped20 = fc
  .tuple(bytes20, fc.array(escapeStyle, { minLength: 20, maxLength: 20 }))
  .map(([bytes, styles]) => ({
    bytes,
    text: Array.from(bytes, (byte, index) => escapeByte(byte, styles[index] as string)).join(''),
  }))

describe('an HTTP announce', () => {
  const announce = new Announce()
  const eventName = fc.constantFrom('none', 'started', 'stopped', 'completed', 'paused')
  const counter = fc.bigInt({ min: 0n, max: 2n ** 66n })

  const query = fc.record({
    infoHash: escaped20,
    peerId: escaped20,
    port,
    uploaded: counter,
    downloaded: counter,
    left: counter,
    numwant: fc.integer({ min: 0, max: 2 ** 40 }),
    event: eventName,
    compact: fc.boolean(),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9 }),
  })

  test('comes back as it was sent, in any order and under any style of escapes', () => {
    fc.assert(
      fc.property(query, (sent) => {
        const parts = [
          `info_hash=${sent.infoHash.text}`,
          `peer_id=${sent.peerId.text}`,
          `port=${sent.port}`,
          `uploaded=${sent.uploaded}`,
          `downloaded=${sent.downloaded}`,
          `left=${sent.left}`,
          `numwant=${sent.numwant}`,
          `event=${sent.event}`,
          `compact=${sent.compact ? 1 : 0}`,
        ]
        const text = Buffer.from(sent.order.map((index) => parts[index]).join('&'), 'latin1')
        expect(decodeAnnounceQuery(text, 0, text.length, announce)).toBe(Failure.none)
        expect(hex(announce.infoHash)).toBe(hex(sent.infoHash.bytes))
        expect(hex(announce.peerId)).toBe(hex(sent.peerId.bytes))
        expect(announce.port).toBe(sent.port)
        expect(announce.uploaded).toBe(Math.min(Number(sent.uploaded), counterMax))
        expect(announce.downloaded).toBe(Math.min(Number(sent.downloaded), counterMax))
        expect(announce.left).toBe(Math.min(Number(sent.left), counterMax))
        expect(announce.numwant).toBe(Math.min(sent.numwant, 0x7fffffff))
        expect(announce.event).toBe(AnnounceEvent[sent.event])
        expect(announce.compact).toBe(sent.compact)
      }),
    )
  })
})

describe('an HTTP scrape', () => {
  test('comes back as the sorted set of its first info-hashes', () => {
    const scrape = new Scrape()
    // Few different first bytes, so that repeats and near repeats happen.
    const few = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 20, maxLength: 20 })
    const hash = fc.oneof(
      bytes20,
      few.map((letters) => Buffer.from(letters.join(''))),
    )
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 200 }), fc.nat(10), (hashes, repeats) => {
        const sent = [...hashes, ...hashes.slice(0, repeats)].map(hex)
        const text = sent.map((digits) => `info_hash=${digits.replaceAll(/../g, '%$&')}`).join('&')
        expect(decodeScrapeQuery(Buffer.from(text), 0, text.length, scrape)).toBe(Failure.none)
        const expected = [...new Set(sent)].slice(0, scrapeHashesMax).toSorted()
        expect(hex(scrape.infoHashes.subarray(0, scrape.count * 20))).toBe(expected.join(''))
      }),
    )
  })
})

function expectedCounter(sent: bigint, negative: number): number {
  return sent < 0n ? negative : Math.min(Number(sent), counterMax)
}

describe('a UDP datagram', () => {
  const request = new UdpRequest()
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })

  const announceFields = fc.record({
    connectionId: int64,
    transactionId: int32,
    infoHash: bytes20,
    peerId: bytes20,
    downloaded: int64,
    left: int64,
    uploaded: int64,
    event: fc.nat(4),
    ip: int32,
    numwant: int32,
    port,
    path: fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }),
  })

  test('with an announce comes back as it was sent', () => {
    fc.assert(
      fc.property(announceFields, (sent) => {
        const head = Buffer.alloc(98)
        head.writeBigInt64BE(sent.connectionId, 0)
        head.writeInt32BE(1, 8)
        head.writeInt32BE(sent.transactionId, 12)
        head.set(sent.infoHash, 16)
        head.set(sent.peerId, 36)
        head.writeBigInt64BE(sent.downloaded, 56)
        head.writeBigInt64BE(sent.left, 64)
        head.writeBigInt64BE(sent.uploaded, 72)
        head.writeInt32BE(sent.event, 80)
        head.writeInt32BE(sent.ip, 84)
        head.writeInt32BE(sent.numwant, 92)
        head.writeUInt16BE(sent.port, 96)
        const pieces = sent.path.map((piece) => Buffer.from([2, piece.length, ...piece]))
        const datagram = Buffer.concat([head, ...pieces])
        decodeDatagram(
          new DataView(datagram.buffer, datagram.byteOffset),
          datagram,
          0,
          datagram.length,
          request,
        )

        expect(request.kind).toBe(UdpRequestKind.announce)
        expect(request.failure).toBe(Failure.none)
        expect(request.transactionId).toBe(sent.transactionId)
        const id = (BigInt(request.connectionIdHigh) << 32n) | BigInt(request.connectionIdLow >>> 0)
        expect(BigInt.asIntN(64, id)).toBe(sent.connectionId)
        const { announce } = request
        expect(hex(announce.infoHash)).toBe(hex(sent.infoHash))
        expect(hex(announce.peerId)).toBe(hex(sent.peerId))
        expect(announce.downloaded).toBe(expectedCounter(sent.downloaded, 0))
        expect(announce.uploaded).toBe(expectedCounter(sent.uploaded, 0))
        expect(announce.left).toBe(expectedCounter(sent.left, 1))
        expect(announce.event).toBe(sent.event)
        expect(announce.numwant).toBe(sent.numwant < 0 ? numwantUnstated : sent.numwant)
        expect(announce.port).toBe(sent.port)
        const { urlData, urlDataStart, urlDataLength } = request
        const path = hex(urlData.subarray(urlDataStart, urlDataStart + urlDataLength))
        expect(path).toBe(hex(Buffer.concat(sent.path)))
      }),
    )
  })
})

test('a number is written as JavaScript writes it, in both directions', () => {
  const out = Buffer.alloc(20)
  fc.assert(
    fc.property(fc.maxSafeNat(), (number) => {
      expect(out.toString('latin1', 0, writeDecimal(out, 0, number))).toBe(`${number}`)
      expect(out.toString('latin1', writeDecimalBackwards(out, 20, number), 20)).toBe(`${number}`)
    }),
  )
})

describe('an address', () => {
  /** Addresses with runs of zeros, which is where their text is not obvious. */
  const group = fc.oneof(fc.constant(0), fc.constant(0), fc.nat(0xffff), fc.constantFrom(1, 0xffff))
  const ipv6 = fc
    .array(group, { minLength: 8, maxLength: 8 })
    .map((groups) => Uint8Array.from(groups.flatMap((value) => [value >> 8, value & 255])))

  test('of IPv6 has the text that browsers give it, and is read back from it', () => {
    const into = new Uint8Array(16)
    fc.assert(
      fc.property(ipv6, (address) => {
        const text = formatAddress(address, 6)
        expect(`[${text}]`).toBe(new URL(`http://[${text}]/`).hostname)
        const isMapped = hex(address).startsWith(`${'0'.repeat(20)}ffff`)
        expect(parseAddress(text, into)).toBe(isMapped ? 4 : 6)
        if (!isMapped) expect(hex(into)).toBe(hex(address))
      }),
      { numRuns: 1000 },
    )
  })

  test('of IPv4 is read back from its text', () => {
    const into = new Uint8Array(16)
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (address) => {
        expect(parseAddress(formatAddress(address, 4), into)).toBe(4)
        expect(hex(into.subarray(0, 4))).toBe(hex(address))
      }),
    )
  })

  test('is what Node takes for one, and nothing else is', () => {
    const into = new Uint8Array(16)
    const piece = fc.constantFrom(
      ':',
      '::',
      '.',
      '0',
      '1',
      '9',
      'a',
      'F',
      'ffff',
      '255',
      '256',
      '1.2.3.4',
      ' ',
    )
    const likely = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    const text = fc.oneof(fc.ipV4(), fc.ipV6(), likely)
    fc.assert(
      fc.property(text, (candidate) => {
        expect(parseAddress(candidate, into) !== 0).toBe(isIP(candidate) !== 0)
      }),
      { numRuns: 5000 },
    )
  })
})

test('a connection id is good for its address and for no other', () => {
  const key = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
  const time = fc.nat(2 ** 31 - 1)
  fc.assert(
    fc.property(
      key,
      key,
      bytes16,
      bytes16,
      time,
      fc.nat(120),
      (key0, key1, mine, other, now, age) => {
        const ids = new ConnectionIds(key0, key1)
        const myWords = new Int32Array(mine.slice().buffer)
        const otherWords = new Int32Array(other.slice().buffer)
        ids.issue(myWords, 6, now)
        const { high, low } = ids
        expect(low).not.toBe(0)
        expect(ids.verify(myWords, 6, now + age, high, low)).toBe(true)
        if (hex(mine) !== hex(other))
          expect(ids.verify(otherWords, 6, now + age, high, low)).toBe(false)
        expect(ids.verify(myWords, 6, now + 240 + age, high, low)).toBe(false)
      },
    ),
  )
})
