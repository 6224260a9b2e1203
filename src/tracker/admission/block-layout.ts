/**
 * Where everything stands in the region of the blocks: what threads look at to know whom to refuse, and where they note
 * whence announces come.
 *
 *   header │ IPv4 networks │ IPv6 networks │ peer-id prefixes │ info-hashes │ sketches of each slot
 *
 * The system gives memory as it is written, so lists that are not used take none. Offsets are in words (4 bytes).
 */
import { assert } from '#base/assert'
import {
  blockedClientsMax,
  blockedNetworksMax,
  deniedInfoHashesMax,
  ownBlocksMax,
  threadsMax,
} from '#base/limits'
import { createRegion, type Region, regionBytesMax } from '#base/region'
import { planPrefixTable } from './prefix-table.ts'
import { sketchWords } from './source-sketch.ts'

export const BlockHeader = {
  /** Bits of InForce. */
  inForce: 0,
  /** How often what was measured has been halved; see `source-sketch.ts`. */
  halvings: 1,
  /** Generations of the four tables. */
  generations: 16,
} as const

/** What there is to be looked at; 0 where nobody is blocked and nothing is measured. */
export const InForce = { ipv4: 1, ipv6: 2, clients: 4, infoHashes: 8, measure: 16 } as const

const headerWords = 1024

export const ipv4Place = planPrefixTable(
  1,
  blockedNetworksMax + ownBlocksMax,
  BlockHeader.generations,
  headerWords,
)
export const ipv6Place = planPrefixTable(
  4,
  blockedNetworksMax + ownBlocksMax,
  BlockHeader.generations + 1,
  endOf(ipv4Place),
)
export const clientPlace = planPrefixTable(
  5,
  blockedClientsMax + ownBlocksMax,
  BlockHeader.generations + 2,
  endOf(ipv6Place),
)
export const infoHashPlace = planPrefixTable(
  5,
  deniedInfoHashesMax + ownBlocksMax,
  BlockHeader.generations + 3,
  endOf(clientPlace),
)

const sketchesAt = endOf(infoHashPlace)

/** The word at which a slot's sketch of networks, or of clients, begins. */
export function sketchAt(slot: number, of: 'networks' | 'clients'): number {
  return sketchesAt + (2 * slot + (of === 'networks' ? 0 : 1)) * sketchWords
}

/** Words of all sketches, and where they begin. */
export const sketches = { at: sketchesAt, words: 2 * threadsMax * sketchWords } as const

const regionBytes = Math.ceil(((sketchesAt + sketches.words) * 4) / 4096) * 4096

/** The memory, empty: nobody is blocked. Throws RegionError where the system does not give it. */
export function createBlockRegion(): Region {
  return createRegion(regionBytes)
}

function endOf({ at, halfWords }: { readonly at: number; readonly halfWords: number }): number {
  return at + 2 * halfWords
}

assert(regionBytes < regionBytesMax, 'the tables of blocks fit a region')
