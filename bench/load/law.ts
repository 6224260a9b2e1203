/**
 * Who announces what: the law of aquatic_bencher, the one load under which figures of several trackers have
 * been published (aquatic's `crates/udp_load_test`).
 *
 * Torrent i of N, with P peers in all, has the weight `N / P + exp(6.5 - 500 i / N)`: a few crowded torrents
 * above a long tail of nearly empty ones. With P = 2 N it looks the same at every N, and the mean answer
 * to a wish for 30 peers has about 21.6 of them. Everything is drawn from fixed seeds, so that the
 * load and the whitelist of another process are the same.
 */
import { Prng } from '../../src/base/prng.ts'

export type LawSize = { readonly torrents: number; readonly peers: number }

export const hashBytes = 20

/** Random info-hashes, 20 bytes each. */
export function createHashes(torrents: number): Uint8Array {
  const prng = new Prng(0xc3aa8be6, 0x17b3acce, 1)
  const words = new Int32Array((torrents * hashBytes) / 4)
  for (let word = 0; word < words.length; word++) words[word] = prng.next()
  return new Uint8Array(words.buffer)
}

/** Which torrent each peer is in. */
export function drawTorrents({ torrents, peers }: LawSize): Uint32Array {
  const prng = new Prng(0xc3a58be6, 0x17b3acce, 2)
  const alias = new AliasTable(weights({ torrents, peers }))
  return Uint32Array.from({ length: peers }, () => alias.draw(prng))
}

/** How many peers a tracker can tell on the average when everybody has announced, nobody being told itself. */
export function meanAnswer(torrentOf: Uint32Array, torrents: number, want: number): number {
  const counts = new Uint32Array(torrents)
  for (const torrent of torrentOf) counts[torrent] = (counts[torrent] as number) + 1
  let told = 0
  for (const count of counts) told += count * Math.min(want, Math.max(0, count - 1))
  return told / torrentOf.length
}

function weights({ torrents, peers }: LawSize): Float64Array {
  return Float64Array.from(
    { length: torrents },
    (_, index) => torrents / peers + Math.exp(6.5 - (500 * index) / torrents),
  )
}

/** Draws from any distribution in constant time (Walker 1977, Vose 1991). */
class AliasTable {
  readonly #limit: Float64Array
  readonly #other: Uint32Array

  constructor(weight: Float64Array) {
    const count = weight.length
    const sum = weight.reduce((total, one) => total + one, 0)
    const limit = weight.map((one) => (one * count) / sum)
    const other = new Uint32Array(count)
    const small: number[] = []
    const large: number[] = []
    for (let index = 0; index < count; index++)
      if ((limit[index] as number) < 1) small.push(index)
      else large.push(index)
    while (small.length > 0 && large.length > 0) {
      const less = small.pop() as number
      const more = large.pop() as number
      other[less] = more
      limit[more] = (limit[more] as number) + (limit[less] as number) - 1
      if (limit[more] < 1) small.push(more)
      else large.push(more)
    }
    for (const rest of [...small, ...large]) limit[rest] = 1
    this.#limit = limit
    this.#other = other
  }

  draw(prng: Prng): number {
    const index = Math.floor(((prng.next() >>> 0) / 2 ** 32) * this.#limit.length)
    const toss = (prng.next() >>> 0) / 2 ** 32
    return toss < (this.#limit[index] as number) ? index : (this.#other[index] as number)
  }
}
