/**
 * A steady load of announces, each of which is to be answered: over UDP without any retransmission, over HTTP on
 * connections that are kept, and on new ones.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as waitFor } from 'node:timers/promises'
import { announceTarget } from './announce-url.ts'
import type { Endpoint } from './endpoint.ts'
import { encodeAnnounce } from './udp-packets.ts'

export type LoadOptions = {
  readonly udp: Endpoint
  readonly http: Endpoint
  readonly infoHash: Buffer
  /** Of the address that the load comes from. */
  readonly connectionId: bigint
}

export type LoadResult = {
  readonly sent: number
  readonly answered: number
  /** What went wrong, in words. */
  readonly failures: readonly string[]
}

/** Between two announces over UDP. */
const udpPauseMs = 2
const httpPauseMs = 5
/** An answer that takes longer is none. */
const answerMs = 5000

export class RequestLoad {
  #sent = 0
  #answered = 0
  readonly #failures: string[] = []
  readonly #options: LoadOptions
  readonly #work: Promise<unknown>
  #isOver = false

  constructor(options: LoadOptions) {
    this.#options = options
    const kept = new Agent({ keepAlive: true, maxSockets: 1 })
    const alsoKept = new Agent({ keepAlive: true, maxSockets: 1 })
    this.#work = Promise.all([
      this.#loadUdp(),
      this.#loadHttp(kept),
      this.#loadHttp(alsoKept),
      this.#loadHttp(false),
    ])
  }

  /** Ends it, and waits for the last answers. */
  async stop(): Promise<LoadResult> {
    this.#isOver = true
    await this.#work
    return { sent: this.#sent, answered: this.#answered, failures: this.#failures }
  }

  async #loadUdp(): Promise<void> {
    const { udp, infoHash, connectionId } = this.#options
    const socket = createSocket('udp4')
    const pending = new Set<number>()
    socket.on('message', (message) => {
      if (pending.delete(message.readUInt32BE(4)) && message.readUInt32BE(0) === 1) this.#answered++
    })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    for (let transaction = 1; !this.#isOver; transaction++) {
      const port = 7000 + (transaction % 50)
      pending.add(transaction)
      this.#sent++
      await send(
        socket,
        udp,
        encodeAnnounce(connectionId, transaction, { infoHash, port, left: 1n }),
      )
      await waitFor(udpPauseMs)
    }
    const late = AbortSignal.timeout(answerMs)
    while (pending.size > 0 && !late.aborted) await waitFor(udpPauseMs)
    for (const transaction of pending) this.#failures.push(`no answer to datagram ${transaction}`)
    socket.close()
  }

  async #loadHttp(agent: Agent | false): Promise<void> {
    const { http, infoHash } = this.#options
    const path = announceTarget(infoHash, { port: 7100, left: 1, numwant: 1 })
    while (!this.#isOver) {
      this.#sent++
      await get(http, path, agent).then(
        () => this.#answered++,
        (error: unknown) => this.#failures.push(String(error)),
      )
      await waitFor(httpPauseMs)
    }
    if (agent !== false) agent.destroy()
  }
}

async function send(socket: Socket, { host, port }: Endpoint, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.send(bytes, port, host, () => resolve())
  })
}

async function get({ host, port }: Endpoint, path: string, agent: Agent | false): Promise<void> {
  const asked = request({ host, port, path, agent, timeout: answerMs })
  asked.on('timeout', () => asked.destroy(new Error('no answer')))
  asked.end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const pieces = (await response.toArray()) as Buffer[]
  const body = Buffer.concat(pieces).toString('latin1')
  if (response.statusCode !== 200 || !body.startsWith('d8:complete'))
    throw new Error(`${response.statusCode}: ${body.slice(0, 80)}`)
}
