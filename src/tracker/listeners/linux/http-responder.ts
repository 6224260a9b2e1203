/**
 * One request in, one reply out, as bytes in the thread's memory: who asks (the source of the connection, or whom a
 * trusted proxy names), what `HttpAnswer` says to that, and the head of HTTP in front of it.
 */
import type { FullScrapes } from '#tracker/announce/full-scrapes'
import type { HttpAnswer } from '#tracker/announce/http-answer'
import { HttpOutcome } from '#tracker/announce/http-answer'
import { writeBytes } from '#tracker/wire/bytes'
import { Failure } from '#tracker/wire/failure'
import { acceptsGzip } from '#tracker/wire/http/content-coding'
import { Method, type RequestHead } from '#tracker/wire/http/request-head'
import type { TrustedProxies } from '../proxied-address.ts'
import type { RefusalStatus } from '../refusal-reply.ts'
import type { RequestCounters } from '../request-counters.ts'
import type { Connections } from './connections.ts'
import type { HttpMemory } from './http-memory.ts'
import { headRefusal, Persistence, refusals, rootReply, writeReplyHead } from './http-replies.ts'

/** What comes after the reply. */
export const Response = {
  /** The next request. */
  kept: 0,
  /** The end of the connection. */
  last: 1,
  /** The same, but the client may be sending what nobody will read. */
  refused: 2,
  /** There is no reply yet: the scrape of all torrents is to be streamed. */
  stream: 3,
} as const
export type Response = (typeof Response)[keyof typeof Response]

/** What a reload can change. */
export type HttpSettings = {
  readonly proxies: TrustedProxies
  /** Where a browser that opens the tracker is sent, or ''. */
  readonly siteUrl: string
  /** What it is told. */
  readonly rootText: string
}

export type HttpResponderOptions = {
  readonly memory: HttpMemory
  readonly connections: Connections
  readonly answer: HttpAnswer
  readonly scrapes: FullScrapes
  readonly counters: RequestCounters
}

export class HttpResponder {
  /** Where the reply lies in the region. */
  start = 0
  end = 0
  /** Set when every reply is to be the last of its connection. */
  isStopping = false
  readonly #bytes: Uint8Array
  readonly #headStartAt: number
  readonly #fixedAt: number
  readonly #connections: Connections
  readonly #answer: HttpAnswer
  readonly #scrapes: FullScrapes
  readonly #counters: RequestCounters
  #proxies: TrustedProxies | undefined
  #root: Uint8Array = refusals[404]

  constructor({ memory, connections, answer, scrapes, counters }: HttpResponderOptions) {
    this.#bytes = memory.bytes
    this.#headStartAt = memory.headStartAt
    this.#fixedAt = memory.answerAt
    this.#connections = connections
    this.#answer = answer
    this.#scrapes = scrapes
    this.#counters = counters
  }

  apply({ proxies, siteUrl, rootText }: HttpSettings): void {
    this.#proxies = proxies.isUsed ? proxies : undefined
    this.#root = rootReply(siteUrl, rootText)
  }

  /** Answers the request of `head`, which came over the connection `slot`. */
  respond(slot: number, head: RequestHead): Response {
    const answer = this.#answer
    if (head.method !== Method.get) return this.#refuseMethod(head.method)
    this.#readSource(slot, head)
    const { family } = answer.request
    let outcome = answer.answer(this.#bytes, head.targetStart, head.targetEnd)
    if (outcome === HttpOutcome.fullScrape) {
      const failure = this.#scrapes.ask(answer.request.address, family)
      if (failure !== Failure.none) outcome = answer.fail(failure)
    }
    this.#counters.request(family, answer.action, answer.failure)
    return outcome === HttpOutcome.body ? this.#finish(head) : this.#respondOtherwise(outcome)
  }

  /** Whether a new connection from the address at `addressAt` of the region is taken; a trusted proxy's always is. */
  mayConnect(addressAt: number, family: 4 | 6): boolean {
    const { request } = this.#answer
    if (this.#proxies?.isTrusted(this.#bytes, addressAt, family) === true) return true
    const length = family === 4 ? 4 : 16
    for (let byte = 0; byte < length; byte++)
      request.address[byte] = this.#bytes[addressAt + byte] as number
    request.family = family
    return this.#answer.mayConnect()
  }

  /** Whether the client of `slot`, who sent what is no request, is told so. */
  mayComplain(slot: number): boolean {
    const { request } = this.#answer
    request.family = this.#connections.family(slot)
    this.#connections.readAddress(slot, request.address)
    return this.#answer.mayComplain()
  }

  /** Makes the reply that refuses what is no request to be answered. */
  refuse(status: RefusalStatus): void {
    this.#write(refusals[status])
  }

  /** Whether the client of `head` takes gzip. */
  acceptsGzip({ fields }: RequestHead): boolean {
    return acceptsGzip(this.#bytes, fields.acceptEncodingStart, fields.acceptEncodingEnd)
  }

  #finish(head: RequestHead): Response {
    const { span } = this.#answer
    const isKept = head.isKeptAlive && !this.isStopping
    const persistence = persistenceOf(head, isKept)
    this.start = writeReplyHead(this.#bytes, this.#headStartAt, span.start, span.end, persistence)
    this.end = span.end
    if (isKept) return Response.kept
    // Who did not ask for the end may have sent more requests.
    return head.isKeptAlive ? Response.refused : Response.last
  }

  #respondOtherwise(outcome: HttpOutcome): Response {
    if (outcome === HttpOutcome.fullScrape) return Response.stream
    if (outcome === HttpOutcome.drop) return this.#saysNothing()
    this.#write(outcome === HttpOutcome.root ? this.#root : refusals[404])
    return Response.refused
  }

  #saysNothing(): Response {
    this.start = this.end = this.#fixedAt
    return Response.last
  }

  #refuseMethod(method: Method): Response {
    this.#write(method === Method.head ? headRefusal : refusals[405])
    return Response.refused
  }

  #write(reply: Uint8Array): void {
    this.start = this.#fixedAt
    this.end = writeBytes(this.#bytes, this.start, reply)
  }

  /** Who asks, into the request. */
  #readSource(slot: number, { fields }: RequestHead): void {
    const connections = this.#connections
    const proxies = this.#proxies
    const { request } = this.#answer
    request.family = connections.family(slot)
    connections.readAddress(slot, request.address)
    if (proxies === undefined || fields.proxyLines === 0 || connections.isIntroduced(slot)) return
    if (!proxies.isTrusted(request.address, 0, request.family)) return
    // All lines of the header are one list (RFC 9110 section 5.3).
    for (let line = fields.proxyLines - 1; line >= 0; line--) {
      const start = fields.proxyStarts[line] as number
      const end = fields.proxyEnds[line] as number
      if (!proxies.readLine(this.#bytes, start, end, request)) return
    }
  }
}

function persistenceOf(head: RequestHead, isKept: boolean): Persistence {
  if (!isKept) return Persistence.closed
  return head.minorVersion === 0 ? Persistence.kept : Persistence.implied
}
