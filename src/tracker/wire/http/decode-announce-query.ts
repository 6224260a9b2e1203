/**
 * The query of an HTTP announce (BEP 3, BEP 23) into an Announce. Strict about what identifies the peer
 * (info_hash, peer_id, port), lenient about everything else: a client that says nothing sensible about
 * its progress is a leecher, not an error.
 */
import { type Announce, AnnounceEvent, numwantUnstated } from '../announce.ts'
import { ascii } from '../bytes.ts'
import { Failure } from '../failure.ts'
import { decodesTo, percentDecode } from './percent.ts'
import { QueryCursor } from './query-cursor.ts'
import { identifyParameter, QueryParameter } from './query-parameter.ts'
import { readCount, readEvent } from './query-value.ts'

const cursor = new QueryCursor()
const compactRefused = ascii('0')
const numwantMax = 0x7fffffff
const portMax = 65535

/**
 * Decodes the query from `start` (after its `?`) to `end`. It sets everything but `address` and `family`,
 * which the listener knows. The order of parameters does not matter: of several failures the same one is
 * always told, and of a repeated parameter the first counts, except that two info-hashes are a failure.
 * After a failure what `into` holds means nothing.
 */
export function decodeAnnounceQuery(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Announce,
): Failure {
  clear(into)
  let infoHash: Failure = Failure.infoHashMissing
  let peerId: Failure = Failure.peerIdMissing
  let port = -1
  let seen = 0
  cursor.open(bytes, start, end)
  while (cursor.next()) {
    const parameter = identifyParameter(bytes, cursor.nameStart, cursor.nameEnd)
    const bit = 1 << parameter
    if ((seen & bit) !== 0) {
      if (parameter === QueryParameter.infoHash) infoHash = Failure.infoHashRepeated
      continue
    }
    seen |= bit
    const valueStart = cursor.valueStart
    const valueEnd = cursor.valueEnd
    if (parameter === QueryParameter.infoHash) {
      infoHash = readInfoHash(bytes, valueStart, valueEnd, into.infoHash)
    } else if (parameter === QueryParameter.peerId) {
      peerId = readPeerId(bytes, valueStart, valueEnd, into.peerId)
    } else if (parameter === QueryParameter.port) {
      port = readCount(bytes, valueStart, valueEnd)
    } else readProgress(parameter, bytes, valueStart, valueEnd, into)
  }
  if (cursor.overflowed) return Failure.parametersTooMany
  if (infoHash !== Failure.none) return infoHash
  if (peerId !== Failure.none) return peerId
  if (port < 0 || port > portMax) return Failure.portInvalid
  // A peer that leaves is not stored, so its port need not lead anywhere.
  if (port === 0 && into.event !== AnnounceEvent.stopped) return Failure.portInvalid
  into.port = port
  return Failure.none
}

function clear(into: Announce): void {
  into.port = 0
  into.event = AnnounceEvent.none
  into.numwant = numwantUnstated
  into.compact = true
  into.uploaded = 0
  into.downloaded = 0
  into.left = 1
}

/** The 20 bytes of an info-hash, also for a scrape. */
export function readInfoHash(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
): Failure {
  const length = percentDecode(bytes, start, end, into)
  if (length < 0) return Failure.infoHashEscape
  return length === 20 ? Failure.none : Failure.infoHashLength
}

function readPeerId(bytes: Uint8Array, start: number, end: number, into: Uint8Array): Failure {
  const length = percentDecode(bytes, start, end, into)
  if (length < 0) return Failure.peerIdEscape
  return length === 20 ? Failure.none : Failure.peerIdLength
}

/** The parameters that cannot fail. */
function readProgress(
  parameter: QueryParameter,
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Announce,
): void {
  if (parameter === QueryParameter.event) into.event = readEvent(bytes, start, end)
  else if (parameter === QueryParameter.compact) {
    into.compact = !decodesTo(bytes, start, end, compactRefused, 0)
  } else if (parameter !== QueryParameter.other) {
    const count = readCount(bytes, start, end)
    const readable = count >= 0
    if (parameter === QueryParameter.left) into.left = readable ? count : 1
    else if (parameter === QueryParameter.uploaded) into.uploaded = readable ? count : 0
    else if (parameter === QueryParameter.downloaded) into.downloaded = readable ? count : 0
    else if (parameter === QueryParameter.numwant) {
      into.numwant = readable ? Math.min(count, numwantMax) : numwantUnstated
    }
  }
}
