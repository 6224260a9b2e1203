import { expect, test } from 'vitest'
import { parseAddress } from '../address.ts'
import { AnnounceReply } from '../announce-reply.ts'
import { Span } from '../span.ts'
import { encodeListReply, listPeerBytesMax, listReplyBytesMax } from './list-reply.ts'

/** A peer in wire form. */
function wire(address: string, port: number): Buffer {
  const bytes = new Uint8Array(16)
  const length = parseAddress(address, bytes) === 4 ? 4 : 16
  return Buffer.from([...bytes.subarray(0, length), port >> 8, port & 255])
}

function encode(peers4: Buffer[], peers6: Buffer[]): string {
  const reply = new AnnounceReply()
  reply.leechers = 2
  reply.intervalSeconds = 1800
  reply.minIntervalSeconds = 900
  reply.address = Uint8Array.of(127, 0, 0, 1)
  const stored4 = Buffer.concat(peers4)
  const stored6 = Buffer.concat(peers6)
  const room = listReplyBytesMax(peers4.length + peers6.length)
  const out = Buffer.concat([stored4, stored6, Buffer.alloc(room, '!')])
  reply.count4 = peers4.length
  reply.count6 = peers6.length
  reply.peers6At = stored4.length
  const span = new Span()
  encodeListReply(out, stored4.length + stored6.length, reply, span)
  expect(span.start).toBeGreaterThanOrEqual(stored4.length + stored6.length)
  expect(span.end).toBeLessThanOrEqual(out.length)
  return out.toString('latin1', span.start, span.end)
}

const head =
  'd8:completei0e10:downloadedi0e11:external ip4:\x7f\0\0\x0110:incompletei2e8:intervali1800e12:min intervali900e'

test('no peers are an empty list, and there is no peers6', () => {
  expect(encode([], [])).toBe(`${head}5:peerslee`)
})

test('an IPv4 peer is a dictionary of address and port, without a peer id', () => {
  expect(encode([wire('10.99.0.2', 6881)], [])).toBe(
    `${head}5:peersld2:ip9:10.99.0.24:porti6881eeee`,
  )
})

test('IPv6 peers stand in the same list, as text without brackets', () => {
  const body = encode([wire('1.2.3.4', 1)], [wire('fd99::2', 65535), wire('::', 2)])
  expect(body).toBe(
    `${head}5:peersld2:ip7:1.2.3.44:porti1eed2:ip7:fd99::24:porti65535eed2:ip2:::4:porti2eeee`,
  )
})

test('the longest peers fit what is promised', () => {
  const longest = wire('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 65535)
  const body = encode([], [longest, longest])
  expect(body.length).toBe(`${head}5:peers`.length + 2 * listPeerBytesMax + 3)
  expect(body).toContain('d2:ip39:ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff4:porti65535ee')
})
