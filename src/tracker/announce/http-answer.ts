/**
 * The target of a GET request in, the body of a reply out (BEP 3, 7, 23, 24, 31, 48). The listener says
 * who asks by filling `request`'s address and family, calls `answer`, and sends the bytes that `span` names,
 * or does what the outcome says where there is no body.
 *
 * The buffer is laid out so that almost nothing is moved: peers are written where the reply will have them,
 * and its head in front of them, backwards.
 *
 *   base ..... peersAt ......... peers6At ........... listAt .................
 *     heads    IPv4 peers        IPv6 peers           list of dictionaries
 *
 * It may be part of the memory that the swarms are in: peers are then one copy inside it.
 */
import { assert } from '#base/assert'
import { httpReplyBytesMax } from '#base/limits'
import { LimitKind, Verdict } from '#tracker/admission/limit-kind'
import { Announce } from '#tracker/wire/announce'
import { peer4Bytes, peer6Bytes } from '#tracker/wire/announce-reply'
import { Failure } from '#tracker/wire/failure'
import { announceReplyHeadBytesMax } from '#tracker/wire/http/announce-reply-head'
import { compactReplyGapBytes, encodeCompactReply } from '#tracker/wire/http/compact-reply'
import { decodeAnnounceQuery } from '#tracker/wire/http/decode-announce-query'
import { decodeScrapeQuery } from '#tracker/wire/http/decode-scrape-query'
import { encodeFailureReply } from '#tracker/wire/http/failure-reply'
import { encodeListReply, listReplyBytesMax } from '#tracker/wire/http/list-reply'
import { beginScrapeReply, endScrapeReply } from '#tracker/wire/http/scrape-reply'
import { decodeTarget, Route, Target } from '#tracker/wire/http/target'
import { Scrape } from '#tracker/wire/scrape'
import { Span } from '#tracker/wire/span'
import { Action } from './action.ts'
import type { Announcer } from './announcer.ts'

/** What the listener does. */
export const HttpOutcome = {
  /** Sends the body that `span` names with status 200. */
  body: 0,
  /** Streams the scrape of all torrents. */
  fullScrape: 1,
  /** Says what this is: the target was `/`. */
  root: 2,
  notFound: 3,
  /** Closes the connection without a word. */
  drop: 4,
} as const
export type HttpOutcome = (typeof HttpOutcome)[keyof typeof HttpOutcome]

/** Peers that an HTTP reply has room for. */
const wantMax = 200

/** Room for the head of an HTTP reply in front of every body. */
export const httpHeadBytes = 256
const bodyAt = httpHeadBytes
const peersAt = bodyAt + announceReplyHeadBytesMax
const peers6At = peersAt + wantMax * peer4Bytes + compactReplyGapBytes
const listAt = peers6At + wantMax * peer6Bytes + 1

/** Bytes of the buffer that replies are made in. */
export const httpAnswerBytes = httpHeadBytes + httpReplyBytesMax

assert(listAt + listReplyBytesMax(wantMax) <= httpAnswerBytes, 'a list of peers fits the buffer')

export class HttpAnswer {
  /** The record that announces, and paths of scrapes, are decoded into; the listener fills address and family in. */
  readonly request = new Announce()
  /** Where the body of the last reply lies in `out`. */
  readonly span = new Span()
  readonly out: Uint8Array
  /** What the last request was, and how it failed. */
  action: Action = Action.other
  failure: Failure = Failure.none

  readonly #announcer: Announcer
  readonly #target: Target
  readonly #scrape = new Scrape()
  readonly #base: number

  /** Replies are made in the `httpAnswerBytes` of `out` from `base` on. */
  constructor(announcer: Announcer, out: Uint8Array, base = 0) {
    assert(out.length >= base + httpAnswerBytes, 'the reply buffer is large enough')
    this.#announcer = announcer
    this.#target = new Target(announcer.readsPaths ? this.request.path : undefined)
    this.out = out
    this.#base = base
  }

