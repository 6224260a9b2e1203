/**
 * Main's own hold on the swarms: the memory that all threads share, and the store with which main saves and
 * loads them, counts them, and takes over what a dead thread left locked.
 */
import { getRandomValues } from 'node:crypto'
import { rmSync } from 'node:fs'
import { setImmediate as nextTurn, setTimeout as waitFor } from 'node:timers/promises'
import type { Clock } from '#base/clock'
import { HugePages } from '#base/huge-pages'
import { threadsMax } from '#base/limits'
import { Prng } from '#base/prng'
import { leaveRegion, type Region, RegionError } from '#base/region'
import { StartError } from '#base/start-error'
import type { Log } from '#telemetry/log'
import { type Layout, shardCount } from '#tracker/swarm/layout'
import { type ListCounts, listCounts } from '#tracker/swarm/list-counts'
import { PageSupply } from '#tracker/swarm/page-supply'
import { type CensusNetwork, PeerCensus } from '#tracker/swarm/peer-census'
import { type Reclaimed, reclaim } from '#tracker/swarm/reclaim'
import { type Recovered, recoverLocks } from '#tracker/swarm/recovery'
import { releaseSlot } from '#tracker/swarm/release-slot'
import { loadSnapshot, saveSnapshot } from '#tracker/swarm/snapshot'
import { SwarmClock } from '#tracker/swarm/swarm-clock'
import type { SwarmParts } from '#tracker/swarm/swarm-parts'
import { openSwarmRegion, type SwarmRegion } from '#tracker/swarm/swarm-region'
import { SwarmSizes } from '#tracker/swarm/swarm-sizes'
import { SwarmStore } from '#tracker/swarm/swarm-store'
import { type SwarmTotals, swarmTotals } from '#tracker/swarm/swarm-totals'

export type SwarmKeeperOptions = {
  readonly layout: Layout
  readonly seed: readonly [number, number]
  readonly peerTimeoutSeconds: number
  readonly capSources: boolean
  readonly clock: Clock
  readonly snapshotFile: string
  /** The descriptor of the memory of another process, which is taken over where it fits. */
  readonly handed?: number | undefined
  readonly log: Log
}

/** In this time a thread at its limit fills two thirds of a page. */
const pageSupplyMs = 50

/** All shards of two million torrents in some minutes, at a third of a percent of main's time. */
const sizeStepsAtOnce = 8
const sizeStepsMs = 100

/** Between two attempts at what needs every lock. */
const reclaimPauseMs = 100

/** Main's slot in shared memory; threads count from 0. */
const mainSlot = threadsMax - 1

/** Shards that are looked at between two turns of others: a millisecond with ten million peers. */
const censusShardsAtOnce = 8

export class SwarmKeeper {
  readonly region: Region
  readonly layout: Layout
  readonly stampUnitSeconds: number
  /** Whether the swarms are those of another process, which handed them on. */
  readonly isAdopted: boolean
  /** Main's look at single swarms; it announces nothing. */
  readonly swarms: SwarmStore
  readonly #options: SwarmKeeperOptions
  readonly #clock: SwarmClock
  /** Torrents by how many peers they have. */
  readonly sizes: SwarmSizes
  /** Peers that were taken up from the last run. */
  loadedPeers = 0
  readonly #parts: SwarmParts
  #supplying: NodeJS.Timeout | undefined
  #counting: NodeJS.Timeout | undefined
  #isReclaiming = false

