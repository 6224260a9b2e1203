/**
 * What every successful announce reply over HTTP begins with (BEP 3, BEP 24), up to the key `peers`. The
 * keys are sorted bytewise and always all there: Transmission stops scraping when it is told the three
 * counts, and every client finds the field it looks for.
 *
 * It is written backwards, because the peers are in their place before the head is written and the head
 * has no fixed length: `…5:peers` ends where they begin.
 */
import { assert } from '#base/assert'
import type { AnnounceReply } from '../announce-reply.ts'
import { ascii, copyBytes, writeBytesBackwards } from '../bytes.ts'
import { decimalDigitsMax, writeDecimalBackwards } from '../decimal.ts'

const beforeComplete = ascii('d8:completei')
const beforeDownloaded = ascii('e10:downloadedi')
const beforeExternalIpv4 = ascii('e11:external ip4:')
const beforeExternalIpv6 = ascii('e11:external ip16:')
const beforeIncomplete = ascii('10:incompletei')
const beforeInterval = ascii('e8:intervali')
const beforeMinInterval = ascii('e12:min intervali')
const beforePeers = ascii('e5:peers')

/** Bytes to keep free before the peers: no head is longer, the length of a peer string included. */
export const announceReplyHeadBytesMax = 256

const textBytes =
  beforeComplete.length +
  beforeDownloaded.length +
  beforeExternalIpv6.length +
  beforeIncomplete.length +
  beforeInterval.length +
  beforeMinInterval.length +
  beforePeers.length
assert(
  announceReplyHeadBytesMax >= textBytes + 16 + 6 * decimalDigitsMax + 1,
  'the head of an announce reply must fit its reserve',
)

/** Writes the head so that `5:peers` ends before `end` and returns the index of its first byte. */
export function writeAnnounceReplyHead(out: Uint8Array, end: number, reply: AnnounceReply): number {
  let at = writeBytesBackwards(out, end, beforePeers)
  at = writeDecimalBackwards(out, at, reply.minIntervalSeconds)
  at = writeBytesBackwards(out, at, beforeMinInterval)
  at = writeDecimalBackwards(out, at, reply.intervalSeconds)
  at = writeBytesBackwards(out, at, beforeInterval)
  at = writeDecimalBackwards(out, at, reply.leechers)
  at = writeBytesBackwards(out, at, beforeIncomplete)
  const addressBytes = reply.family === 4 ? 4 : 16
  at -= addressBytes
  copyBytes(out, at, reply.address, 0, addressBytes)
  at = writeBytesBackwards(out, at, reply.family === 4 ? beforeExternalIpv4 : beforeExternalIpv6)
  at = writeDecimalBackwards(out, at, reply.completed)
  at = writeBytesBackwards(out, at, beforeDownloaded)
  at = writeDecimalBackwards(out, at, reply.seeders)
  return writeBytesBackwards(out, at, beforeComplete)
}
