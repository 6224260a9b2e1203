/**
 * Who takes part in the demo's swarms. As on real trackers a few swarms are large and most have a handful of peers, and
 * most peers seed.
 */
import type { DemoRandom } from './demo-random.ts'

export type DemoPeer = {
  readonly infoHash: Buffer
  /** A loopback address; all of 127.0.0.0/8 is this machine. */
  readonly address: string
  readonly port: number
  readonly isSeeder: boolean
  readonly protocol: 'udp' | 'http'
  /** Before `/announce` in its address: `/12`, `/12/3xKEY`, or '' where a mode has none. */
  readonly path: string
}

/** Other systems than Linux have to be told of more than one. */
export const addresses4: readonly string[] =
  process.platform === 'linux'
    ? Array.from({ length: 24 }, (_, index) => address4(index))
    : ['127.0.0.1']

/** One address, and a seventh of the peers. */
export const addresses6: readonly string[] = ['::1', '::1', '::1', '::1']

function address4(index: number): string {
  return `127.${10 + index * 7}.${(index * 53) % 250}.${1 + ((index * 31) % 250)}`
}

export type PeersOptions = {
  readonly random: DemoRandom
  /** The first has the most peers. */
  readonly infoHashes: readonly Buffer[]
  readonly addresses: readonly string[]
  /** Peers of the largest swarm, about. */
  readonly largest: number
  /** How much smaller each next swarm is: 0 for all the same, 1 for half as many in the second. */
  readonly steepness: number
}

/** The peers of all swarms in a mixed order. */
export function makePeers(options: PeersOptions): DemoPeer[] {
  const { random, infoHashes, addresses, largest, steepness } = options
  const peers = infoHashes.flatMap((infoHash, rank) => {
    const spread = 0.6 + 0.8 * random.fraction()
    const count = Math.round((largest / (rank + 1) ** steepness) * spread)
    const seederShare = 0.35 + 0.6 * random.fraction()
    return Array.from({ length: count }, () => makePeer(random, infoHash, seederShare, addresses))
  })
  return peers
    .map((peer) => ({ peer, order: random.fraction() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ peer }) => peer)
}

function makePeer(
  random: DemoRandom,
  infoHash: Buffer,
  seederShare: number,
  addresses: readonly string[],
): DemoPeer {
  return {
    infoHash,
    address: random.pick(addresses),
    port: random.between(1024, 65_535),
    isSeeder: random.fraction() < seederShare,
    protocol: random.isOneIn(5) ? 'http' : 'udp',
    path: '',
  }
}
