/**
 * A datagram (BEP 15) into a UdpRequest. All of it is big-endian, at fixed offsets:
 *
 *     0 connection id, 8 bytes │ 8 action │ 12 transaction id │
 *     connect: the connection id is a magic number and nothing follows
 *     announce: 16 info_hash │ 36 peer_id │ 56 downloaded, left, uploaded: 8 bytes each │ 80 event │
 *               84 ip │ 88 key │ 92 num_want │ 96 port, 2 bytes │ 98 options (BEP 41)
 *     scrape: 16 info_hash, as often as there is room
 *
 * Whether the connection id is good is not decided here: it needs a secret and the time.
 */
import { udpScrapeHashesMax } from '#base/limits'
import { type Announce, AnnounceEvent, counterMax, numwantUnstated } from '../announce.ts'
import { copyBytes } from '../bytes.ts'
import { Failure } from '../failure.ts'
import { decodeAnnounceOptions } from './announce-options.ts'
import { type UdpRequest, UdpRequestKind } from './udp-request.ts'

const magicHigh = 0x417
const magicLow = 0x27101980

const actionConnect = 0
const actionAnnounce = 1
const actionScrape = 2

const headBytes = 16
const announceBytes = 98
const hashBytes = 20

/**
 * Decodes the `length` bytes from `start` on; `request.kind` says what they are. Further bytes are ignored.
 * `view` and `bytes` see the same memory: numbers are read through the one, in a single machine instruction
 * each, and strings through the other.
 */
export function decodeDatagram(
  view: DataView,
  bytes: Uint8Array,
  start: number,
  length: number,
  request: UdpRequest,
): void {
  request.kind = UdpRequestKind.drop
  request.failure = Failure.none
  if (length < headBytes) return
  request.connectionIdHigh = view.getInt32(start)
  request.connectionIdLow = view.getInt32(start + 4)
  request.transactionId = view.getInt32(start + 12)
  const action = view.getInt32(start + 8)
  if (action === actionConnect) decodeConnect(request)
  else if (action === actionAnnounce) decodeAnnounce(view, bytes, start, length, request)
  else if (action === actionScrape) decodeScrape(bytes, start, length, request)
  else {
    request.kind = UdpRequestKind.unknown
    request.failure = Failure.udpActionUnknown
  }
}

/** Only the magic number tells a connect from noise; anything else gets no answer. */
function decodeConnect(request: UdpRequest): void {
  if (request.connectionIdHigh !== magicHigh || request.connectionIdLow !== magicLow) return
  request.kind = UdpRequestKind.connect
  request.connectionIdHigh = 0
  request.connectionIdLow = 0
}

/** One that is cut off is dropped: there is nothing in it to act on, and no client sends it. */
function decodeAnnounce(
  view: DataView,
  bytes: Uint8Array,
  start: number,
  length: number,
  request: UdpRequest,
): void {
  if (length < announceBytes) return
  const announce = request.announce
  request.kind = UdpRequestKind.announce
  readWords(view, start + 16, announce.infoHashWords)
  readWords(view, start + 36, announce.peerIdWords)
  readCounters(view, start + 56, announce)
  announce.event = eventOf(view.getInt32(start + 80))
  const numwant = view.getInt32(start + 92)
  announce.numwant = numwant < 0 ? numwantUnstated : numwant
  announce.port = view.getUint16(start + 96)
  announce.compact = true
  // A peer that leaves is not stored, so its port need not lead anywhere.
  if (announce.port === 0 && announce.event !== AnnounceEvent.stopped) {
    request.failure = Failure.portInvalid
  }
  decodeAnnounceOptions(bytes, start + announceBytes, start + length, request)
}

/** 20 bytes into the 5 words that have the same bytes. */
function readWords(view: DataView, start: number, into: Int32Array): void {
  for (let word = 0; word < 5; word++) into[word] = view.getInt32(start + word * 4, true)
}

/** Three signed 64-bit numbers. A negative `left` means "not known": a leecher. */
function readCounters(view: DataView, at: number, announce: Announce): void {
  const downloaded = readCounter(view, at)
  const left = readCounter(view, at + 8)
  const uploaded = readCounter(view, at + 16)
  announce.downloaded = downloaded < 0 ? 0 : downloaded
  announce.left = left < 0 ? 1 : left
  announce.uploaded = uploaded < 0 ? 0 : uploaded
}

/** A signed number, at most `counterMax`. It is exact up to there, and a negative one stays negative. */
function readCounter(view: DataView, at: number): number {
  const high = view.getInt32(at)
  const low = view.getUint32(at + 4)
  return high === 0 ? low : Math.min(high * 2 ** 32 + low, counterMax)
}

/** BEP 15 numbers the events 0 to 3 as we do; 4 is `paused` by custom, and others say nothing. */
function eventOf(code: number): AnnounceEvent {
  return code >= 0 && code <= 4 ? (code as AnnounceEvent) : AnnounceEvent.none
}

/** Bytes after the last whole info-hash, and info-hashes after the 74th, are ignored. */
function decodeScrape(bytes: Uint8Array, start: number, length: number, request: UdpRequest): void {
  const sent = Math.trunc((length - headBytes) / hashBytes)
  const count = Math.min(sent, udpScrapeHashesMax)
  request.kind = UdpRequestKind.scrape
  if (count === 0) request.failure = Failure.udpScrapeEmpty
  request.scrape.count = count
  copyBytes(request.scrape.infoHashes, 0, bytes, start + headBytes, count * hashBytes)
}
