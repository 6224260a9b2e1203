/**
 * What happens on a connection: bytes come, requests are found in them and answered in their order, and what is
 * left over waits for the rest. Nothing is kept of a request that came whole, which nearly all do: it is read
 * into the thread's input, answered, sent, forgotten.
 *
 *              ┌──────────── reply sent, client wants more ───────────┐
 *   accepted ─▶ open ─ last request ─▶ ending ─ all sent ─▶ closed     │
 *              ├─ refused ─ all sent, our side shut ─▶ lingering ─ client's side shut ─▶ closed
 *              └─ full scrape ─▶ streaming ─ last piece ─▶ refused
 *
 * Where a proxy is to say first whose connection it is, a connection is `arriving` before it is open (proxy-gate.ts).
 *
 * A connection whose replies are not taken is not read: its client, not the tracker, waits (back-pressure).
 */

import type { Libc } from '#base/libc'
import { carriageReturn } from '#tracker/wire/http/octets'
import { decodeRequest, type RequestHead, RequestStatus } from '#tracker/wire/http/request-head'
import type { RefusalStatus } from '../refusal-reply.ts'
import type { RequestCounters } from '../request-counters.ts'
import { type Connections, Phase } from './connections.ts'
import { EPOLLIN, EPOLLOUT, Errno, SHUT_WR } from './constants.ts'
import type { Epoll } from './epoll.ts'
import type { HeldBytes } from './held-bytes.ts'
import { type HttpMemory, inputBytes } from './http-memory.ts'
import { streamHeads } from './http-replies.ts'
import { type HttpResponder, Response } from './http-responder.ts'
import { type Outlet, Sent } from './outlet.ts'
import { Gate, type ProxyGate } from './proxy-gate.ts'
import type { ScrapeStreams } from './scrape-streams.ts'
import type { UnfinishedRequests } from './unfinished-requests.ts'

export type HttpExchangeOptions = {
  readonly libc: Libc
  readonly memory: HttpMemory
  readonly epoll: Epoll
  readonly connections: Connections
  readonly unfinished: UnfinishedRequests
  /** Replies that clients do not take. */
  readonly output: HeldBytes
  readonly outlet: Outlet
  readonly responder: HttpResponder
  readonly gate: ProxyGate
  readonly streams: ScrapeStreams
  readonly counters: RequestCounters
}

export class HttpExchange {
  /** The time of this round. */
  nowSeconds = 0
  /** Bytes received; the loop counts and clears them. */
  receivedBytes = 0
  readonly #libc: Libc
  readonly #inputAt: number
  readonly #inputAddress: number
  readonly #epoll: Epoll
  readonly #connections: Connections
  readonly #unfinished: UnfinishedRequests
  readonly #output: HeldBytes
  readonly #outlet: Outlet
  readonly #responder: HttpResponder
  readonly #gate: ProxyGate
  readonly #streams: ScrapeStreams
  readonly #counters: RequestCounters
  readonly #head: RequestHead
  /** Whether the kernel may have more input than was read. */
  #isMoreThere = false

  constructor(options: HttpExchangeOptions, head: RequestHead) {
    this.#libc = options.libc
    this.#inputAt = options.memory.inputAt
    this.#inputAddress = options.memory.address + options.memory.inputAt
    this.#epoll = options.epoll
    this.#connections = options.connections
    this.#unfinished = options.unfinished
    this.#output = options.output
    this.#outlet = options.outlet
    this.#responder = options.responder
    this.#gate = options.gate
    this.#streams = options.streams
    this.#counters = options.counters
    this.#head = head
  }

  /** Whether a stream could go on without waiting for anything. */
  get hasTurn(): boolean {
    return this.#streams.hasTurn
  }

  /** Whether the client of `slot` is owed nothing: no request has begun, no reply is under way. */
  isIdle(slot: number): boolean {
    const phase = this.#connections.phase(slot)
    return (
      (phase === Phase.open || phase === Phase.arriving) &&
      this.#unfinished.length(slot) === 0 &&
      this.#output.length(slot) === 0
    )
  }

