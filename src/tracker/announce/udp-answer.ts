/**
 * A datagram in, a datagram out (BEP 15). The listener says who sent it by filling `request.announce`'s
 * address and family, calls `answer`, and sends what was written, if anything.
 *
 * No answer to a source that has not proved its address is longer than what it sent (invariant 4): an
 * error that would be longer is not sent, and clients try again. A good connection id is the proof.
 */
import { udpReplyBytesMax, udpReplyBytesMaxIpv6 } from '#base/limits'
import { LimitKind, Verdict } from '#tracker/admission/limit-kind'
import { peer4Bytes, peer6Bytes } from '#tracker/wire/announce-reply'
import { Failure } from '#tracker/wire/failure'
import { noDetail } from '#tracker/wire/failure-detail'
import type { ConnectionIds } from '#tracker/wire/udp/connection-id'
import { decodeDatagram } from '#tracker/wire/udp/decode-datagram'
import { UdpPath } from '#tracker/wire/udp/udp-path'
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

/** How a request is counted that is refused before it is looked at. */
const actionOf: Readonly<Record<UdpRequestKind, Action>> = {
  [UdpRequestKind.drop]: Action.other,
  [UdpRequestKind.connect]: Action.connect,
  [UdpRequestKind.announce]: Action.announce,
  [UdpRequestKind.scrape]: Action.scrape,
  [UdpRequestKind.unknown]: Action.other,
}

const wantMax4 = Math.floor((udpReplyBytesMax - udpAnnounceHeadBytes) / peer4Bytes)
const wantMax6 = Math.floor((udpReplyBytesMaxIpv6 - udpAnnounceHeadBytes) / peer6Bytes)
/** Peers that a reply over UDP has room for, by family. */
export const udpWantMax = { 4: wantMax4, 6: wantMax6 } as const

export class UdpAnswer {
  /** The record that datagrams are decoded into; the listener fills address and family in. */
  readonly request = new UdpRequest()
  /** What the last datagram was, and how it failed; both mean nothing when it was dropped. */
  action: Action = Action.other
  failure: Failure = Failure.none

  readonly #announcer: Announcer
  readonly #connectionIds: ConnectionIds
  readonly #out: Uint8Array
  readonly #outView: DataView
  /** Undefined where paths say nothing. */
  readonly #path: UdpPath | undefined

  /** Replies are written into `out`. */
  constructor(announcer: Announcer, connectionIds: ConnectionIds, out: Uint8Array) {
    this.#announcer = announcer
    this.#connectionIds = connectionIds
    this.#out = out
    this.#path = announcer.readsPaths ? new UdpPath(this.request) : undefined
    this.#outView = new DataView(out.buffer, out.byteOffset, out.length)
  }

  /**
   * Answers the `length` bytes from `start` on, which `view` and `bytes` both see. The reply begins at `at`, where
   * there is room for `udpReplyBytesMax`. Gives the number of bytes to send, 0 for silence.
   */
  answer(
    view: DataView,
    bytes: Uint8Array,
    start: number,
    length: number,
    at: number,
    nowSeconds: number,
  ): number {
    const { request } = this
    this.action = Action.other
    this.failure = Failure.none
    decodeDatagram(view, bytes, start, length, request)
    if (request.kind === UdpRequestKind.drop) return 0
    if (this.#isBlocked()) return this.#refuseBlocked(length, at)
    if (request.kind === UdpRequestKind.connect) return this.#connect(at, nowSeconds)
    const { addressWords, family } = request.announce
    const isProven = this.#connectionIds.verify(
      addressWords,
      family,
      nowSeconds,
      request.connectionIdHigh,
      request.connectionIdLow,
    )
    if (!isProven) return this.#failUnproven(Failure.connectionIdInvalid, length, at)
    const verdict = this.#judge(LimitKind.announce)
    if (verdict !== Verdict.admitted) return this.#refuse(verdict, at)
    if (request.failure !== Failure.none) return this.#complain(request.failure, at)
    return request.kind === UdpRequestKind.announce ? this.#announce(at) : this.#scrape(at)
  }

  #isBlocked(): boolean {
    const { addressWords, family } = this.request.announce
    return this.#announcer.blocking?.isNetworkBlocked(addressWords, family) === true
  }

  /** Silence, unless the request is long enough: nothing has proved that this is whence it comes. */
  #refuseBlocked(length: number, at: number): number {
    const { kind, announce } = this.request
    this.action = actionOf[kind]
    this.#announcer.blocking?.noteBlocked(announce.addressWords, announce.family)
    return this.#failUnproven(Failure.networkBlocked, length, at)
  }

  #judge(kind: LimitKind): Verdict {
    const { limits } = this.#announcer
    if (limits === undefined) return Verdict.admitted
    const { addressWords, family } = this.request.announce
    return limits.judge(kind, addressWords, family)
  }

  /** The network has sent too much: it is told so, and no longer answered when it goes on. */
  #refuse(verdict: Verdict, at: number): number {
    this.action = actionOf[this.request.kind]
    return verdict === Verdict.refused ? this.#fail(Failure.requestsTooMany, at) : 0
  }

  /** Says what is wrong with the request, unless its network hears that too often. */
  #complain(failure: Failure, at: number): number {
    return this.#judge(LimitKind.bad) === Verdict.admitted ? this.#fail(failure, at) : 0
  }

  #connect(at: number, nowSeconds: number): number {
    const { request } = this
    const { addressWords, family } = request.announce
    const ids = this.#connectionIds
    this.action = Action.connect
    // In silence: nothing has proved whence it comes.
    if (this.#judge(LimitKind.connect) !== Verdict.admitted) return 0
    ids.issue(addressWords, family, nowSeconds)
    return writeUdpConnectReply(this.#outView, at, request.transactionId, ids.high, ids.low) - at
  }

  #announce(at: number): number {
    const { announce, transactionId } = this.request
    const { wish, reply } = this.#announcer
    const isIpv4 = announce.family === 4
    this.action = Action.announce
    this.#path?.read()
    wish.bothFamilies = false
    wish.at = at + udpAnnounceHeadBytes
    const failure = this.#announcer.announce(announce, isIpv4 ? wantMax4 : wantMax6, this.#out)
    if (failure !== Failure.none) return this.#fail(failure, at)
    writeUdpAnnounceHead(this.#outView, at, transactionId, reply)
    return udpAnnounceHeadBytes + reply.count4 * peer4Bytes + reply.count6 * peer6Bytes
  }

  #scrape(at: number): number {
    const { scrape, transactionId } = this.request
    const announcer = this.#announcer
    this.action = Action.scrape
    let end = writeUdpScrapeHead(this.#outView, at, transactionId)
    for (let hash = 0; hash < scrape.count; hash++) {
      announcer.scrape(scrape.infoHashes, hash * 20)
      end = writeUdpScrapeEntry(this.#outView, end, announcer.counts)
    }
    return end - at
  }

  #failUnproven(failure: Failure, requestLength: number, at: number): number {
    if (udpErrorBytes(failure, noDetail) <= requestLength) return this.#complain(failure, at)
    this.failure = failure
    return 0
  }

  #fail(failure: Failure, at: number): number {
    const { transactionId } = this.request
    const detail = this.#announcer.detailOf(failure)
    this.failure = failure
    return writeUdpError(this.#outView, this.#out, at, transactionId, failure, detail) - at
  }
}
