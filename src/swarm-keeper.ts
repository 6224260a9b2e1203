/**
 * Main's own hold on the swarms: the memory that all threads share, and the store with which main saves and
 * loads them, counts them, and takes over what a dead thread left locked.
 */
import { getRandomValues } from 'node:crypto'
import { setImmediate as nextTurn, setTimeout as waitFor } from 'node:timers/promises'
import { assert } from '#base/assert'
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
import { isPeerTimeoutPossible, SwarmClock } from '#tracker/swarm/swarm-clock'
import { SwarmLook } from '#tracker/swarm/swarm-look'
import { createSwarmParts, type SwarmParts } from '#tracker/swarm/swarm-parts'
import { openSwarmRegion, type SwarmRegion } from '#tracker/swarm/swarm-region'
import { SwarmSizes } from '#tracker/swarm/swarm-sizes'
import { type SwarmTotals, swarmTotals } from '#tracker/swarm/swarm-totals'
import {
  type NotedTimeouts,
  notedTimeouts,
  noteTimeouts,
  type TimeoutHold,
  timeoutHolds,
} from '#tracker/swarm/timeout-holds'
import { SwarmFile } from './swarm-file.ts'
import { whenFree } from './when-free.ts'

export type SwarmKeeperOptions = {
  readonly layout: Layout
  readonly seed: readonly [number, number]
  readonly peerTimeoutSeconds: number
  readonly capSources: boolean
  readonly clock: Clock
  readonly snapshotFile: string
  /** Descriptors of the memory of another process: the first that fits is taken over, the others are closed. */
  readonly handed?: readonly number[] | undefined
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
  readonly swarms: SwarmLook
  readonly #options: SwarmKeeperOptions
  /** Torrents by how many peers they have. */
  readonly sizes: SwarmSizes
  /** Peers that were taken up from the last run. */
  loadedPeers = 0
  /** Whether the swarms are those of a run that crashed, in its memory. */
  isFromCrash = false
  readonly #parts: SwarmParts
  readonly #file: SwarmFile
  #supplying: NodeJS.Timeout | undefined
  #counting: NodeJS.Timeout | undefined
  /** Resolves when nobody else gives back blocks of slots that may be this keeper's to reclaim. */
  #mayReclaim: Promise<unknown> = Promise.resolve()
  #reclaiming: Promise<void> | undefined
  #isLeft = false

  /** Throws StartError when the system does not give the memory. */
  constructor(options: SwarmKeeperOptions) {
    const { layout, peerTimeoutSeconds, clock, log } = options
    this.#options = options
    this.layout = layout
    const { region, stampUnitSeconds, isAdopted } = regionFor(options)
    this.region = region
    this.stampUnitSeconds = stampUnitSeconds
    this.isAdopted = isAdopted
    const [seed0 = 0, seed1 = 0, seed2 = 0] = getRandomValues(new Int32Array(3))
    this.#parts = createSwarmParts({
      region: this.region,
      layout,
      slot: mainSlot,
      seed: options.seed,
      clock: new SwarmClock(this.stampUnitSeconds, peerTimeoutSeconds),
      prng: new Prng(seed0, seed1, seed2),
      capSources: options.capSources,
    })
    this.#file = new SwarmFile({
      parts: this.#parts,
      layout,
      path: options.snapshotFile,
      peerTimeoutSeconds,
      clock,
      log,
    })
    this.swarms = new SwarmLook(this.#parts)
    this.sizes = new SwarmSizes(this.#parts)
  }

  totals(): SwarmTotals {
    return swarmTotals(this.#parts.memory)
  }

  /**
   * For how long peers must be kept that were told when to come back before now. What stamps cannot express is left out:
   * then peers live far shorter than before.
   */
  get holds(): readonly TimeoutHold[] {
    const noted = notedTimeouts(this.#parts.memory)
    return timeoutHolds(noted, this.#options.clock.nowSeconds()).filter((hold) =>
      isPeerTimeoutPossible(this.stampUnitSeconds, hold.peerTimeoutSeconds),
    )
  }

  /** For whoever takes the swarms up after this process. */
  noteTimeouts(noted: NotedTimeouts): void {
    noteTimeouts(this.#parts.memory, noted)
  }

  /** The peers of one swarm by what they are; undefined where it is not remembered, `busy` where its lock cannot be had. */
  countsOf(infoHash: Int32Array): ListCounts | 'busy' | undefined {
    return listCounts(this.#parts, infoHash)
  }

  /** The peers of one swarm, as soon as its lock can be had; undefined where it stays taken. */
  async peersOf(infoHash: Uint8Array): Promise<number | undefined> {
    const { swarms } = this
    const peers = await whenFree(() =>
      swarms.scrape(infoHash, 0) ? swarms.seeders + swarms.leechers : 'busy',
    )
    return peers === 'busy' ? undefined : peers
  }

  /** Counts the peers of a network, in slices, because main has others to answer; undefined where a lock stays taken. */
  async census(network: CensusNetwork): Promise<{ torrents: number; peers: number } | undefined> {
    const census = new PeerCensus(this.#parts, network)
    for (let shard = 0; shard < shardCount; shard++) {
      if ((await whenFree(() => census.visitShard(shard) || 'busy')) === 'busy') return undefined
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
    if (recovered.taken > 0) this.#reclaimSoon()
    return recovered
  }

  /** The same after a process that is gone, with all its threads. */
  recoverAll(slots: readonly number[]): Recovered {
    const all = [...slots, mainSlot].map((slot) => recoverLocks(this.#parts, slot))
    this.#reclaimSoon()
    return {
      taken: all.reduce((sum, { taken }) => sum + taken, 0),
      emptied: all.reduce((sum, { emptied }) => sum + emptied, 0),
    }
  }

  /** The memory was kept when the process that had it crashed: nobody else has it now. */
  takeUpAfterCrash(): void {
    this.isFromCrash = true
    const recovered = this.clearUpBeside([])
    const message = 'The swarms of the last run are as it left them, though it did not end well.'
    this.#options.log.info('swarms_kept', message, recovered)
  }

  /** After a process that is gone and had the same swarms: nothing of it stays but the swarms. Ours are `slots`. */
  clearUpBeside(slots: readonly number[]): Recovered {
    const others = Array.from({ length: mainSlot }, (_, slot) => slot).filter(
      (slot) => !slots.includes(slot),
    )
    const recovered = this.recoverAll(others)
    this.releaseSlots(others)
    return recovered
  }

  /** Threads that have ended for good leave what they had to the others. */
  releaseSlots(slots: readonly number[]): void {
    for (const slot of slots) releaseSlot(this.#parts, slot)
  }

  /**
   * Nothing is reclaimed until `gone`: another process has the same swarms and releases its slots at its end. What it has
   * just taken off a slot is named nowhere for a moment, and would look like lost.
   */
  reclaimAfter(gone: Promise<unknown>): void {
    this.#mayReclaim = gone
  }

  /** Resolves when nothing waits to be reclaimed. */
  async reclaimed(): Promise<void> {
    await this.#reclaiming
  }

  /** Whether they are gone here. */
  get isLeft(): boolean {
    return this.#isLeft
  }

  /** Another process has the swarms from now on, or the file has them; here they are gone. */
  leave(): void {
    if (this.#isLeft) return
    this.#isLeft = true
    clearInterval(this.#supplying)
    clearInterval(this.#counting)
    leaveRegion(this.region)
  }

  /** What dead threads had in their hands is free again, some time after their successors serve. */
  #reclaimSoon(): void {
    this.#reclaiming ??= this.#reclaim().catch((error: unknown) => {
      this.#reclaiming = undefined
      const message = 'Memory of the swarms cannot be read; restart the server, and report this.'
      this.#options.log.error('memory_broken', message, { err: error })
    })
  }

  async #reclaim(): Promise<void> {
    await this.#mayReclaim
    let reclaimed: Reclaimed
    do {
      await waitFor(reclaimPauseMs, undefined, { ref: false })
      // The memory is another process's: here it is all zeros.
      if (this.#isLeft) return
      reclaimed = reclaim(this.#parts)
    } while (reclaimed.result === 'busy')
    this.#reclaiming = undefined
    const { log } = this.#options
    if (reclaimed.result === 'done')
      return log.info('memory_reclaimed', `${reclaimed.bytes} bytes of the swarms are free again.`)
    const message = 'Memory of the swarms is named twice; restart the server, and report this.'
    log.error('memory_broken', message)
  }

  /** Takes up what the last run saved. Throws StartError when the file is broken. */
  load(): void {
    this.loadedPeers = this.#file.load()
  }

  /** The server runs, so what was saved is out of date from now on, unless it has been saved for the next start by now. */
  forgetSaved(): void {
    this.#file.forget()
  }

  /** What saving would write now. */
  get savedBytes(): number {
    return this.#file.bytes
  }

  /** Saves the swarms for the next run; only when no thread runs any more. Gives whether that worked. */
  save(): boolean {
    assert(!this.#isLeft, 'swarms that were left are not saved')
    return this.#file.save()
  }
}

function regionFor(options: SwarmKeeperOptions): SwarmRegion {
  const { layout, seed, capSources, peerTimeoutSeconds, handed = [] } = options
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
