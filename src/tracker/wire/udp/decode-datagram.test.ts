import { describe, expect, test } from 'vitest'
import { AnnounceEvent, counterMax, numwantUnstated } from '../announce.ts'
import { Failure } from '../failure.ts'
import { decodeDatagram } from './decode-datagram.ts'
import { UdpRequest, UdpRequestKind } from './udp-request.ts'

const request = new UdpRequest()
const hashHex = '123456789abcdef123456789abcdef123456789a'

/** Decodes from the middle of a buffer whose other bytes are all ones. */
function decode(datagram: Buffer): UdpRequest {
  const bytes = Buffer.concat([Buffer.alloc(8, 0xff), datagram, Buffer.alloc(64, 0xff)])
  decodeDatagram(new DataView(bytes.buffer, bytes.byteOffset), bytes, 8, datagram.length, request)
  return request
}

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex')
}

const connect = hex('0000041727101980 00000000 a1b2c3d4')

interface Fields {
  left?: bigint
  downloaded?: bigint
  uploaded?: bigint
  event?: number
  numwant?: number
  port?: number
  ip?: number
}

function announce(fields: Fields = {}, options = Buffer.alloc(0)): Buffer {
  const datagram = hex(
    `1122334488776655 00000001 a1b2c3d4 ${hashHex} ${Buffer.from('-TS0001-000000000001').toString('hex')}`,
  )
  const rest = Buffer.alloc(42)
  rest.writeBigInt64BE(fields.downloaded ?? 0n, 0)
  rest.writeBigInt64BE(fields.left ?? 0n, 8)
  rest.writeBigInt64BE(fields.uploaded ?? 0n, 16)
  rest.writeUInt32BE(fields.event ?? 0, 24)
  rest.writeUInt32BE(fields.ip ?? 0, 28)
  rest.writeInt32BE(fields.numwant ?? -1, 36)
  rest.writeUInt16BE(fields.port ?? 6881, 40)
  return Buffer.concat([datagram, rest, options])
}

function scrape(hashes: string[], trailing = 0): Buffer {
  return Buffer.concat([
    hex('1122334488776655 00000002 a1b2c3d4'),
    ...hashes.map(hex),
    Buffer.alloc(trailing, 0xee),
  ])
}

/** The joined URL data, or `malformed`. */
function urlData(options: Buffer<ArrayBuffer>): string {
  decode(announce({}, options))
  expect(request).toMatchObject({ kind: UdpRequestKind.announce, failure: Failure.none })
  if (request.optionsMalformed) {
    expect(request.urlDataLength).toBe(0)
    return 'malformed'
  }
  const { urlDataStart: start, urlDataLength: length } = request
  return Buffer.from(request.urlData.subarray(start, start + length)).toString('latin1')
}

function url(text: string): Buffer<ArrayBuffer> {
  return Buffer.concat([Buffer.from([2, text.length]), Buffer.from(text, 'latin1')])
}

function scrapedHashes(): string[] {
  const bytes = Buffer.from(request.scrape.infoHashes.subarray(0, request.scrape.count * 20))
  return bytes.toString('hex').match(/.{40}/g) ?? []
}

describe('any datagram', () => {
  test.for([0, 1, 8, 15])('of %i bytes is dropped', (length) => {
    expect(decode(connect.subarray(0, length)).kind).toBe(UdpRequestKind.drop)
  })

  test.for([3, 4, 255, 0x80000000])(
    'with action %i is answered with an error at most',
    (action) => {
      const datagram = Buffer.from(connect)
      datagram.writeUInt32BE(action, 8)
      expect(decode(datagram)).toMatchObject({
        kind: UdpRequestKind.unknown,
        failure: Failure.udpActionUnknown,
        transactionId: 0xa1b2c3d4 | 0,
      })
    },
  )
})

