/** The demo's clients: real announces over UDP and HTTP, each from its own loopback address. */
import { announceTarget } from '../../test/support/announce-url.ts'
import { type Endpoint, endpointOfFamily } from '../../test/support/endpoint.ts'
import { httpGet } from '../../test/support/http-request.ts'
import { UdpClient } from '../../test/support/udp-client.ts'
import type { DemoPeer } from './demo-peers.ts'

export type Trackers = {
  readonly udp: readonly Endpoint[]
  readonly http: readonly Endpoint[]
}

const peerId = '-DM0001-000000000001'

export class Announcers {
  readonly #trackers: Trackers
  /** One for each address, opened at its first announce. */
  readonly #clients = new Map<string, Promise<UdpClient>>()

  constructor(trackers: Trackers) {
    this.#trackers = trackers
  }

  /** Announces all of them, those of different addresses side by side. */
  async announceAll(peers: readonly DemoPeer[]): Promise<void> {
    const lanes = Map.groupBy(peers, ({ address, protocol }) => `${protocol} ${address}`)
    await Promise.all(
      [...lanes.values()].map(async (lane) => {
        for (const peer of lane) await this.#announce(peer)
      }),
    )
  }

  async close(): Promise<void> {
    for (const client of await Promise.all(this.#clients.values())) client[Symbol.dispose]()
  }

  async #announce(peer: DemoPeer): Promise<void> {
    if (peer.protocol === 'udp') return await this.#announceByUdp(peer)
    await this.#announceByHttp(peer)
  }

  async #announceByUdp({ infoHash, address, port, isSeeder, path }: DemoPeer): Promise<void> {
    const client = await this.#clientAt(address)
    const left = isSeeder ? 0n : 1n
    const tail = path === '' ? Buffer.alloc(0) : urlData(`${path}/announce`)
    await client.announce({ infoHash, port, left, peerId: Buffer.from(peerId), tail })
  }

  async #announceByHttp({ infoHash, address, port, isSeeder, path }: DemoPeer): Promise<void> {
    const endpoint = endpointOfFamily(this.#trackers.http, familyOf(address))
    const target = announceTarget(infoHash, { port, left: isSeeder ? 0 : 1, peer_id: peerId })
    const { status } = await httpGet(endpoint, path + target, { localAddress: address })
    if (status !== 200) throw new Error(`an announce was answered with status ${status}`)
  }

  #clientAt(address: string): Promise<UdpClient> {
    const known = this.#clients.get(address)
    if (known !== undefined) return known
    const endpoint = endpointOfFamily(this.#trackers.udp, familyOf(address))
    const opened = UdpClient.open(endpoint, { localAddress: address })
    this.#clients.set(address, opened)
    return opened
  }
}

/** The path of an announce over UDP (BEP 41): an option of type 2 with its length. */
function urlData(path: string): Buffer {
  const bytes = Buffer.from(path)
  return Buffer.concat([Buffer.from([2, bytes.length]), bytes])
}

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4
}
