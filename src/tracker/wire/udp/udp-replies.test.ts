import { expect, test } from 'vitest'
import { udpScrapeHashesMax } from '#base/limits'
import { AnnounceReply } from '../announce-reply.ts'
import { allFailures, Failure, failureDescriptions } from '../failure.ts'
import { FailureDetail, noDetail } from '../failure-detail.ts'
import { ScrapeCounts } from '../scrape-counts.ts'
import {
  udpAnnounceHeadBytes,
  udpConnectReplyBytes,
  udpErrorBytes,
  udpScrapeEntryBytes,
  udpScrapeHeadBytes,
  writeUdpAnnounceHead,
  writeUdpConnectReply,
  writeUdpError,
  writeUdpScrapeEntry,
  writeUdpScrapeHead,
} from './udp-replies.ts'

const out = Buffer.alloc(1500)
const view = new DataView(out.buffer, out.byteOffset)

test('a connect reply is 16 bytes: action, transaction, connection id', () => {
  expect(writeUdpConnectReply(view, 0, 0xffffffff | 0, 0x11223344, 0x88776655 | 0)).toBe(16)
  expect(out.toString('hex', 0, 16)).toBe('00000000ffffffff1122334488776655')
  expect(udpConnectReplyBytes).toBe(16)
})

test('an announce reply names leechers before seeders', () => {
  const reply = new AnnounceReply()
  reply.intervalSeconds = 1800
  reply.leechers = 2
  reply.seeders = 3
  expect(writeUdpAnnounceHead(view, 4, 0x01020304, reply)).toBe(4 + udpAnnounceHeadBytes)
  expect(out.toString('hex', 4, 24)).toBe('0000000101020304000007080000000200000003')
})

test('a scrape reply names seeders, completed, leechers of each torrent', () => {
  const counts = Object.assign(new ScrapeCounts(), {
    seeders: 1,
    completed: 2,
    leechers: 3,
    downloaders: 9,
  })
  let at = writeUdpScrapeHead(view, 0, 0x01020304)
  expect(at).toBe(udpScrapeHeadBytes)
  at = writeUdpScrapeEntry(view, at, counts)
  expect(at).toBe(udpScrapeHeadBytes + udpScrapeEntryBytes)
  expect(out.toString('hex', 0, at)).toBe('0000000201020304000000010000000200000003')
})

test('a full scrape reply is 896 bytes', () => {
  expect(udpScrapeHeadBytes + udpScrapeHashesMax * udpScrapeEntryBytes).toBe(896)
})

test('an error is its text without a NUL', () => {
  const end = writeUdpError(view, out, 2, 0x01020304, Failure.udpActionUnknown, noDetail)
  expect(out.toString('hex', 2, 10)).toBe('0000000301020304')
  expect(out.toString('latin1', 10, end)).toBe('unknown action')
})

test('an error is as long as is said before', () => {
  for (const failure of allFailures) {
    const bytes = udpErrorBytes(failure, noDetail)
    expect(writeUdpError(view, out, 0, 0, failure, noDetail)).toBe(bytes)
    expect(bytes).toBe(8 + failureDescriptions[failure].text.length)
  }
})

test('the reason of a ban follows the text', () => {
  const detail = new FailureDetail()
  detail.length = Buffer.from(detail.bytes.buffer).write('on request')
  const end = writeUdpError(view, out, 0, 1, Failure.torrentBanned, detail)
  expect(out.toString('latin1', 8, end)).toBe('torrent banned by this tracker: on request')
  expect(udpErrorBytes(Failure.torrentBanned, detail)).toBe(end)
})

test('what is told to an unproven source is not longer than the smallest announce or scrape', () => {
  expect(udpErrorBytes(Failure.connectionIdInvalid, noDetail)).toBeLessThanOrEqual(16 + 20)
})
