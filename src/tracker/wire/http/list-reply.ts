/**
 * The announce reply for a client that refuses compact peers with `compact=0` (BEP 3): a list of
 * dictionaries with address and port as text. Both families are in the one list. There is never a
 * `peer id`, whether or not the client sent `no_peer_id`: the swarm store keeps none.
 */
import { addressTextBytesMax, writeAddress } from '../address.ts'
import { type AnnounceReply, peer4Bytes, peer6Bytes } from '../announce-reply.ts'
import { ascii, copyBytes, writeBytes } from '../bytes.ts'
import { writeDecimal } from '../decimal.ts'
import type { Span } from '../span.ts'
import { announceReplyHeadBytesMax, writeAnnounceReplyHead } from './announce-reply-head.ts'

const letterE = 0x65
const letterL = 0x6c
const colon = 0x3a
const beforeAddress = ascii('d2:ip')
const beforePort = ascii('4:porti')
const afterPort = ascii('ee')

/** Bytes of one peer with the longest address and port: `d2:ip39:…4:porti65535ee`. */
export const listPeerBytesMax = 61

/** Bytes that the reply may need with `peers` peers. */
export function listReplyBytesMax(peers: number): number {
  return announceReplyHeadBytesMax + peers * listPeerBytesMax + 3
}

/**
 * Writes the reply into `out` at or after `at` and says in `span` where. The peers are read from where
 * `reply` says they are in `out`, which must not overlap the `listReplyBytesMax` bytes from `at` on.
 */
export function encodeListReply(
  out: Uint8Array,
  startAt: number,
  reply: AnnounceReply,
  span: Span,
): void {
  let at = startAt + announceReplyHeadBytesMax
  span.start = writeAnnounceReplyHead(out, at, reply)
  out[at++] = letterL
  for (let index = 0; index < reply.count4; index++) {
    at = writePeer(out, at, reply.peersAt + index * peer4Bytes, 4)
  }
  for (let index = 0; index < reply.count6; index++) {
    at = writePeer(out, at, reply.peers6At + index * peer6Bytes, 6)
  }
  out[at++] = letterE
  out[at++] = letterE
  span.end = at
}

/** The length of a text stands before it, so the text is made here first. */
const text = new Uint8Array(addressTextBytesMax)

/** Writes the peer that lies in wire form at `peerAt` of the same buffer. */
function writePeer(out: Uint8Array, start: number, peerAt: number, family: 4 | 6): number {
  const portAt = peerAt + (family === 4 ? 4 : 16)
  const port = ((out[portAt] as number) << 8) | (out[portAt + 1] as number)
  const textLength = writeAddress(text, 0, out, peerAt, family)
  let at = writeBytes(out, start, beforeAddress)
  at = writeDecimal(out, at, textLength)
  out[at++] = colon
  at = copyBytes(out, at, text, 0, textLength)
  at = writeBytes(out, at, beforePort)
  at = writeDecimal(out, at, port)
  return writeBytes(out, at, afterPort)
}
