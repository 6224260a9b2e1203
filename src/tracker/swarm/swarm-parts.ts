/**
 * What a swarm store is made of, over one region, for one thread. The store announces with these parts; expiry,
 * the snapshot, the check and the recovery of a shard work on them too.
 */
import { entriesPerSourceMax } from '#base/limits'
import type { Prng } from '#base/prng'
import type { Region } from '#base/region'
import { BlockPool } from './block-pool.ts'
import type { Layout } from './layout.ts'
import { Occupancy } from './occupancy.ts'
import { PeerBlocks } from './peer-blocks.ts'
import { PeerDirectory } from './peer-directory.ts'
import { PeerKey } from './peer-key.ts'
import { PeerLists } from './peer-lists.ts'
import type { SwarmClock } from './swarm-clock.ts'
import { SwarmMemory } from './swarm-memory.ts'
import type { SwarmTally } from './swarm-tally.ts'
import { TorrentIndex } from './torrent-index.ts'
import { Torrents } from './torrents.ts'

export type SwarmOptions = {
  readonly region: Region
  readonly layout: Layout
  /** This thread's slot, 0 to `threadsMax` - 1; no other live thread may have it. */
  readonly slot: number
  /** The secret seed of the index and the directories, the same in every thread. */
  readonly seed: readonly [number, number]
  readonly clock: SwarmClock
  readonly prng: Prng
  /** Whether entries per source address in one swarm are capped (`limits.per_prefix`). */
  readonly capSources: boolean
  /** Where the ceilings are counted; without it the store keeps the counts for itself. */
  readonly tally?: SwarmTally | undefined
  /** Who may make torrents by announcing them; everybody without it. */
  readonly creations?: CreationGate | undefined
}

export type CreationGate = {
  /** Whether an announcer at this address may make one more torrent, which is counted. */
  readonly mayCreate: (addressWords: Int32Array, family: 4 | 6) => boolean
}

export type SwarmParts = {
  readonly memory: SwarmMemory
  readonly slot: number
  readonly clock: SwarmClock
  readonly pool: BlockPool
  readonly index: TorrentIndex
  readonly torrents: Torrents
  readonly blocks: PeerBlocks
  readonly directory: PeerDirectory
  readonly lists: PeerLists
  readonly occupancy: Occupancy
  /** The peer that is spoken of. */
  readonly peer: PeerKey
  /** A second one, for peers that are moved or looked at meanwhile. */
  readonly otherPeer: PeerKey
  /** Makes further ones. */
  readonly createPeer: () => PeerKey
}

export function createSwarmParts(options: SwarmOptions): SwarmParts {
  const memory = new SwarmMemory(options.region, options.layout)
  memory.assertFormatted()
  const { slot, clock, capSources } = options
  const [key0, key1] = options.seed
  const pool = new BlockPool(memory, slot)
  const blocks = new PeerBlocks(memory)
  const createPeer = (): PeerKey => new PeerKey(capSources, key0, key1)
  const otherPeer = createPeer()
  const directory = new PeerDirectory(memory, pool, blocks, otherPeer)
  const index = new TorrentIndex(memory, pool, key0, key1)
  const occupancy = new Occupancy(memory, slot)
  const perSourceMax = capSources ? entriesPerSourceMax : ([0, 0] as const)
  return {
    memory,
    slot,
    clock,
    pool,
    index,
    torrents: new Torrents(memory, index, occupancy, clock),
    blocks,
    directory,
    lists: new PeerLists(memory, pool, blocks, directory, perSourceMax),
    occupancy,
    peer: createPeer(),
    otherPeer,
    createPeer,
  }
}