  /** Answers the request target that stands from `start` to `end` in `bytes`. */
  answer(bytes: Uint8Array, start: number, end: number): HttpOutcome {
    const target = this.#target
    this.action = Action.other
    this.failure = Failure.none
    decodeTarget(bytes, start, end, target)
    if (target.route !== Route.announce && target.route !== Route.scrape)
      return this.#answerOther(target.route)
    if (this.#isBlocked()) return this.#refuseBlocked(target.route)
    const verdict = this.#judge(LimitKind.announce)
    if (verdict !== Verdict.admitted) return this.#refuse(verdict, target.route)
    if (target.route === Route.announce)
      return this.#announce(bytes, target.queryStart, target.queryEnd)
    return this.#answerScrape(bytes, target.queryStart, target.queryEnd)
  }

  /** Whether a connection from the address in `request` is taken. */
  mayConnect(): boolean {
    return this.#judge(LimitKind.connect) === Verdict.admitted
  }

  /** Whether who sent what is no request, from the address in `request`, is told so. */
  mayComplain(): boolean {
    return this.#judge(LimitKind.bad) === Verdict.admitted
  }

  /** Makes the body of a failure that the listener found. */
  fail(failure: Failure): HttpOutcome {
    const { intervalSeconds, minIntervalSeconds } = this.#announcer.policy
    this.failure = failure
    this.span.start = this.#base + bodyAt
    this.span.end = encodeFailureReply(
      this.out,
      this.span.start,
      failure,
      this.#announcer.detailOf(failure),
      intervalSeconds,
      minIntervalSeconds,
    )
    return HttpOutcome.body
  }

  #isBlocked(): boolean {
    const { addressWords, family } = this.request
    return this.#announcer.blocking?.isNetworkBlocked(addressWords, family) === true
  }

  #judge(kind: LimitKind): Verdict {
    const { limits } = this.#announcer
    if (limits === undefined) return Verdict.admitted
    return limits.judge(kind, this.request.addressWords, this.request.family)
  }

  #answerOther(route: Route): HttpOutcome {
    if (!this.mayComplain()) return HttpOutcome.drop
    return route === Route.root ? HttpOutcome.root : HttpOutcome.notFound
  }

  /** The network has sent too much: it is told so, and no longer answered when it goes on. */
  #refuse(verdict: Verdict, route: Route): HttpOutcome {
    this.action = route === Route.announce ? Action.announce : Action.scrape
    return verdict === Verdict.refused ? this.fail(Failure.requestsTooMany) : HttpOutcome.drop
  }

  /** Says what is wrong with the request, unless its network hears that too often. */
  #complain(failure: Failure): HttpOutcome {
    return this.mayComplain() ? this.fail(failure) : HttpOutcome.drop
  }

  #refuseBlocked(route: Route): HttpOutcome {
    const { addressWords, family } = this.request
    this.action = route === Route.announce ? Action.announce : Action.scrape
    this.#announcer.blocking?.noteBlocked(addressWords, family)
    return this.fail(Failure.networkBlocked)
  }

  #announce(bytes: Uint8Array, start: number, end: number): HttpOutcome {
    const { request } = this
    const { wish, reply } = this.#announcer
    this.action = Action.announce
    const malformed = decodeAnnounceQuery(bytes, start, end, request)
    if (malformed !== Failure.none) return this.#complain(malformed)
    wish.bothFamilies = true
    wish.at = this.#base + peersAt
    wish.at6 = this.#base + peers6At
    const failure = this.#announcer.announce(request, wantMax, this.out)
    if (failure !== Failure.none) return this.fail(failure)
    if (request.compact) encodeCompactReply(this.out, reply, this.span)
    else encodeListReply(this.out, this.#base + listAt, reply, this.span)
    return HttpOutcome.body
  }

  #answerScrape(bytes: Uint8Array, start: number, end: number): HttpOutcome {
    const scrape = this.#scrape
    const { policy } = this.#announcer
    this.action = Action.scrape
    const malformed = decodeScrapeQuery(bytes, start, end, scrape)
    if (malformed !== Failure.none) return this.#complain(malformed)
    const refusal = this.#announcer.admitScrape(this.request.path)
    if (refusal !== Failure.none) return this.fail(refusal)
    if (scrape.count === 0) return this.#answerFullScrape()
    this.span.start = this.#base + bodyAt
    const entriesAt = beginScrapeReply(this.out, this.span.start)
    const entriesEnd = this.#writeEntries(scrape, entriesAt)
    if (entriesEnd === entriesAt) return this.fail(Failure.scrapeUnknown)
    this.span.end = endScrapeReply(this.out, entriesEnd, policy.minIntervalSeconds)
    return HttpOutcome.body
  }

  /** All torrents are told of at the plain address alone. */
  #answerFullScrape(): HttpOutcome {
    this.action = Action.fullScrape
    const isOffered = this.#announcer.policy.fullScrape && this.request.path.galleryId === 0
    return isOffered ? HttpOutcome.fullScrape : this.fail(Failure.fullScrapeRefused)
  }

  /** Writes the entries of those that are told of at `startAt` and returns the index after them. */
  #writeEntries({ count, infoHashes }: Scrape, startAt: number): number {
    const announcer = this.#announcer
    const { galleryId } = this.request.path
    let at = startAt
    for (let hash = 0; hash < count; hash++) {
      if (announcer.scrape(infoHashes, hash * 20, galleryId))
        at = announcer.writeScrapeEntry(this.out, at, infoHashes, hash * 20)
    }
    return at
  }
}
