/**
 * Keeps what threads refuse in step with the rules: those of the lists that the configuration names, and the
 * operator's own. A rule is in force in every thread once `blocks` has answered or a list is read, and out of it
 * within a second of its end.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '#base/clock'
import { type Region, RegionError, type RegionHandle } from '#base/region'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { deniesInfoHashes } from '#config/denies-info-hashes'
import {
  type BlockKind,
  type BlockTarget,
  blockKinds,
  type KeySpace,
  keySpaces,
  kindOf,
} from '#index/blocks/block'
import type { BlockTracker, Census } from '#index/blocks/block-tracker'
import { type Blocks, createBlocks } from '#index/blocks/blocks'
import { OwnBlocks } from '#index/blocks/own-blocks'
import { RuleLists } from '#index/blocks/rule-lists'
import { RulesInForce } from '#index/blocks/rules-in-force'
import { blockListsOf } from '#operate/blocks-file'
import type { Health } from '#telemetry/health'
import type { Log } from '#telemetry/log'
import { createBlockRegion } from '#tracker/admission/block-layout'
import { BlockTables } from '#tracker/admission/block-tables'
import { tellOfLists } from './block-news.ts'
import { sourcesOf } from './block-sources.ts'
import { profileOf } from './profile.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'

export type BlockKeeperOptions = {
  readonly config: Config
  /** Where the operator's own blocks are kept. */
  readonly ownFile: string
  readonly swarms: SwarmKeeper
  readonly clock: Clock
  readonly health: Health
  readonly log: Log
  /** Blocks that have ended stay in their file: for a question, which changes nothing. */
  readonly leavesEnded?: boolean
}

/** What the metrics tell of it. */
export type BlockCounts = { readonly rules: number; readonly faults: number }

/** Between two looks at the clock. */
const tickMs = 1000
/** What was measured counts half after each of these. */
const halvingSeconds = 3600

export class BlockKeeper {
  /** For the tracker's threads. */
  readonly region: RegionHandle
  readonly blocks: Blocks
  readonly #options: BlockKeeperOptions
  readonly #tables: BlockTables
  readonly #own: OwnBlocks
  readonly #lists: RuleLists
  readonly #rules = new Map<KeySpace, RulesInForce>()
  #config: Config
  #halvedAtSeconds: number
  /** Readings of the lists are one after the other. */
  #reading: Promise<void> = Promise.resolve()
  #ticking: NodeJS.Timeout | undefined

  /** Throws StartError where the own blocks cannot be read, or the system does not give the memory. */
  constructor(options: BlockKeeperOptions) {
    const { config, ownFile, clock } = options
    const region = newRegion()
    this.#options = options
    this.#config = config
    this.region = region.handle
    this.#tables = new BlockTables(region)
    this.#own = OwnBlocks.open(ownFile)
    this.#lists = new RuleLists(clock, () => nextTurn())
    this.#halvedAtSeconds = clock.nowSeconds()
    this.blocks = createBlocks({ own: this.#own, tracker: this.#tracker(), clock })
  }

  /** Reads the lists that `config` names and brings into force what they say, at start and with a reload. */
  configure(config: Config): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read(config)).catch(this.noteFault)
    return this.#reading
  }

  /** Does from now on what is due by the clock. */
  start(): void {
    this.#ticking = setInterval(() => this.tick(), tickMs).unref()
  }

  stop(): void {
    clearInterval(this.#ticking)
  }

  /** Ends rules whose end has come, and lets what was measured fade. */
  tick(): void {
    const now = this.#options.clock.nowSeconds()
    for (const kind of blockKinds)
      if (keySpaces[kind].some((space) => this.#nextEnd(space) <= now)) this.#end(kind)
    if (now - this.#halvedAtSeconds < halvingSeconds) return
    this.#halvedAtSeconds = now
    this.#tables.halve()
  }

  /** Rules in force, and lines of the list that cannot be read. */
  counts(kind: BlockKind): BlockCounts {
    const rules = keySpaces[kind].reduce(
      (sum, space) => sum + (this.#rules.get(space)?.count ?? 0),
      0,
    )
    return { rules, faults: this.#lists.file(kind)?.faults ?? 0 }
  }

  /** A fault of ours. */
  readonly noteFault = (error: unknown): void => {
    const message = 'Something went wrong here; blocks are as they were.'
    this.#options.log.error('blocks_failed', message, { err: error })
  }

  #tracker(): BlockTracker {
    return {
      changed: (kind) => this.#apply(kind),
      lists: () => this.#lists.reports(),
      holding: (target) => this.#rules.get(target.space)?.holding(target),
      deniesInfoHashes: () => this.#deniesInfoHashes(),
      census: (target) => this.#census(target),
      sources: (kind) => (this.#config.blocks.measure ? sourcesOf(this.#tables, kind) : undefined),
    }
  }

  #deniesInfoHashes(): boolean {
    return deniesInfoHashes(this.#config, profileOf(this.#config).hasAdmission)
  }

  async #read(config: Config): Promise<void> {
    this.#config = config
    this.#tables.setMeasuring(config.blocks.measure)
    await this.#lists.read(blockListsOf(config))
    this.#forgetEnded()
    for (const kind of blockKinds) this.#apply(kind)
    const { log, health } = this.#options
    tellOfLists(this.#lists.reports(), (kind) => this.counts(kind).rules, { log, health })
  }

  #apply(kind: BlockKind): void {
    const isOff = kind === 'info_hash' && !this.#deniesInfoHashes()
    const own = isOff ? [] : this.#own.all()
    const now = this.#options.clock.nowSeconds()
    for (const space of keySpaces[kind]) {
      const rules = new RulesInForce(space, this.#lists.file(kind), own, now)
      this.#rules.set(space, rules)
      this.#tables.replace({ [space]: rules.list })
    }
  }

  #nextEnd(space: KeySpace): number {
    return this.#rules.get(space)?.nextEndSeconds ?? Number.POSITIVE_INFINITY
  }

  #end(kind: BlockKind): void {
    this.#apply(kind)
    this.#forgetEnded()
    const { rules } = this.counts(kind)
    this.#options.log.info('blocks_ended', `Blocks have ended; ${rules} of their kind are left.`, {
      kind,
      rules,
    })
  }

  #forgetEnded(): void {
    const { clock, log, leavesEnded = false } = this.#options
    if (leavesEnded) return
    try {
      this.#own.removeEnded(clock.nowSeconds())
    } catch (error) {
      log.error('blocks_not_saved', 'Blocks that have ended are still in their file.', {
        err: error,
      })
    }
  }

  async #census(target: BlockTarget): Promise<Census | undefined> {
    const { swarms } = this.#options
    const kind = kindOf(target)
    if (kind === 'client') return undefined
    const { seeders4, seeders6, leechers4, leechers6 } = swarms.totals()
    const allPeers = seeders4 + seeders6 + leechers4 + leechers6
    if (kind === 'network') {
      const census = await swarms.census(target)
      return census && { ...census, allPeers }
    }
    const infoHash = Buffer.alloc(20)
    for (const [at, word] of target.words.entries()) infoHash.writeUInt32BE(word, at * 4)
    const peers = await swarms.peersOf(infoHash)
    return peers === undefined ? undefined : { torrents: Math.min(peers, 1), peers, allPeers }
  }
}

function newRegion(): Region {
  try {
    return createBlockRegion()
  } catch (error) {
    if (!(error instanceof RegionError)) throw error
    throw new StartError(
      `the system gave no memory for the lists of blocks (${error.message}); give this program more, or another machine`,
    )
  }
}
