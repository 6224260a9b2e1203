/**
 * The whole life of an HTTP thread: wait until connections have something to be done, do it, take new connections,
 * close those whose time is over, do a bounded piece of expiry, look whether main wants something.
 *
 * Connections come before the listening sockets in each round, so that what epoll tells of a slot is done before
 * the slot can be given to somebody else. Nothing here allocates per request, the clock is read once per round, and
 * in this thread nothing asynchronous ever runs.
 */
import type { Clock } from '#base/clock'
import type { Libc } from '#base/libc'
import {
  httpConnectionsMax,
  httpDrainSecondsMax,
  httpHeldBytesMax,
  httpRequestSecondsMax,
} from '#base/limits'
import type { Announcer } from '#tracker/announce/announcer'
import type { FullScrapes } from '#tracker/announce/full-scrapes'
import type { HttpAnswer } from '#tracker/announce/http-answer'
import { ascii } from '#tracker/wire/bytes'
import { RequestHead } from '#tracker/wire/http/request-head'
import type { BatchMeter } from '../batch-meter.ts'
import type { RequestCounters } from '../request-counters.ts'
import { Acceptor, type ListeningSocket } from './acceptor.ts'
import { Connections } from './connections.ts'
import { Epoll } from './epoll.ts'
import { BufferPool, HeldBytes } from './held-bytes.ts'
import { HttpExchange } from './http-exchange.ts'
import type { HttpMemory } from './http-memory.ts'
import { HttpResponder, type HttpSettings } from './http-responder.ts'
import { Outlet } from './outlet.ts'
import { ProxyGate } from './proxy-gate.ts'
import { ScrapeStreams } from './scrape-streams.ts'
import { UnfinishedRequests } from './unfinished-requests.ts'

export type HttpLoopOptions = {
  readonly libc: Libc
  readonly sockets: readonly ListeningSocket[]
  readonly memory: HttpMemory
  readonly answer: HttpAnswer
  readonly announcer: Announcer
  readonly scrapes: FullScrapes
  readonly counters: RequestCounters
  readonly meter: BatchMeter
  readonly clock: Clock
  /** Called when a round has answered what there was. */
  readonly endBatch: () => void
  /** Called when the listening sockets are another process's alone, while connections are served still. */
  readonly onSocketsLeft: () => void
}

/** Milliseconds after which a thread that nobody asks looks at its control word. */
const waitMs = 200
/** The same while it waits for the last clients. */
const stopWaitMs = 20
/** Seconds that clients have, after the end was announced, to send what they began and take what they are owed. */
const stopSecondsMax = 2
/** Connections closed in one round because their time is over. */
const expiredMax = 512
/** Steps of expiry after a round with much to do (others wait), with little, and after waiting in vain. */
const sweepSteps = { busy: 1, partial: 8, idle: 512 } as const
const busyRound = 32

export class HttpLoop {
  /**
   * Another process listens already: at the end, what is open is served until it is idle or closed, or until this is taken
   * back, because the other process ends as well.
   */
  isHandedOver = false
  readonly #clock: Clock
  readonly #endBatch: () => void
  readonly #onSocketsLeft: () => void
  readonly #announcer: Announcer
  readonly #scrapes: FullScrapes
  readonly #counters: RequestCounters
  readonly #meter: BatchMeter
  readonly #epoll: Epoll
  readonly #connections: Connections
  readonly #responder: HttpResponder
  readonly #gate: ProxyGate
  readonly #outlet: Outlet
  readonly #exchange: HttpExchange
  readonly #acceptor: Acceptor
  readonly #head: RequestHead

  constructor(options: HttpLoopOptions) {
    const { libc, memory, announcer, scrapes, counters, clock } = options
    this.#clock = clock
    this.#endBatch = options.endBatch
    this.#onSocketsLeft = options.onSocketsLeft
    this.#announcer = announcer
    this.#scrapes = scrapes
    this.#counters = counters
    this.#meter = options.meter
    const pool = new BufferPool(httpHeldBytesMax)
    const unfinished = new UnfinishedRequests(new HeldBytes(pool, httpConnectionsMax), memory)
    const output = new HeldBytes(pool, httpConnectionsMax)
    const epoll = new Epoll(libc, memory)
    const connections = new Connections(memory.descriptors)
    const responder = new HttpResponder({ ...options, connections })
    const outlet = new Outlet({ libc, memory, connections, held: output })
    const gate = new ProxyGate({ memory, connections, counters })
    const parts = { libc, memory, counters, epoll, connections, gate }
    this.#head = new RequestHead(memory.bytes)
    const exchange = new HttpExchange(
      {
        ...parts,
        unfinished,
        output,
        outlet,
        responder,
        streams: new ScrapeStreams(scrapes, output),
      },
      this.#head,
    )
    this.#epoll = epoll
    this.#connections = connections
    this.#responder = responder
    this.#gate = gate
    this.#outlet = outlet
    this.#exchange = exchange
    this.#acceptor = new Acceptor({ ...parts, exchange, sockets: options.sockets })
  }

