/** Honest clients beside a flood: a swarm whose peers have a network of their own each, one of them over HTTP. */
import type { Endpoint } from '../support/endpoint.ts'
import { announce as announceHttp } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { UdpClient } from '../support/udp-client.ts'

export const peersOfEach = 3

export type FloodedServer = { readonly udp: Endpoint; readonly http: Endpoint }

export class HonestSwarm {
  answered = 0
  asked = 0
  /** Announces whose answer did not tell of everybody in the swarm. */
  incomplete = 0
  readonly #infoHash = randomHash()
  readonly #http: Endpoint
  readonly #clients: readonly UdpClient[]
  readonly #httpAddress: string

  private constructor(http: Endpoint, clients: readonly UdpClient[], httpAddress: string) {
    this.#http = http
    this.#clients = clients
    this.#httpAddress = httpAddress
  }

  /** `number` is below 256, and each swarm's own. */
  static async open({ udp, http }: FloodedServer, number: number): Promise<HonestSwarm> {
    const address = (peer: number): string => `127.${200 + peer}.${number}.1`
    const clients = [0, 1].map((peer) => UdpClient.open(udp, { localAddress: address(peer) }))
    return new HonestSwarm(http, await Promise.all(clients), address(2))
  }

  /** All its peers announce. */
  async visit(): Promise<void> {
    const overUdp = this.#clients.map(async (client, peer) =>
      this.#ask(client.announce({ infoHash: this.#infoHash, port: 7000 + peer, left: 1n })),
    )
    const localAddress = this.#httpAddress
    const parameters = { port: 8000, left: 1 }
    const http = announceHttp(this.#http, this.#infoHash, parameters, { localAddress })
    const overHttp = this.#ask(http.then(({ incomplete }) => ({ leechers: incomplete })))
    await Promise.all([...overUdp, overHttp])
  }

  async #ask(asked: Promise<{ readonly leechers: number }>): Promise<void> {
    this.asked++
    try {
      const { leechers } = await asked
      this.answered++
      if (leechers !== peersOfEach) this.incomplete++
    } catch {
      // What is not answered in time is counted as that.
    }
  }

  forget(): void {
    this.answered = this.asked = this.incomplete = 0
  }

  close(): void {
    for (const client of this.#clients) client[Symbol.dispose]()
  }
}
