import { expect, test } from 'vitest'
import { AnnounceReply } from '../announce-reply.ts'
import { Span } from '../span.ts'
import { announceReplyHeadBytesMax } from './announce-reply-head.ts'
import { compactReplyGapBytes, encodeCompactReply } from './compact-reply.ts'

/** Encodes with the peers where a store would put them, and as little room as is promised to be enough. */
function encode(reply: AnnounceReply, peers4: string, peers6: string): string {
  const out = Buffer.alloc(
    announceReplyHeadBytesMax + peers4.length + compactReplyGapBytes + peers6.length + 1,
    '!',
  )
  const span = new Span()
  reply.peersAt = announceReplyHeadBytesMax
  reply.count4 = peers4.length / 6
  reply.peers6At = reply.peersAt + peers4.length + compactReplyGapBytes
  reply.count6 = peers6.length / 18
  out.write(peers4, reply.peersAt, 'latin1')
  out.write(peers6, reply.peers6At, 'latin1')
  encodeCompactReply(out, reply, span)
  expect(span.start).toBeGreaterThanOrEqual(0)
  expect(span.end).toBeLessThanOrEqual(out.length)
  return out.toString('latin1', span.start, span.end)
}

function replyFrom(address: number[]): AnnounceReply {
  const reply = new AnnounceReply()
  reply.seeders = 1
  reply.intervalSeconds = 1800
  reply.minIntervalSeconds = 900
  reply.family = address.length === 4 ? 4 : 6
  reply.address = Uint8Array.from(address)
  return reply
}

test('the first announce of a fresh tracker is answered byte for byte', () => {
  expect(encode(replyFrom([127, 0, 0, 1]), '', '')).toBe(
    'd8:completei1e10:downloadedi0e11:external ip4:\x7f\0\0\x0110:incompletei0e8:intervali1800e12:min intervali900e5:peers0:6:peers60:e',
  )
})

test('an IPv6 announcer is told its 16 bytes', () => {
  const loopback = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
  expect(encode(replyFrom(loopback), '', '')).toContain(
    `11:external ip16:${'\0'.repeat(15)}\x0110:incomplete`,
  )
})

test('peers of both families stand behind their lengths', () => {
  const peers4 = 'abcdefghijkl'
  const peers6 = '0123456789ABCDEFpq0123456789ABCDEFrs'
  const body = encode(replyFrom([10, 0, 0, 1]), peers4, peers6)
  expect(body.slice(body.indexOf('5:peers'))).toBe(`5:peers12:${peers4}6:peers636:${peers6}e`)
})

test('one family alone still has both keys', () => {
  const only4 = encode(replyFrom([10, 0, 0, 1]), 'abcdef', '')
  expect(only4.slice(only4.indexOf('5:peers'))).toBe('5:peers6:abcdef6:peers60:e')
  const only6 = encode(replyFrom([10, 0, 0, 1]), '', '0123456789ABCDEFpq')
  expect(only6.slice(only6.indexOf('5:peers'))).toBe('5:peers0:6:peers618:0123456789ABCDEFpqe')
})

test('the largest counts and thousands of peers fit the reserve', () => {
  const reply = replyFrom([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
  reply.seeders = 2 ** 53
  reply.leechers = 2 ** 53
  reply.completed = 2 ** 53
  reply.intervalSeconds = 2 ** 53
  reply.minIntervalSeconds = 2 ** 53
  const body = encode(reply, 'abcdef'.repeat(10_000), '0123456789ABCDEFpq'.repeat(10_000))
  expect(body.startsWith('d8:completei9007199254740992e10:downloadedi9007199254740992e11:')).toBe(
    true,
  )
  expect(body).toContain('5:peers60000:abcdef')
  expect(body).toContain('6:peers6180000:0123456789ABCDEFpq')
})

test('each count stands under its own key', () => {
  const reply = replyFrom([10, 0, 0, 1])
  reply.seeders = 3
  reply.leechers = 4
  reply.completed = 5
  const body = encode(reply, '', '')
  expect(body).toContain('8:completei3e')
  expect(body).toContain('10:incompletei4e')
  expect(body).toContain('10:downloadedi5e')
})
