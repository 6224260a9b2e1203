/**
 * The announce reply that nearly every client asks for (BEP 23, BEP 7): peers as 6 or 18 bytes each. The
 * swarm store has written them into the buffer already, in two runs, and the reply is built around them:
 *
 *     │ reserve │ IPv4 peers │ gap │ IPv6 peers │
 *          └ d8:complete…5:peers12:│ IPv4 peers │6:peers618:│ IPv6 peers │e
 *               written backwards               └ forwards   └ moved here
 *
 * so that only the IPv6 peers, the rarer ones, are moved at all. Both keys are always there, empty or
 * not: rTorrent wants one of them, and ctorrent cannot read an empty string at the very end.
 */
import { type AnnounceReply, peer4Bytes, peer6Bytes } from '../announce-reply.ts'
import { ascii, writeBytes } from '../bytes.ts'
import { writeDecimal, writeDecimalBackwards } from '../decimal.ts'
import type { Span } from '../span.ts'
import { writeAnnounceReplyHead } from './announce-reply-head.ts'

/** Bytes to keep free between the last IPv4 peer and the first IPv6 peer: `6:peers6`, digits, a colon. */
export const compactReplyGapBytes = 16

const colon = 0x3a
const letterE = 0x65
const peers6Key = ascii('6:peers6')

/**
 * Finishes the reply around the peers in `out` and says in `span` where it lies. There must be
 * `announceReplyHeadBytesMax` bytes before `peersAt`, `compactReplyGapBytes` between the runs even when
 * they are empty, and one byte after the second.
 */
export function encodeCompactReply(out: Uint8Array, reply: AnnounceReply, span: Span): void {
  const length4 = reply.count4 * peer4Bytes
  const length6 = reply.count6 * peer6Bytes
  out[reply.peersAt - 1] = colon
  const headEnd = writeDecimalBackwards(out, reply.peersAt - 1, length4)
  span.start = writeAnnounceReplyHead(out, headEnd, reply)
  let at = writeBytes(out, reply.peersAt + length4, peers6Key)
  at = writeDecimal(out, at, length6)
  out[at++] = colon
  out.copyWithin(at, reply.peers6At, reply.peers6At + length6)
  at += length6
  out[at++] = letterE
  span.end = at
}
