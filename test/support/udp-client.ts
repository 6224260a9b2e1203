/**
 * A UDP tracker client over a real socket: raw datagrams for the tests of the wire, connect, announce
 * and scrape for the rest. It takes replies only from the address and port it asked (U23).
 */
import { createSocket, type Socket } from 'node:dgram'
import { type Endpoint, formatEndpoint } from './endpoint.ts'
import {
  decodeUdpReply,
  encodeAnnounce,
  encodeConnect,
  encodeScrape,
  type UdpAnnounce,
  type UdpReply,
  type UdpScrapeEntry,
} from './udp-packets.ts'

export interface UdpOrigin {
  /** The source address, such as 127.0.0.5. */
  readonly localAddress?: string
}

export type UdpAnnounceReply = Extract<UdpReply, { kind: 'announce' }>

const replyTimeoutMs = 5000

export class UdpClient {
  readonly family: 4 | 6
  readonly #socket: Socket
  readonly #server: Endpoint
  readonly #received: Buffer[] = []
  /** Where datagrams came from that the tracker's address did not send. */
  readonly #strangers: string[] = []
  readonly #watchers = new Set<() => void>()
  #transaction = 0x7a000000
  #connectionId: bigint | undefined

  private constructor(socket: Socket, server: Endpoint) {
    this.#socket = socket
    this.#server = server
    this.family = server.host.includes(':') ? 6 : 4
    socket.on('message', (message, from) => {
      const source = formatEndpoint({ host: from.address, port: from.port })
      if (source === formatEndpoint(server)) this.#received.push(message)
      else this.#strangers.push(source)
      for (const watcher of this.#watchers) watcher()
    })
  }

  static async open(server: Endpoint, origin: UdpOrigin = {}): Promise<UdpClient> {
    const isIpv6 = server.host.includes(':')
    const socket = createSocket({ type: isIpv6 ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 })
    const address = origin.localAddress ?? (isIpv6 ? '::1' : '127.0.0.1')
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, address, () => {
        socket.off('error', reject)
        resolve()
      })
    })
    return new UdpClient(socket, server)
  }

  /** A transaction id that this client has not used yet. */
  nextTransaction(): number {
    return ++this.#transaction
  }

  async send(bytes: Buffer): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(bytes, this.#server.port, this.#server.host, (error) => {
        if (error === null) resolve()
        else reject(error)
      })
    })
  }

  /** The next datagram from the tracker. */
  async receive(): Promise<Buffer> {
    return await new Promise((resolve, reject) => {
      const look = (): void => {
        const bytes = this.#received.shift()
        if (bytes === undefined) return
        clearTimeout(timer)
        this.#watchers.delete(look)
        resolve(bytes)
      }
      const timer = setTimeout(() => {
        this.#watchers.delete(look)
        reject(new Error(`no reply; datagrams from others: ${this.#strangers.join() || 'none'}`))
      }, replyTimeoutMs)
      this.#watchers.add(look)
      look()
    })
  }

  /** What has come and was not read yet. */
  unread(): Buffer[] {
    return this.#received.splice(0)
  }

  /** Sends one datagram and reads one. */
  async exchange(bytes: Buffer): Promise<UdpReply> {
    await this.send(bytes)
    return decodeUdpReply(await this.receive(), this.family)
  }

  /**
   * Sends `datagrams` and gives what was answered to them. Silence needs no waiting: a connect request
   * is sent after them, and what the tracker has not answered before that one, it does not answer.
   */
  async answersTo(...datagrams: readonly Buffer[]): Promise<Buffer[]> {
    for (const bytes of datagrams) await this.send(bytes)
    const transaction = this.nextTransaction()
    await this.send(encodeConnect(transaction))
    const answers: Buffer[] = []
    for (;;) {
      const answer = await this.receive()
      if (answer.length === 16 && answer.readUInt32BE(4) === transaction) return answers
      answers.push(answer)
    }
  }

  /** This client's connection id, asked for once. */
  async connectionId(): Promise<bigint> {
    this.#connectionId ??= await this.connect()
    return this.#connectionId
  }

  /** Asks for a connection id. */
  async connect(): Promise<bigint> {
    const transaction = this.nextTransaction()
    const reply = await this.exchange(encodeConnect(transaction))
    if (reply.kind !== 'connect' || reply.transaction !== transaction) throw unexpected(reply)
    return reply.connectionId
  }

  /** An announce that must succeed. */
  async announce(announce: UdpAnnounce): Promise<UdpAnnounceReply> {
    const transaction = this.nextTransaction()
    const packet = encodeAnnounce(await this.connectionId(), transaction, announce)
    const reply = await this.exchange(packet)
    if (reply.kind !== 'announce' || reply.transaction !== transaction) throw unexpected(reply)
    return reply
  }

  /** A scrape that must succeed. */
  async scrape(...infoHashes: readonly Buffer[]): Promise<readonly UdpScrapeEntry[]> {
    const transaction = this.nextTransaction()
    const packet = encodeScrape(await this.connectionId(), transaction, infoHashes)
    const reply = await this.exchange(packet)
    if (reply.kind !== 'scrape' || reply.transaction !== transaction) throw unexpected(reply)
    return reply.entries
  }

  [Symbol.dispose](): void {
    this.#socket.close()
  }
}

function unexpected(reply: UdpReply): Error {
  const detail = reply.kind === 'error' ? reply.text : `transaction ${reply.transaction}`
  return new Error(`an unexpected ${reply.kind} reply: ${detail}`)
}