describe('connect', () => {
  test('is known by its magic number', () => {
    expect(decode(connect)).toMatchObject({
      kind: UdpRequestKind.connect,
      failure: Failure.none,
      transactionId: 0xa1b2c3d4 | 0,
    })
  })

  test('with another magic number is dropped', () => {
    for (const at of [0, 3, 4, 7]) {
      const datagram = Buffer.from(connect)
      datagram[at] = (datagram[at] as number) ^ 1
      expect(decode(datagram).kind).toBe(UdpRequestKind.drop)
    }
  })

  test.for([1, 100, 1484])('with %i more bytes is a connect', (length) => {
    const datagram = Buffer.concat([connect, Buffer.alloc(length, 0xff)])
    expect(decode(datagram).kind).toBe(UdpRequestKind.connect)
  })
})

describe('announce', () => {
  test('fills every field but the address', () => {
    request.announce.family = 6
    request.announce.compact = false
    decode(announce({ downloaded: 1n, left: 2n, uploaded: 3n, event: 2, numwant: 4, port: 5 }))
    expect(request).toMatchObject({
      kind: UdpRequestKind.announce,
      failure: Failure.none,
      transactionId: 0xa1b2c3d4 | 0,
      connectionIdHigh: 0x11223344,
      connectionIdLow: 0x88776655 | 0,
      urlDataLength: 0,
      optionsMalformed: false,
    })
    const decoded = request.announce
    expect(Buffer.from(decoded.infoHash).toString('hex')).toBe(hashHex)
    expect(Buffer.from(decoded.peerId).toString('latin1')).toBe('-TS0001-000000000001')
    expect(decoded).toMatchObject({ downloaded: 1, left: 2, uploaded: 3, numwant: 4, port: 5 })
    expect(decoded).toMatchObject({ event: AnnounceEvent.started, family: 6, compact: true })
  })

  test.for([16, 36, 97])('cut off after %i bytes is dropped', (length) => {
    expect(decode(announce().subarray(0, length)).kind).toBe(UdpRequestKind.drop)
  })

  test.for([
    [0, AnnounceEvent.none],
    [1, AnnounceEvent.completed],
    [2, AnnounceEvent.started],
    [3, AnnounceEvent.stopped],
    [4, AnnounceEvent.paused],
    [5, AnnounceEvent.none],
    [0xffffffff, AnnounceEvent.none],
  ] as const)('event %i is %i', ([code, event]) => {
    expect(decode(announce({ event: code })).announce.event).toBe(event)
  })

  test.for([
    [-1, numwantUnstated],
    [-2, numwantUnstated],
    [-0x80000000, numwantUnstated],
    [0, 0],
    [1, 1],
    [0x7fffffff, 0x7fffffff],
  ] as const)('num_want %i is %i', ([sent, numwant]) => {
    expect(decode(announce({ numwant: sent })).announce.numwant).toBe(numwant)
  })

  test.for([
    [0n, 0],
    [1n, 1],
    [2n ** 31n, 2 ** 31],
    [2n ** 32n - 1n, 2 ** 32 - 1],
    [2n ** 32n, 2 ** 32],
    [2n ** 50n - 1n, counterMax - 1],
    [2n ** 50n, counterMax],
    [2n ** 53n + 1n, counterMax],
    [2n ** 63n - 1n, counterMax],
    [-1n, 1],
    [-(2n ** 63n), 1],
  ] as const)('left %d is %d: a leecher unless it is 0', ([sent, left]) => {
    expect(decode(announce({ left: sent })).announce.left).toBe(left)
  })

  test('negative transfers are 0, huge ones are kept at the limit', () => {
    decode(announce({ uploaded: -1n, downloaded: -(2n ** 63n) }))
    expect(request.announce).toMatchObject({ uploaded: 0, downloaded: 0 })
    decode(announce({ uploaded: 2n ** 60n, downloaded: 2n ** 51n }))
    expect(request.announce).toMatchObject({ uploaded: counterMax, downloaded: counterMax })
  })

  test('port 0 is a failure unless the peer leaves', () => {
    expect(decode(announce({ port: 0 })).failure).toBe(Failure.portInvalid)
    expect(decode(announce({ port: 0, event: 2 })).failure).toBe(Failure.portInvalid)
    expect(decode(announce({ port: 0, event: 3 })).failure).toBe(Failure.none)
    expect(decode(announce({ port: 65535 }))).toMatchObject({ failure: Failure.none })
    expect(request.announce.port).toBe(65535)
  })

  test('the ip field changes nothing', () => {
    request.announce.address.fill(7)
    decode(announce({ ip: 0x320a0c01 }))
    expect(request.announce.address).toEqual(new Uint8Array(16).fill(7))
  })

  test.for([1, 2, 10, 1402])('padded with %i zeros, as by aria2, is an announce', (length) => {
    decode(announce({}, Buffer.alloc(length)))
    expect(request).toMatchObject({ kind: UdpRequestKind.announce, optionsMalformed: false })
  })
})

