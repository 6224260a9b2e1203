/** A swarm store as a tracker thread has it, without sockets, and announces of numbered peers to it. */
import { Prng } from '../../src/base/prng.ts'
import { createRegion } from '../../src/base/region.ts'
import { planLayout } from '../../src/tracker/swarm/layout.ts'
import { SwarmClock, stampUnitSeconds } from '../../src/tracker/swarm/swarm-clock.ts'
import { SwarmMemory } from '../../src/tracker/swarm/swarm-memory.ts'
import { SwarmStore, Wish } from '../../src/tracker/swarm/swarm-store.ts'
import { Announce } from '../../src/tracker/wire/announce.ts'

export const peerTimeoutSeconds = 2761
const startSeconds = 1_000_000

export class FilledStore {
  readonly store: SwarmStore
  readonly clock = new SwarmClock(stampUnitSeconds(peerTimeoutSeconds), peerTimeoutSeconds)
  readonly #announce = new Announce()
  readonly #address = new DataView(this.#announce.address.buffer)
  readonly #wish = new Wish()
  readonly #out = new Uint8Array(2048)

  constructor(peersMax: number, torrentsMax: number) {
    const layout = planLayout(peersMax, torrentsMax)
    const region = createRegion(layout.bytes)
    new SwarmMemory(region, layout).format()
    this.clock.nowSeconds = startSeconds
    this.store = new SwarmStore({
      region,
      layout,
      slot: 0,
      seed: [1, 2],
      clock: this.clock,
      prng: new Prng(1, 2, 3),
      capSources: false,
    })
  }

  /** An announce of a leecher over IPv4; every peer has an address of its own. */
  announce(torrent: number, peer: number, want: number): void {
    const announce = this.#announce
    announce.infoHashWords[0] = Math.imul(torrent + 1, 0x9e37_79b1)
    announce.infoHashWords[2] = torrent
    this.#address.setInt32(0, Math.imul(peer + 1, 0x9e37_79b1))
    announce.port = 1024 + (peer % 60_000)
    announce.left = 1
    this.#wish.want = want
    this.store.announce(announce, this.#wish, this.#out)
  }
}
