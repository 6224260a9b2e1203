/** Ways in which peers can be spread over torrents. */
import { Prng } from '../../src/base/prng.ts'

export const shapeNames = ['crowds', 'zipf', 'singles'] as const
export type ShapeName = (typeof shapeNames)[number]

/** The torrent of peer number 0, 1, 2, ... */
export type Shape = (peer: number) => number

const crowdCount = 100
const zipfTorrents = 1_000_000

export const shapes: Readonly<Record<ShapeName, () => Shape>> = {
  crowds: () => (peer) => peer % crowdCount,
  zipf: createZipf,
  singles: () => (peer) => peer,
}

export const shapeTexts: Readonly<Record<ShapeName, string>> = {
  crowds: '100 swarms',
  zipf: 'zipf over 1,000,000 torrents',
  singles: 'torrents of one peer',
}

/** Torrent k is chosen with a probability proportional to 1 / (k + 1): by bisection of the sums. */
function createZipf(): Shape {
  const prng = new Prng(7, 8, 9)
  const sums = new Float64Array(zipfTorrents)
  let sum = 0
  for (let torrent = 0; torrent < zipfTorrents; torrent++) {
    sum += 1 / (torrent + 1)
    sums[torrent] = sum
  }
  return () => {
    const drawn = ((prng.next() >>> 0) / 2 ** 32) * sum
    let low = 0
    let high = zipfTorrents - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] as number) < drawn) low = middle + 1
      else high = middle
    }
    return low
  }
}
