/** A swarm store of its own for a test, and announces to it in the words of the test. */
import { Prng } from '#base/prng'
import { createRegion, type Region, type RegionHandle } from '#base/region'
import { type Layout, planLayout, shardCount } from '#tracker/swarm/layout'
import { checkShard } from '#tracker/swarm/shard-check'
import { SwarmClock, stampUnitSeconds } from '#tracker/swarm/swarm-clock'
import { SwarmMemory } from '#tracker/swarm/swarm-memory'
import { SwarmStore, Wish } from '#tracker/swarm/swarm-store'
import { Announce, type AnnounceEvent } from '#tracker/wire/announce'

export type StoreOptions = {
  readonly kind?: RegionHandle['kind']
  readonly peersMax?: number
  readonly torrentsMax?: number
  readonly peerTimeoutSeconds?: number
  readonly capSources?: boolean
  readonly seed?: number
}

export type Told = { readonly stored: boolean; readonly ipv4: string[]; readonly ipv6: string[] }

export type TestAnnounce = {
  readonly torrent: number
  /** 20 bytes, instead of the info-hash that `torrent` stands for. */
  readonly infoHash?: Uint8Array
  readonly peer: number
  readonly family?: 4 | 6
  readonly left?: number
  readonly event?: AnnounceEvent
  readonly want?: number
  readonly bothFamilies?: boolean
  readonly port?: number
}

export function layoutFor(options: StoreOptions): Layout {
  return planLayout(options.peersMax ?? 200_000, options.torrentsMax ?? 20_000)
}

export function formattedRegion(options: StoreOptions): { region: Region; layout: Layout } {
  const layout = layoutFor(options)
  const region = createRegion(layout.bytes, options.kind)
  new SwarmMemory(region, layout).format()
  return { region, layout }
}

/** One thread's store over `region`. */
export class StoreUnderTest {
  readonly store: SwarmStore
  readonly clock: SwarmClock
  readonly #request = new Announce()
  readonly #wish = new Wish()
  readonly #out = new Uint8Array(16 * 1024)

  constructor(region: Region, layout: Layout, slot: number, options: StoreOptions) {
    const seed = options.seed ?? 1
    const timeout = options.peerTimeoutSeconds ?? 2700
    this.clock = new SwarmClock(stampUnitSeconds(timeout), timeout)
    this.clock.nowSeconds = 1_000_000
    this.store = new SwarmStore({
      region,
      layout,
      slot,
      seed: [seed, seed + 1],
      clock: this.clock,
      prng: new Prng(seed, slot, 7),
      capSources: options.capSources ?? false,
    })
  }

  announce(announce: TestAnnounce): Told {
    const request = this.#request
    const family = announce.family ?? 4
    writeInfoHash(announce.torrent, request.infoHash)
    if (announce.infoHash !== undefined) request.infoHash.set(announce.infoHash)
    writeAddress(announce.peer, family, request.address)
    request.family = family
    request.port = announce.port ?? portOf(announce.peer)
    request.left = announce.left ?? 1
    request.event = announce.event ?? 0
    this.#wish.want = announce.want ?? 0
    this.#wish.bothFamilies = announce.bothFamilies ?? true
    this.#wish.at = 0
    this.#wish.at6 = 8 * 1024
    const stored = this.store.announce(request, this.#wish, this.#out)
    const at6 = this.#wish.bothFamilies ? this.#wish.at6 : 0
    return {
      stored,
      ipv4: this.#read(0, this.store.count4, 6),
      ipv6: this.#read(at6, this.store.count6, 18),
    }
  }

  scrape(torrent: number): SwarmStore {
    const infoHash = new Uint8Array(20)
    writeInfoHash(torrent, infoHash)
    this.store.scrape(infoHash, 0)
    return this.store
  }

  faults(): string[] {
    const faults: string[] = []
    for (let shard = 0; shard < shardCount; shard++) {
      const fault = checkShard(this.store.parts, shard)
      if (fault !== undefined) faults.push(`shard ${shard}: ${fault}`)
    }
    return faults
  }

  /** Sweeps until nothing is due. */
  sweepAll(): void {
    while (this.store.sweep());
  }

  #read(at: number, count: number, size: number): string[] {
    return Array.from({ length: count }, (_, index) =>
      Buffer.from(this.#out.subarray(at + index * size, at + (index + 1) * size)).toString('hex'),
    )
  }
}

/** The peer as a reply names it: address and port in hexadecimal. */
export function peerName(peer: number, family: 4 | 6): string {
  const bytes = Buffer.alloc(family === 4 ? 6 : 18)
  writeAddress(peer, family, bytes)
  bytes.writeUInt16BE(portOf(peer), bytes.length - 2)
  return bytes.toString('hex')
}

function portOf(peer: number): number {
  return 1 + (peer % 60_000)
}

function writeInfoHash(torrent: number, into: Uint8Array): void {
  into.fill(0)
  new DataView(into.buffer, into.byteOffset).setUint32(8, torrent)
}

/** Peers are spread over addresses as a mixing function spreads them, so that /64s differ too. */
function writeAddress(peer: number, family: 4 | 6, into: Uint8Array): void {
  const view = new DataView(into.buffer, into.byteOffset)
  const mixed = Math.imul(peer + 1, 0x9e37_79b1)
  view.setInt32(0, mixed)
  if (family === 6) for (let at = 4; at < 16; at += 4) view.setInt32(at, mixed ^ at)
}
