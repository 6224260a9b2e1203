/**
 * The replies of the UDP tracker protocol (BEP 15). Each function writes at `at` and returns the index
 * after what it wrote, which is where the next part or the end of the datagram is.
 */
import type { AnnounceReply } from '../announce-reply.ts'
import type { Failure } from '../failure.ts'
import { detailedTextBytes, type FailureDetail, writeDetailedText } from '../failure-detail.ts'
import type { ScrapeCounts } from '../scrape-counts.ts'

const actionConnect = 0
const actionAnnounce = 1
const actionScrape = 2
const actionError = 3

export const udpConnectReplyBytes = 16
/** The peers of an announce reply begin this many bytes after its start. */
export const udpAnnounceHeadBytes = 20
export const udpScrapeHeadBytes = 8
export const udpScrapeEntryBytes = 12
const errorHeadBytes = 8

/** Exactly 16 bytes: Transmission and aria2 accept no other length. */
export function writeUdpConnectReply(
  out: DataView,
  startAt: number,
  transactionId: number,
  connectionIdHigh: number,
  connectionIdLow: number,
): number {
  let at = writeInt32(out, startAt, actionConnect)
  at = writeInt32(out, at, transactionId)
  at = writeInt32(out, at, connectionIdHigh)
  return writeInt32(out, at, connectionIdLow)
}

/** The 20 bytes before the peers of the packet's own family. Leechers come before seeders. */
export function writeUdpAnnounceHead(
  out: DataView,
  startAt: number,
  transactionId: number,
  reply: AnnounceReply,
): number {
  let at = writeInt32(out, startAt, actionAnnounce)
  at = writeInt32(out, at, transactionId)
  at = writeInt32(out, at, reply.intervalSeconds)
  at = writeInt32(out, at, reply.leechers)
  return writeInt32(out, at, reply.seeders)
}

/** The 8 bytes before the entries of a scrape. */
export function writeUdpScrapeHead(out: DataView, at: number, transactionId: number): number {
  return writeInt32(out, writeInt32(out, at, actionScrape), transactionId)
}

/** The 12 bytes of one torrent, in the order in which the torrents were asked for. */
export function writeUdpScrapeEntry(out: DataView, startAt: number, counts: ScrapeCounts): number {
  let at = writeInt32(out, startAt, counts.seeders)
  at = writeInt32(out, at, counts.completed)
  return writeInt32(out, at, counts.leechers)
}

/** An error and its text, without a NUL at the end. `bytes` and `out` see the same memory. */
export function writeUdpError(
  out: DataView,
  bytes: Uint8Array,
  startAt: number,
  transactionId: number,
  failure: Failure,
  detail: Readonly<FailureDetail>,
): number {
  const at = writeInt32(out, startAt, actionError)
  return writeDetailedText(bytes, writeInt32(out, at, transactionId), failure, detail)
}

/**
 * How long the error is. To a source that has not proved its address, with a good connection id, no error
 * may be sent that is longer than its request: it could be somebody else's address (invariant 4).
 */
export function udpErrorBytes(failure: Failure, detail: Readonly<FailureDetail>): number {
  return errorHeadBytes + detailedTextBytes(failure, detail)
}

/** Writes the low 32 bits of `value` in network byte order and returns the index after them. */
function writeInt32(out: DataView, at: number, value: number): number {
  out.setInt32(at, value)
  return at + 4
}
