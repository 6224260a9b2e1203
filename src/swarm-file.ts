/**
 * The file in which the swarms wait from a stop to the next start, which takes them up and removes it. One that another
 * version of the program has saved is kept beside it for as long as peers live: whoever goes back to that version has
 * them again.
 */
import { renameSync, rmSync, statSync } from 'node:fs'
import type { Clock } from '#base/clock'
import { StartError } from '#base/start-error'
import type { Log } from '#telemetry/log'
import type { Layout } from '#tracker/swarm/layout'
import {
  loadSnapshot,
  type SnapshotLoad,
  saveSnapshot,
  snapshotBytes,
} from '#tracker/swarm/snapshot'
import { unfinishedPath } from '#tracker/swarm/snapshot-file'
import type { SwarmParts } from '#tracker/swarm/swarm-parts'

export type SwarmFileOptions = {
  readonly parts: SwarmParts
  readonly layout: Layout
  readonly path: string
  readonly peerTimeoutSeconds: number
  readonly clock: Clock
  readonly log: Log
}

export class SwarmFile {
  readonly #options: SwarmFileOptions
  /** Where the file of another version is kept. */
  readonly #keptPath: string
  #isOfAnotherVersion = false
  #isForNextStart = false

  constructor(options: SwarmFileOptions) {
    this.#options = options
    this.#keptPath = `${options.path}.old`
  }

  /** What saving would write now. */
  get bytes(): number {
    return snapshotBytes(this.#options.parts)
  }

  /** Takes up what the last run saved; gives the number of peers. Throws StartError when the file is broken. */
  load(): number {
    const { parts, path, peerTimeoutSeconds, clock, log } = this.#options
    parts.clock.nowSeconds = clock.nowSeconds()
    const load = loadSnapshot(parts, path, peerTimeoutSeconds)
    if (load.result === 'broken')
      throw new StartError(
        `data.directory: ${path} is broken: ${load.reason}; restore it, or remove it to start with empty swarms (clients announce again within an interval)`,
      )
    if (load.result === 'ignored') {
      this.#isOfAnotherVersion = load.because === 'version'
      log.warn('snapshot_ignored', `${path} is not used: ${load.reason}${this.#whatBecomesOfIt}.`)
    }
    if (load.result !== 'loaded') return 0
    this.#tellOf(load)
    return load.peers
  }

  /** The server runs, so what was saved is out of date from now on; but what was saved by this one at its end stays. */
  forget(): void {
    if (this.#isForNextStart) return
    const { path } = this.#options
    if (this.#isOfAnotherVersion) renameSync(path, this.#keptPath)
    else rmSync(path, { force: true })
    forgetUnfinished(path)
    this.#forgetKept()
  }

  /** Saves the swarms for the next run; only when no thread runs any more. Gives whether that worked. */
  save(): boolean {
    const { parts, path, clock, log } = this.#options
    this.#isForNextStart = true
    parts.clock.nowSeconds = clock.nowSeconds()
    try {
      const peers = saveSnapshot(parts, path)
      log.info('snapshot_saved', `Saved ${peers} peers for the next start.`, { peers })
      return true
    } catch (error) {
      const message = `${path} could not be written; the next start is empty, unless a service manager keeps the swarms.`
      log.error('snapshot_failed', message, { err: error })
      return false
    }
  }

  get #whatBecomesOfIt(): string {
    if (!this.#isOfAnotherVersion) return ''
    return `; it is kept as ${this.#keptPath} for as long as peers live, and has its name given back before that version is started again`
  }

  #tellOf(load: Extract<SnapshotLoad, { result: 'loaded' }>): void {
    const { layout, log } = this.#options
    const { torrents, peers, torrentsWithoutRoom, peersWithoutRoom } = load
    log.info('snapshot_loaded', `Took up ${peers} peers of ${torrents} torrents.`, load)
    if (torrentsWithoutRoom + peersWithoutRoom === 0) return
    const { peersMax, torrentsMax } = layout
    const message = `${peersWithoutRoom} peers and ${torrentsWithoutRoom} torrents of the last run found no room; if that was not meant, raise tracker.peers_max = ${peersMax} or tracker.torrents_max = ${torrentsMax}.`
    log.warn('snapshot_cut', message, { torrentsWithoutRoom, peersWithoutRoom })
  }

  /** Addresses stay no longer on the disk than they would in memory. */
  #forgetKept(): void {
    const savedMs = statSync(this.#keptPath, { throwIfNoEntry: false })?.mtimeMs
    if (savedMs === undefined) return
    const { peerTimeoutSeconds, clock } = this.#options
    const leftMs = savedMs + (peerTimeoutSeconds - clock.nowSeconds()) * 1000
    const waitMs = Math.min(Math.max(leftMs, 0), peerTimeoutSeconds * 1000)
    setTimeout(() => rmSync(this.#keptPath, { force: true }), waitMs).unref()
  }
}

/** What a run has left that was killed while it saved. */
function forgetUnfinished(path: string): void {
  const unfinished = unfinishedPath(path)
  if (statSync(unfinished, { throwIfNoEntry: false })?.isFile() === true) rmSync(unfinished)
}
