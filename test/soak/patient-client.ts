/**
 * A client that is as patient as the protocols ask it to be: over UDP it sends again after 15 s, then 30 s (BEP 15), over
 * HTTP it tries again after 5, 10, 20 and 40 s. Only what stays unanswered after that is lost.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as waitFor } from 'node:timers/promises'
import { announceTarget } from '../support/announce-url.ts'
import type { Endpoint } from '../support/endpoint.ts'
import { httpGet } from '../support/http-request.ts'
import { encodeAnnounce, encodeConnect } from '../support/udp-packets.ts'

export type PatientOptions = {
  readonly udp: Endpoint
  readonly http: Endpoint
  readonly infoHashes: readonly Buffer[]
}

export type PatientResult = {
  readonly asked: number
  /** Sent more than once. */
  readonly resent: number
  readonly unanswered: number
  /** Of those, over HTTP. */
  readonly unansweredHttp: number
}

const resendMs = [15_000, 30_000] as const
const connectionMs = 50_000
const httpRetryMs = [5000, 10_000, 20_000, 40_000] as const
const udpPauseMs = 40
const httpPauseMs = 250
const portsPerTorrent = 20

type Pending = { readonly answered: () => void }

export class PatientClient {
  #asked = 0
  #resent = 0
  #unanswered = 0
  #unansweredHttp = 0
  #transaction = 0
  #connectionId = 0n
  #connectedMs = 0
  #isOver = false
  readonly #options: PatientOptions
  readonly #socket = createSocket('udp4')
  readonly #pending = new Map<number, Pending>()
  readonly #underWay = new Set<Promise<void>>()
  readonly #work: Promise<unknown>

  constructor(options: PatientOptions) {
    this.#options = options
    this.#socket.on('message', (message) => this.#receive(message))
    this.#work = this.#run()
  }

  /** Asks nothing more, and waits for the last answers. */
  async stop(): Promise<PatientResult> {
    this.#isOver = true
    await this.#work
    await Promise.all(this.#underWay)
    this.#socket.close()
    return {
      asked: this.#asked,
      resent: this.#resent,
      unanswered: this.#unanswered,
      unansweredHttp: this.#unansweredHttp,
    }
  }

  async #run(): Promise<void> {
    this.#socket.bind(0, '127.0.0.1')
    await once(this.#socket, 'listening')
    await this.#connect()
    await Promise.all([this.#loopUdp(), this.#loopHttp()])
  }

  async #loopUdp(): Promise<void> {
    const { infoHashes } = this.#options
    for (let step = 0; !this.#isOver; step++) {
      // BEP 15: a connection id is used for a minute.
      if (performance.now() - this.#connectedMs > connectionMs) this.#note(this.#connect())
      const infoHash = infoHashes[step % infoHashes.length] ?? Buffer.alloc(20)
      const port = 7000 + (Math.floor(step / infoHashes.length) % portsPerTorrent)
      const announce = { infoHash, port, left: BigInt(step % 2) }
      this.#note(this.#askUdp((one) => encodeAnnounce(this.#connectionId, one, announce)))
      await waitFor(udpPauseMs)
    }
  }

  async #connect(): Promise<void> {
    this.#connectedMs = performance.now()
    await this.#askUdp((transaction) => encodeConnect(transaction))
  }

  async #loopHttp(): Promise<void> {
    const { infoHashes } = this.#options
    for (let step = 0; !this.#isOver; step++) {
      const infoHash = infoHashes[step % infoHashes.length] ?? Buffer.alloc(20)
      this.#note(this.#askHttp(announceTarget(infoHash, { port: 8000 + (step % 10), left: 1 })))
      await waitFor(httpPauseMs)
    }
  }

  #note(work: Promise<void>): void {
    this.#underWay.add(work)
    void work.then(() => this.#underWay.delete(work))
  }

  async #askUdp(encode: (transaction: number) => Buffer): Promise<void> {
    const { host, port } = this.#options.udp
    const transaction = ++this.#transaction
    this.#asked++
    const answered = new Promise<true>((resolve) => {
      this.#pending.set(transaction, { answered: () => resolve(true) })
    })
    for (const [round, patienceMs] of [...resendMs, resendMs[1]].entries()) {
      if (round > 0) this.#resent++
      // With the connection id of now.
      this.#socket.send(encode(transaction), port, host)
      const over = new AbortController()
      const late = waitFor(patienceMs, false, { signal: over.signal }).catch(() => false)
      const isAnswered = await Promise.race([answered, late])
      over.abort()
      if (isAnswered) return
    }
    this.#pending.delete(transaction)
    this.#unanswered++
  }

  #receive(message: Buffer): void {
    const action = message.readUInt32BE(0)
    const transaction = message.readUInt32BE(4)
    if (action === 0) this.#connectionId = message.readBigUInt64BE(8)
    // An error is no answer that an honest client should have.
    if (action > 1) return
    this.#pending.get(transaction)?.answered()
    this.#pending.delete(transaction)
  }

  async #askHttp(target: string): Promise<void> {
    this.#asked++
    for (const pauseMs of [...httpRetryMs, 0]) {
      const response = await httpGet(this.#options.http, target).catch(() => undefined)
      if (response?.status === 200) return
      if (pauseMs > 0) this.#resent++
      await waitFor(pauseMs)
    }
    this.#unanswered++
    this.#unansweredHttp++
  }
}
