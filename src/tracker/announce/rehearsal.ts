/**
 * An announce that is carried out up to its swarm and changes nothing: for somebody who asks what a client would be
 * told. It passes the same stations as a real one, in the same order and through the same code; where it is refused it
 * stops.
 *
 *   address ─▶ network ─▶ request ─▶ rules ─▶ admission ─▶ (swarm)
 */
import { assert } from '#base/assert'
import type { Admission } from '#tracker/admission/admission'
import type { Blocking } from '#tracker/admission/blocking'
import type { Announce } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import { type FailureDetail, hasDetail, noDetail } from '#tracker/wire/failure-detail'
import { decodeAnnounceQuery } from '#tracker/wire/http/decode-announce-query'
import { decodeTarget, Route, Target } from '#tracker/wire/http/target'
import { decodeDatagram } from '#tracker/wire/udp/decode-datagram'
import { UdpPath } from '#tracker/wire/udp/udp-path'
import { UdpRequest, UdpRequestKind } from '#tracker/wire/udp/udp-request'

export const stations = ['address', 'network', 'request', 'rules', 'admission', 'swarm'] as const
export type Station = (typeof stations)[number]

export type RehearsalParts = {
  /** Undefined where every torrent is served. */
  readonly admission: Admission | undefined
  readonly blocking: Blocking
}

export class Rehearsal {
  /** What was understood of the request. */
  readonly request: Announce
  /** Where the announce came to, and what it was refused with there; `swarm` and `none` where it was let in. */
  station: Station = 'address'
  failure: Failure = Failure.none
  readonly #parts: RehearsalParts
  readonly #datagram = new UdpRequest()
  readonly #target: Target
  readonly #path: UdpPath | undefined

  constructor(parts: RehearsalParts) {
    const readsPaths = parts.admission?.door !== undefined
    this.#parts = parts
    this.request = this.#datagram.announce
    this.#target = new Target(readsPaths ? this.request.path : undefined)
    this.#path = readsPaths ? new UdpPath(this.#datagram) : undefined
  }

  /** Sets who asks; family 0 for somebody whose address does not matter. */
  setSource(address: Uint8Array, family: 0 | 4 | 6): void {
    this.request.address.set(address.subarray(0, 16))
    this.request.family = family === 6 ? 6 : 4
    this.#isSourceKnown = family !== 0
  }
  #isSourceKnown = false

  /** A request target, as `HttpAnswer` answers it. */
  http(target: Uint8Array): void {
    const { request } = this
    request.isUdp = false
    this.#begin()
    decodeTarget(target, 0, target.length, this.#target)
    if (this.#target.route !== Route.announce) return
    if (!this.#passNetwork()) return
    const { queryStart, queryEnd } = this.#target
    if (!this.#pass('request', decodeAnnounceQuery(target, queryStart, queryEnd, request))) return
    this.#passTables()
  }

  /** A datagram with an announce, as `UdpAnswer` answers it to whoever has a good connection id. */
  udp(datagram: Uint8Array): void {
    const { request } = this
    request.isUdp = true
    this.#begin()
    const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.length)
    decodeDatagram(view, datagram, 0, datagram.length, this.#datagram)
    assert(this.#datagram.kind === UdpRequestKind.announce, 'the datagram has an announce')
    if (!this.#passNetwork()) return
    if (!this.#pass('request', this.#datagram.failure)) return
    this.#path?.read()
    this.#passTables()
  }

  /** What is added to the text of the failure. */
  get detail(): Readonly<FailureDetail> {
    const { admission } = this.#parts
    return admission !== undefined && hasDetail(this.failure) ? admission.detail : noDetail
  }

  #begin(): void {
    this.station = 'address'
    this.failure = Failure.none
  }

  #passNetwork(): boolean {
    const { addressWords, family } = this.request
    const isBlocked =
      this.#isSourceKnown && this.#parts.blocking.isNetworkBlocked(addressWords, family)
    return this.#pass('network', isBlocked ? Failure.networkBlocked : Failure.none)
  }

  #passTables(): void {
    const { admission, blocking } = this.#parts
    if (!this.#pass('rules', blocking.judge(this.request))) return
    if (admission !== undefined && !this.#pass('admission', admission.admit(this.request))) return
    this.station = 'swarm'
  }

  #pass(station: Station, failure: Failure): boolean {
    this.station = station
    this.failure = failure
    return failure === Failure.none
  }
}
