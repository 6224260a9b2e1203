/**
 * Main's own hold on the swarms: the memory that all threads share, and the store with which main saves and
 * loads them, counts them, and takes over what a dead thread left locked.
 */
import { getRandomValues } from 'node:crypto'
import { rmSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '#base/clock'
import { HugePages } from '#base/huge-pages'
import { threadsMax } from '#base/limits'
import { Prng } from '#base/prng'
import { createRegion, type Region, RegionError } from '#base/region'
import { StartError } from '#base/start-error'
import type { Log } from '#telemetry/log'
import { type Layout, shardCount } from '#tracker/swarm/layout'
import { PageSupply } from '#tracker/swarm/page-supply'
import { type CensusNetwork, PeerCensus } from '#tracker/swarm/peer-census'
import { type Recovered, recoverLocks } from '#tracker/swarm/recovery'
import { loadSnapshot, saveSnapshot } from '#tracker/swarm/snapshot'
import { SwarmClock, stampUnitSeconds } from '#tracker/swarm/swarm-clock'
import { SwarmMemory } from '#tracker/swarm/swarm-memory'
import type { SwarmParts } from '#tracker/swarm/swarm-parts'
import { SwarmStore } from '#tracker/swarm/swarm-store'
import { type SwarmTotals, swarmTotals } from '#tracker/swarm/swarm-totals'

export type SwarmKeeperOptions = {
  readonly layout: Layout
  readonly seed: readonly [number, number]
  readonly peerTimeoutSeconds: number
  readonly capSources: boolean
  readonly clock: Clock
  readonly snapshotFile: string
  readonly log: Log
}

/** In this time a thread at its limit fills two thirds of a page. */
const pageSupplyMs = 50

/** Main's slot in shared memory; threads count from 0. */
const mainSlot = threadsMax - 1

/** Shards that are looked at between two turns of others: a millisecond with ten million peers. */
const censusShardsAtOnce = 8

export class SwarmKeeper {
  readonly region: Region
  readonly layout: Layout
  readonly stampUnitSeconds: number
  /** Main's look at single swarms; it announces nothing. */
  readonly swarms: SwarmStore
  readonly #options: SwarmKeeperOptions
  readonly #clock: SwarmClock
  readonly #parts: SwarmParts

  /** Throws StartError when the system does not give the memory. */
  constructor(options: SwarmKeeperOptions) {
    const { layout, peerTimeoutSeconds } = options
    this.#options = options
    this.layout = layout
    this.region = regionFor(layout)
    new SwarmMemory(this.region, layout).format()
    this.stampUnitSeconds = stampUnitSeconds(peerTimeoutSeconds)
    this.#clock = new SwarmClock(this.stampUnitSeconds, peerTimeoutSeconds)
    const [seed0 = 0, seed1 = 0, seed2 = 0] = getRandomValues(new Int32Array(3))
    this.swarms = new SwarmStore({
      region: this.region,
      layout,
      slot: mainSlot,
      seed: options.seed,
      clock: this.#clock,
      prng: new Prng(seed0, seed1, seed2),
      capSources: options.capSources,
    })
    this.#parts = this.swarms.parts
  }

  totals(): SwarmTotals {
    return swarmTotals(this.#parts.memory)
  }

  /** Counts the peers of a network, in slices, because main has others to answer. */
  async census(network: CensusNetwork): Promise<{ torrents: number; peers: number }> {
    const census = new PeerCensus(this.#parts, network)
    for (let shard = 0; shard < shardCount; shard++) {
      census.visitShard(shard)
      if (shard % censusShardsAtOnce === 0) await nextTurn()
    }
    return { torrents: census.torrents, peers: census.peers }
  }

  /** From now on memory is ready where the swarms grow; to be called before `threads` threads start. */
  supplyPages(threads: number): void {
    const supply = new PageSupply(this.#parts.memory, new HugePages(this.region))
    supply.begin(threads)
    setInterval(() => supply.step(), pageSupplyMs).unref()
  }

  /** Before its successor starts: no lock may stay taken by a thread that is gone. */
  recover(deadSlot: number): Recovered {
    return recoverLocks(this.#parts, deadSlot)
  }

  /** Takes up what the last run saved. Throws StartError when the file is broken. */
  load(): void {
    const { snapshotFile, peerTimeoutSeconds, log, clock } = this.#options
    this.#clock.nowSeconds = clock.nowSeconds()
    const load = loadSnapshot(this.#parts, snapshotFile, peerTimeoutSeconds)
    if (load.result === 'loaded')
      log.info('snapshot_loaded', `Took up ${load.peers} peers of ${load.torrents} torrents.`, load)
    else if (load.result === 'ignored')
      log.warn('snapshot_ignored', `${snapshotFile} is not used: ${load.reason}.`)
    else if (load.result === 'broken')
      throw new StartError(
        `data.directory: ${snapshotFile} is broken: ${load.reason}; restore it, or remove it to start with empty swarms (clients announce again within an interval)`,
      )
  }

  /** The server runs, so what was saved is out of date from now on. */
  forgetSaved(): void {
    rmSync(this.#options.snapshotFile, { force: true })
  }

  /** Saves the swarms for the next run; only when no thread runs any more. */
  save(): void {
    const { snapshotFile, log, clock } = this.#options
    this.#clock.nowSeconds = clock.nowSeconds()
    try {
      const peers = saveSnapshot(this.#parts, snapshotFile)
      log.info('snapshot_saved', `Saved ${peers} peers for the next start.`, { peers })
    } catch (error) {
      log.error(
        'snapshot_failed',
        `${snapshotFile} could not be written; the next start is empty.`,
        {
          err: error,
        },
      )
    }
  }
}

function regionFor(layout: Layout): Region {
  try {
    return createRegion(layout.bytes)
  } catch (error) {
    if (!(error instanceof RegionError)) throw error
    throw new StartError(
      `tracker.peers_max = ${layout.peersMax}: the system gave no memory for them (${error.message}); lower it or tracker.torrents_max = ${layout.torrentsMax}`,
    )
  }
}
