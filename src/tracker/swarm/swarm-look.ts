/** Main's look at single swarms, for whoever counts their peers: it announces nothing, and waits for no lock. */
import { type ListCounts, listCounts } from './list-counts.ts'
import type { SwarmParts } from './swarm-parts.ts'

export class SwarmLook {
  /** The counts after the last `scrape` that gave true. */
  seeders = 0
  leechers = 0
  readonly parts: SwarmParts
  readonly #hash = new Uint8Array(20)
  readonly #hashWords = new Int32Array(this.#hash.buffer)

  constructor(parts: SwarmParts) {
    this.parts = parts
  }

  /**
   * Reads the counts of the torrent whose info-hash stands at byte `at`; an unknown one has zeros. False where its lock
   * cannot be had at present.
   */
  scrape(infoHashes: Uint8Array, at: number): boolean {
    for (let byte = 0; byte < 20; byte++) this.#hash[byte] = infoHashes[at + byte] as number
    const counts = listCounts(this.parts, this.#hashWords)
    if (counts === 'busy') return false
    this.#read(counts ?? noPeers)
    return true
  }

  #read({ seeders4, seeders6, leechers4, leechers6 }: ListCounts): void {
    this.seeders = seeders4 + seeders6
    this.leechers = leechers4 + leechers6
  }
}

const noPeers: ListCounts = { seeders4: 0, seeders6: 0, leechers4: 0, leechers6: 0 }
