/**
 * Clients enough that every thread of the tracker has some, over UDP and HTTP: what all of them are told of a torrent
 * at one moment.
 */
import { announceTarget } from '../support/announce-url.ts'
import { bytesAt, decodeBencodeDictionary } from '../support/bencode.ts'
import { httpGet } from '../support/http-request.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce } from '../support/udp-packets.ts'
import type { Waggle } from '../support/waggle.ts'

/** Of each protocol. With two threads, all land in one of them once in half a million times. */
const clients = 20

export class Announcers {
  readonly #waggle: Waggle
  readonly #udp: readonly UdpClient[]

  private constructor(waggle: Waggle, udp: readonly UdpClient[]) {
    this.#waggle = waggle
    this.#udp = udp
  }

  static async open(waggle: Waggle): Promise<Announcers> {
    const opening = Array.from({ length: clients }, () => UdpClient.open(waggle.udp4))
    return new Announcers(waggle, await Promise.all(opening))
  }

  /** What the clients are told, each different thing once: `good`, or the text of the failure. */
  async told(infoHash: Buffer): Promise<readonly string[]> {
    const udp = this.#udp.map((client, index) => askByUdp(client, infoHash, index + 1))
    const http = this.#udp.map((_, index) => askByHttp(this.#waggle, infoHash, index + 1000))
    return [...new Set(await Promise.all([...udp, ...http]))]
  }

  [Symbol.dispose](): void {
    for (const client of this.#udp) client[Symbol.dispose]()
  }
}

async function askByUdp(client: UdpClient, infoHash: Buffer, port: number): Promise<string> {
  const transaction = client.nextTransaction()
  const packet = encodeAnnounce(await client.connectionId(), transaction, { infoHash, port })
  const reply = await client.exchange(packet)
  return reply.kind === 'error' ? reply.text : 'good'
}

async function askByHttp(waggle: Waggle, infoHash: Buffer, port: number): Promise<string> {
  const { body } = await httpGet(waggle.http4, announceTarget(infoHash, { port }))
  const reply = decodeBencodeDictionary(body)
  return reply.has('failure reason') ? bytesAt(reply, 'failure reason').toString() : 'good'
}