describe('options of an announce (BEP 41)', () => {
  test('URL data is taken', () => {
    expect(urlData(url('/passkey/announce'))).toBe('/passkey/announce')
    expect(urlData(url(''))).toBe('')
  })

  test('several pieces are one text', () => {
    expect(
      urlData(Buffer.concat([url('/pass'), Buffer.from([1]), url('key/an'), url('nounce')])),
    ).toBe('/passkey/announce')
  })

  test('what follows the end of options is ignored', () => {
    expect(urlData(Buffer.concat([url('/a'), Buffer.from([0]), url('/b')]))).toBe('/a')
    expect(urlData(Buffer.from([0, 2, 255]))).toBe('')
  })

  test('unknown options are skipped', () => {
    expect(urlData(Buffer.concat([Buffer.from([77, 3, 2, 2, 2]), url('/a')]))).toBe('/a')
    expect(urlData(Buffer.from([255, 0]))).toBe('')
  })

  test('1400 options that say nothing are harmless', () => {
    expect(urlData(Buffer.alloc(1400, 1))).toBe('')
  })

  test('an option without its length, or longer than the datagram, is malformed', () => {
    expect(urlData(Buffer.from([2]))).toBe('malformed')
    expect(urlData(Buffer.from([2, 1]))).toBe('malformed')
    expect(urlData(Buffer.from([2, 255, 0x2f]))).toBe('malformed')
    expect(urlData(Buffer.concat([url('/a'), Buffer.from([9, 1])]))).toBe('malformed')
  })

  test('more URL data than there is room for is malformed', () => {
    const piece = url('x'.repeat(255))
    expect(urlData(Buffer.concat([piece, piece, url('ab')]))).toHaveLength(512)
    expect(urlData(Buffer.concat([piece, piece, url('abc')]))).toBe('malformed')
  })

  test('those of the announce before are forgotten', () => {
    urlData(url('/passkey/announce'))
    expect(urlData(Buffer.alloc(0))).toBe('')
  })
})

describe('scrape', () => {
  const a = 'aa'.repeat(20)
  const b = 'bb'.repeat(20)

  test('keeps order and repeats', () => {
    expect(decode(scrape([b, a, b]))).toMatchObject({
      kind: UdpRequestKind.scrape,
      failure: Failure.none,
      connectionIdHigh: 0x11223344,
      transactionId: 0xa1b2c3d4 | 0,
    })
    expect(scrapedHashes()).toEqual([b, a, b])
  })

  test.for([1, 19])('ignores %i bytes at its end', (trailing) => {
    decode(scrape([a], trailing))
    expect(scrapedHashes()).toEqual([a])
  })

  test('of nothing is a failure', () => {
    expect(decode(scrape([])).failure).toBe(Failure.udpScrapeEmpty)
    expect(decode(scrape([], 19)).failure).toBe(Failure.udpScrapeEmpty)
    expect(request.scrape.count).toBe(0)
  })

  test('of more than 74 is of the first 74', () => {
    const many = Array.from({ length: 80 }, (_, index) => index.toString(16).padStart(40, '0'))
    decode(scrape(many.slice(0, 74)))
    expect(scrapedHashes()).toEqual(many.slice(0, 74))
    decode(scrape(many))
    expect(scrapedHashes()).toEqual(many.slice(0, 74))
  })
})

test('a failure is forgotten with the next datagram', () => {
  decode(announce({ port: 0 }))
  expect(decode(connect).failure).toBe(Failure.none)
})