  /** Something came over the connection, or can be sent, or it broke. */
  ready(slot: number): void {
    const connections = this.#connections
    // It may have been given up since epoll told of it.
    if (!connections.isOpen(slot)) return
    if (this.#output.length(slot) > 0) return this.#goOnSending(slot)
    // A stream waits for no event: this one says that the client is gone.
    if (connections.phase(slot) === Phase.streaming) return this.close(slot)
    this.read(slot)
  }

  /** Whether a new connection from the address at `addressAt` of the region is taken. */
  mayBegin(addressAt: number, family: 4 | 6): boolean {
    return this.#responder.mayConnect(addressAt, family)
  }

  /** The connection is new, and begins with a header of the PROXY protocol. */
  arrive(slot: number): void {
    this.#connections.setPhase(slot, Phase.arriving)
    this.read(slot)
  }

  /** Reads what came, and answers what is complete. */
  read(slot: number): void {
    const unfinished = this.#unfinished
    const held = unfinished.length(slot)
    const from = this.#inputAt + held
    const room = inputBytes - held
    const received = this.#libc.recv(
      this.#connections.descriptor(slot),
      held === 0 ? this.#inputAddress : this.#inputAddress + held,
      room,
      0,
    )
    if (received <= 0) return this.#readNothing(slot, received)
    this.receivedBytes += received
    this.#isMoreThere = received === room
    const end = from + received
    const phase = this.#connections.phase(slot)
    if (phase !== Phase.open)
      return phase === Phase.arriving ? this.#enter(slot, from, end) : undefined
    if (held > 0) {
      unfinished.restore(slot)
      if (!unfinished.maySuffice(slot, from, end)) return this.#holdMore(slot, from, end)
    }
    this.#answerAll(slot, this.#inputAt, end)
  }

  /** The connection has had its time. */
  expire(slot: number): void {
    const isRequestMissing =
      this.#connections.phase(slot) === Phase.open &&
      this.#unfinished.length(slot) > 0 &&
      this.#output.length(slot) === 0
    if (this.#connections.phase(slot) === Phase.arriving) this.#counters.proxyRefused('late')
    if (isRequestMissing) {
      this.#responder.refuse(408)
      this.#outlet.add(slot, this.#responder.start, this.#responder.end)
      this.#outlet.flush(slot, true)
      this.#counters.dropped()
    }
    this.close(slot)
  }

  close(slot: number): void {
    this.#libc.close(this.#connections.descriptor(slot))
    this.#unfinished.drop(slot)
    this.#output.drop(slot)
    this.#connections.forget(slot)
    this.#counters.connections(-1)
    this.#streams.end(slot)
  }

  /** Lets the next stream go on by one piece. */
  takeTurn(): void {
    const slot = this.#streams.takeTurn()
    if (slot < 0) return
    if (this.#streams.isBroken(slot)) return this.close(slot)
    const piece = this.#streams.next(slot)
    if (piece === undefined) {
      this.#streams.end(slot)
      this.#connections.setPhase(slot, Phase.refused)
      return this.#settle(slot, Sent.all)
    }
    // A client that waits for us is not idle.
    if (piece.length === 0) return this.#connections.touch(slot, this.nowSeconds)
    const sent = this.#outlet.put(slot, piece)
    if (sent === Sent.all) this.#connections.touch(slot, this.nowSeconds)
    this.#settle(slot, sent)
  }

  #readNothing(slot: number, received: number): void {
    const errno = received < 0 ? this.#libc.errno() : 0
    if (errno === Errno.EAGAIN || errno === Errno.EINTR) this.#watch(slot, EPOLLIN)
    else this.close(slot)
  }

  /** Of the header that comes first, the bytes from `from` to `end` are new. */
  #enter(slot: number, from: number, end: number): void {
    const unfinished = this.#unfinished
    if (unfinished.length(slot) > 0) unfinished.restore(slot)
    const requestsAt = this.#gate.enter(slot, this.#inputAt, end)
    if (requestsAt === Gate.refuses) return this.close(slot)
    if (requestsAt === Gate.waits) return this.#holdMore(slot, from, end)
    this.#connections.touch(slot, this.nowSeconds)
    this.#answerAll(slot, requestsAt, end)
  }

  /** Answers the requests from `start` to `end` of the region, and keeps what is no whole one. */
  #answerAll(slot: number, start: number, end: number): void {
    const head = this.#head
    let status: RequestStatus = RequestStatus.complete
    let at = start
    while (at < end && this.#mayGoOn(slot)) {
      status = decodeRequest(head, at, end)
      if (status !== RequestStatus.complete) break
      at = head.end
      if (this.#respond(slot) === Sent.failed) return this.close(slot)
    }
    const isIncomplete = status === RequestStatus.incomplete
    if (status !== RequestStatus.complete && status !== RequestStatus.incomplete)
      this.#refuse(slot, status)
    if (at > start) this.#connections.touch(slot, this.nowSeconds)
    const sent = this.#outlet.flush(slot, this.#connections.phase(slot) !== Phase.open)
    if (sent === Sent.failed) return this.close(slot)
    // Where replies are not taken, what is left was not looked at yet.
    const isHeld = isIncomplete
      ? this.#hold(slot, head.start, end, head.neededEnd)
      : this.#hold(slot, at, end, 0)
    if (isHeld) this.#settle(slot, sent)
  }