  /** Throws StartError when the system does not give the memory. */
  constructor(options: SwarmKeeperOptions) {
    const { layout, peerTimeoutSeconds } = options
    this.#options = options
    this.layout = layout
    const { region, stampUnitSeconds, isAdopted } = regionFor(options)
    this.region = region
    this.stampUnitSeconds = stampUnitSeconds
    this.isAdopted = isAdopted
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
    this.sizes = new SwarmSizes(this.#parts)
  }

  totals(): SwarmTotals {
    return swarmTotals(this.#parts.memory)
  }

  /** The peers of one swarm by what they are; undefined where it is not remembered. */
  countsOf(infoHash: Int32Array): ListCounts | undefined {
    return listCounts(this.#parts, infoHash)
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

  /** From now on memory is ready where the swarms grow; to be called before the threads of these slots start. */
  supplyPages(slots: readonly number[]): void {
    const supply = new PageSupply(this.#parts.memory, new HugePages(this.region))
    // What another process uses is left as it is.
    if (!this.isAdopted) supply.begin()
    supply.beginFor(slots)
    this.#supplying = setInterval(() => supply.step(), pageSupplyMs).unref()
  }

  /** From now on torrents are counted by their sizes, a little at a time. */
  countSizes(): void {
    const countSome = (): void => {
      for (let step = 0; step < sizeStepsAtOnce; step++) this.sizes.step()
    }
    this.#counting = setInterval(countSome, sizeStepsMs).unref()
  }

  /** Before its successor starts: no lock may stay taken by a thread that is gone. */
  recover(deadSlot: number): Recovered {
    const recovered = recoverLocks(this.#parts, deadSlot)
    if (recovered.taken > 0) void this.#reclaim()
    return recovered
  }

  /** The same after a process that is gone, with all its threads. */
  recoverAll(slots: readonly number[]): Recovered {
    const all = [...slots, mainSlot].map((slot) => recoverLocks(this.#parts, slot))
    void this.#reclaim()
    return {
      taken: all.reduce((sum, { taken }) => sum + taken, 0),
      emptied: all.reduce((sum, { emptied }) => sum + emptied, 0),
    }
  }

  /** The memory was kept when the process that had it crashed: nobody else has it now. */
  takeUpAfterCrash(): void {
    const slots = Array.from({ length: mainSlot }, (_, slot) => slot)
    const recovered = this.recoverAll(slots)
    this.releaseSlots(slots)
    const message = 'The swarms of the last run are as it left them, though it did not end well.'
    this.#options.log.info('swarms_kept', message, recovered)
  }

  /** Threads that have ended for good leave what they had to the others. */
  releaseSlots(slots: readonly number[]): void {
    for (const slot of slots) releaseSlot(this.#parts, slot)
  }

  /** Another process has the swarms from now on. */
  leave(): void {
    clearInterval(this.#supplying)
    clearInterval(this.#counting)
    leaveRegion(this.region)
  }

  /** What dead threads had in their hands is free again, some time after their successors serve. */
  async #reclaim(): Promise<void> {
    if (this.#isReclaiming) return
    this.#isReclaiming = true
    let reclaimed: Reclaimed
    do {
      await waitFor(reclaimPauseMs, undefined, { ref: false })
      reclaimed = reclaim(this.#parts)
    } while (reclaimed.result === 'busy')
    this.#isReclaiming = false
    const { log } = this.#options
    if (reclaimed.result === 'done')
      return log.info('memory_reclaimed', `${reclaimed.bytes} bytes of the swarms are free again.`)
    const message = 'Memory of the swarms is named twice; restart the server, and report this.'
    log.error('memory_broken', message)
  }

  /** Takes up what the last run saved. Throws StartError when the file is broken. */
  load(): void {
    const { snapshotFile, peerTimeoutSeconds, log, clock } = this.#options
    this.#clock.nowSeconds = clock.nowSeconds()
    const load = loadSnapshot(this.#parts, snapshotFile, peerTimeoutSeconds)
    if (load.result === 'loaded') this.loadedPeers = load.peers
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

function regionFor(options: SwarmKeeperOptions): SwarmRegion {
  const { layout, seed, capSources, peerTimeoutSeconds, handed } = options
  try {
    const identity = { seed, capSources }
    return openSwarmRegion({ layout, identity, peerTimeoutSeconds, handed })
  } catch (error) {
    if (!(error instanceof RegionError)) throw error
    throw new StartError(
      `tracker.peers_max = ${layout.peersMax}: the system gave no memory for them (${error.message}); lower it or tracker.torrents_max = ${layout.torrentsMax}`,
    )
  }
}
