/**
 * A datagram in, a datagram out (BEP 15). The listener says who sent it by filling `request.announce`'s
 * address and family, calls `answer`, and sends what was written, if anything.
 *
 * No answer to a source that has not proved its address is longer than what it sent (invariant 4): an
 * error that would be longer is not sent, and clients try again.
 */
import { udpReplyBytesMax, udpReplyBytesMaxIpv6 } from '#base/limits'
import { peer4Bytes, peer6Bytes } from '#tracker/wire/announce-reply'
import { Failure } from '#tracker/wire/failure'
import type { ConnectionIds } from '#tracker/wire/udp/connection-id'
import { decodeDatagram } from '#tracker/wire/udp/decode-datagram'
import {
  udpAnnounceHeadBytes,
  udpErrorBytes,
  writeUdpAnnounceHead,
  writeUdpConnectReply,
  writeUdpError,
  writeUdpScrapeEntry,
  writeUdpScrapeHead,
} from '#tracker/wire/udp/udp-replies'
import { UdpRequest, UdpRequestKind } from '#tracker/wire/udp/udp-request'
import { Action } from './action.ts'
import type { Announcer } from './announcer.ts'

const wantMax4 = Math.floor((udpReplyBytesMax - udpAnnounceHeadBytes) / peer4Bytes)
const wantMax6 = Math.floor((udpReplyBytesMaxIpv6 - udpAnnounceHeadBytes) / peer6Bytes)

export class UdpAnswer {
  /** The record that datagrams are decoded into; the listener fills address and family in. */
  readonly request = new UdpRequest()
  /** What the last datagram was, and how it failed; both mean nothing when it was dropped. */
  action: Action = Action.other
  failure: Failure = Failure.none

  readonly #announcer: Announcer
  readonly #connectionIds: ConnectionIds

  constructor(announcer: Announcer, connectionIds: ConnectionIds) {
    this.#announcer = announcer
    this.#connectionIds = connectionIds
  }

  /**
   * Answers the `length` bytes from `start` on into `out` from `at` on, which has room for
   * `udpReplyBytesMax`. Gives the number of bytes to send, 0 for silence.
   */
  answer(
    bytes: Uint8Array,
    start: number,
    length: number,
    out: Uint8Array,
    at: number,
    nowSeconds: number,
  ): number {
    const { request } = this
    this.action = Action.other
    this.failure = Failure.none
    decodeDatagram(bytes, start, length, request)
    if (request.kind === UdpRequestKind.drop) return 0
    if (request.kind === UdpRequestKind.connect) return this.#connect(out, at, nowSeconds)
    const { address, family } = request.announce
    const isProven = this.#connectionIds.verify(
      address,
      family,
      nowSeconds,
      request.connectionIdHigh,
      request.connectionIdLow,
    )
    if (!isProven) return this.#fail(Failure.connectionIdInvalid, length, out, at)
    if (request.failure !== Failure.none) return this.#fail(request.failure, length, out, at)
    return request.kind === UdpRequestKind.announce
      ? this.#announce(length, out, at)
      : this.#scrape(out, at)
  }

  #connect(out: Uint8Array, at: number, nowSeconds: number): number {
    const { request } = this
    const { address, family } = request.announce
    const ids = this.#connectionIds
    this.action = Action.connect
    ids.issue(address, family, nowSeconds)
    return writeUdpConnectReply(out, at, request.transactionId, ids.high, ids.low) - at
  }

  #announce(length: number, out: Uint8Array, at: number): number {
    const { announce, transactionId } = this.request
    const { wish, reply } = this.#announcer
    const isIpv4 = announce.family === 4
    this.action = Action.announce
    wish.bothFamilies = false
    wish.at = at + udpAnnounceHeadBytes
    const failure = this.#announcer.announce(announce, isIpv4 ? wantMax4 : wantMax6, out)
    if (failure !== Failure.none) return this.#fail(failure, length, out, at)
    writeUdpAnnounceHead(out, at, transactionId, reply)
    return udpAnnounceHeadBytes + reply.count4 * peer4Bytes + reply.count6 * peer6Bytes
  }

  #scrape(out: Uint8Array, at: number): number {
    const { scrape, transactionId } = this.request
    const announcer = this.#announcer
    this.action = Action.scrape
    let end = writeUdpScrapeHead(out, at, transactionId)
    for (let hash = 0; hash < scrape.count; hash++) {
      announcer.scrape(scrape.infoHashes, hash * 20)
      end = writeUdpScrapeEntry(out, end, announcer.counts)
    }
    return end - at
  }

  #fail(failure: Failure, requestLength: number, out: Uint8Array, at: number): number {
    this.failure = failure
    if (udpErrorBytes(failure) > requestLength) return 0
    return writeUdpError(out, at, this.request.transactionId, failure) - at
  }
}