  #mayGoOn(slot: number): boolean {
    return this.#connections.phase(slot) === Phase.open && this.#output.length(slot) === 0
  }

  #respond(slot: number): Sent {
    const responder = this.#responder
    const connections = this.#connections
    this.#outlet.makeWay()
    const response = responder.respond(slot, this.#head)
    if (response === Response.stream) return this.#beginStream(slot)
    if (response === Response.last)
      connections.setPhase(slot, this.#isMoreThere ? Phase.refused : Phase.ending)
    else if (response === Response.refused) connections.setPhase(slot, Phase.refused)
    return this.#outlet.add(slot, responder.start, responder.end)
  }

  #refuse(slot: number, status: RefusalStatus): void {
    this.#counters.dropped()
    if (!this.#responder.mayComplain(slot)) return this.#connections.setPhase(slot, Phase.ending)
    this.#outlet.makeWay()
    this.#responder.refuse(status)
    this.#connections.setPhase(slot, Phase.refused)
    this.#outlet.add(slot, this.#responder.start, this.#responder.end)
  }

  /** The replies were sent, or not: what comes next. */
  #settle(slot: number, sent: Sent): void {
    const connections = this.#connections
    if (sent === Sent.failed) return this.close(slot)
    if (sent === Sent.some) return this.#watch(slot, EPOLLOUT)
    const phase = connections.phase(slot)
    if (phase === Phase.open) return this.#watch(slot, EPOLLIN)
    if (phase === Phase.ending) return this.close(slot)
    if (phase === Phase.streaming) return this.#watch(slot, 0)
    if (phase === Phase.lingering) return
    this.#libc.shutdown(connections.descriptor(slot), SHUT_WR)
    connections.setPhase(slot, Phase.lingering)
    connections.touch(slot, this.nowSeconds)
    this.#watch(slot, EPOLLIN)
  }

  #goOnSending(slot: number): void {
    const sent = this.#outlet.drain(slot)
    if (sent === Sent.all) this.#connections.touch(slot, this.nowSeconds)
    const held = this.#unfinished.length(slot)
    const mayAnswer = sent === Sent.all && held > 0 && this.#mayGoOn(slot)
    if (!mayAnswer) return this.#settle(slot, sent)
    this.#unfinished.restore(slot)
    this.#isMoreThere = true
    this.#answerAll(slot, this.#inputAt, this.#inputAt + held)
  }

  /** Adds to the request that is held what came of it. */
  #holdMore(slot: number, start: number, end: number): void {
    if (this.#keep(slot, start, end)) this.#watch(slot, EPOLLIN)
  }

  /** Holds from `start` to `end`, and nothing else. False when the connection had to be closed. */
  #hold(slot: number, start: number, end: number, neededEnd: number): boolean {
    const unfinished = this.#unfinished
    const isBegun = unfinished.length(slot) > 0
    if (isBegun) unfinished.drop(slot)
    if (start >= end || this.#connections.phase(slot) !== Phase.open) return true
    // The time that a request may take begins with it, which half an empty line before it does not.
    const isEmptyLine = start + 1 === end && this.#head.bytes[start] === carriageReturn
    if (!isBegun && !isEmptyLine) this.#connections.touch(slot, this.nowSeconds)
    unfinished.expect(slot, neededEnd === 0 ? 0 : neededEnd - start)
    return this.#keep(slot, start, end)
  }

  /** Where too much is held, the idlest connections make room. */
  #keep(slot: number, start: number, end: number): boolean {
    while (!this.#unfinished.append(slot, start, end)) {
      const idlest = this.#connections.idlest()
      this.#counters.dropped()
      this.close(idlest)
      if (idlest === slot) return false
    }
    return true
  }

  /** Has epoll tell of `events` of the connection; it always tells of errors. */
  #watch(slot: number, events: number): void {
    const connections = this.#connections
    const watched = connections.watched(slot)
    if (watched === events) return
    const descriptor = connections.descriptor(slot)
    const isWatched =
      watched < 0
        ? this.#epoll.add(descriptor, events, slot)
        : this.#epoll.change(descriptor, events, slot)
    if (isWatched) connections.setWatched(slot, events)
    else this.close(slot)
  }

  #beginStream(slot: number): Sent {
    const isGzip = this.#responder.acceptsGzip(this.#head)
    this.#streams.begin(slot, isGzip)
    this.#connections.setPhase(slot, Phase.streaming)
    const sent = this.#outlet.flush(slot, false)
    const head = isGzip ? streamHeads.gzip : streamHeads.plain
    return sent === Sent.failed ? sent : this.#outlet.put(slot, head)
  }
}