  /** Brings settings into force. */
  apply(settings: HttpSettings): void {
    this.#responder.apply(settings)
    const { proxies } = settings
    this.#gate.proxies = proxies
    this.#head.fields.proxyHeader = ascii(proxies.isUsed ? proxies.header : '')
  }

  /**
   * Serves until `isToGoOn`, which looks for messages of main, gives false; then ends what is under way, and calls it on
   * while that takes long.
   */
  run(isToGoOn: () => boolean): void {
    const { store } = this.#announcer
    while (isToGoOn()) {
      const count = this.#round(this.#exchange.hasTurn ? 0 : waitMs)
      const steps = stepsAfter(count)
      for (let step = 0; step < steps && store.sweep(); step++);
    }
    this.#end(isToGoOn)
  }

  #round(waitAtMostMs: number): number {
    const count = this.#epoll.wait(waitAtMostMs)
    const hasWork = count > 0 || waitAtMostMs === 0
    if (hasWork) this.#meter.begin(count >= busyRound)
    const nowSeconds = this.#clock.nowSeconds()
    this.#exchange.nowSeconds = nowSeconds
    this.#scrapes.tick(nowSeconds)
    if (this.#serve(count)) this.#accept(count)
    this.#exchange.takeTurn()
    this.#expire(nowSeconds)
    this.#acceptor.resume(nowSeconds)
    this.#endBatch()
    this.#count()
    if (hasWork) this.#meter.end()
    return count
  }

  /** Gives whether a listening socket has something too. */
  #serve(count: number): boolean {
    let isNewThere = false
    for (let index = 0; index < count; index++) {
      const key = this.#epoll.key(index)
      if (key >= 0) this.#exchange.ready(key)
      else isNewThere = true
    }
    return isNewThere
  }

  #accept(count: number): void {
    for (let index = 0; index < count; index++) {
      const key = this.#epoll.key(index)
      if (key < 0) this.#acceptor.accept(key)
    }
  }

  #expire(nowSeconds: number): void {
    const connections = this.#connections
    for (let count = 0; count < expiredMax; count++) {
      const slot = connections.idlest()
      if (slot < 0 || connections.idleSeconds(slot, nowSeconds) <= httpRequestSecondsMax) return
      this.#exchange.expire(slot)
    }
  }

  #count(): void {
    const exchange = this.#exchange
    const outlet = this.#outlet
    if (exchange.receivedBytes + outlet.sentBytes === 0) return
    this.#counters.bytes(exchange.receivedBytes, outlet.sentBytes)
    exchange.receivedBytes = 0
    outlet.sentBytes = 0
  }

  #end(lookForMail: () => unknown): void {
    this.#responder.isStopping = true
    if (this.isHandedOver) this.#drain(lookForMail)
    else this.#acceptor.acceptAll()
    if (!this.isHandedOver) this.#finish()
    this.#closeAll(() => true)
    this.#count()
    this.#epoll.close()
  }

  /** Every connection has its next request answered, or is idle for as long as any may be. */
  #drain(lookForMail: () => unknown): void {
    const lastSecond = this.#clock.nowSeconds() + httpDrainSecondsMax
    this.#acceptor.stop()
    this.#onSocketsLeft()
    while (this.#connections.count > 0 && this.#clock.nowSeconds() <= lastSecond) {
      this.#round(this.#exchange.hasTurn ? 0 : stopWaitMs)
      lookForMail()
      if (!this.isHandedOver) return
    }
  }

  /** Answers what has come, waits a little for what has begun. */
  #finish(): void {
    const connections = this.#connections
    const lastSecond = this.#clock.nowSeconds() + stopSecondsMax
    while (this.#clock.nowSeconds() <= lastSecond && this.#round(0) > 0);
    this.#closeAll((slot) => this.#exchange.isIdle(slot))
    while (connections.count > 0 && this.#clock.nowSeconds() <= lastSecond)
      this.#round(this.#exchange.hasTurn ? 0 : stopWaitMs)
  }

  #closeAll(isMeant: (slot: number) => boolean): void {
    const connections = this.#connections
    let slot = connections.idlest()
    while (slot >= 0) {
      const next = connections.lessIdle(slot)
      if (isMeant(slot)) this.#exchange.close(slot)
      slot = next
    }
  }
}

function stepsAfter(count: number): number {
  if (count >= busyRound) return sweepSteps.busy
  return count > 0 ? sweepSteps.partial : sweepSteps.idle
}
