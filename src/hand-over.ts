/**
 * Hands everything over to a new process of this program while requests come in:
 *
 *   this process                       the new one
 *   ────────────                       ───────────
 *   starts it with our sockets,
 *   memory and lock             ─────▶ reads the configuration, maps the memory,
 *                                      looks at the schema of the database
 *   site and control pause      ◀───── prepared
 *   both answer announces       ─────▶ reads lists and database, starts its threads
 *   from the same swarms        ◀───── serving: it opens its control socket and its site
 *   threads leave the sockets,
 *   answers the operator        ◀───── took over
 *   open connections end, what was
 *   counted is stored           ─────▶ gone: it settles what its threads have noted since
 *
 * The sockets are the same ones, so what nobody has read yet waits in the kernel. Until the new process has taken over,
 * any failure of it changes nothing: what it has left in the swarms is cleared up, the pauses end, and this one goes on.
 */
import { assert } from '#base/assert'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import type { HandOverEnd } from '#operate/api/api-parts'
import type { ControlSocket } from '#operate/control-socket'
import { type LockedDirectory, lockName } from '#operate/data-directory'
import type { ServiceManager } from '#operate/service-manager'
import type { Log } from '#telemetry/log'
import type { LettingGo, Supervisor } from '#tracker/threads/supervisor'
import type { Catalogue } from './catalogue.ts'
import type { HandedOver } from './hand-over-messages.ts'
import { refuseOtherSnapshot, refuseWithoutRoom, saveForSuccessor } from './hand-over-snapshot.ts'
import type { OpenSite } from './open-site.ts'
import type { Sockets } from './sockets.ts'
import { programPath, Successor } from './successor.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'
import { chooseDriver } from './tracker-plan.ts'

export type HandOverOptions = {
  readonly config: Config
  readonly directory: LockedDirectory
  readonly keeper: SwarmKeeper
  readonly supervisor: Supervisor
  readonly sockets: Sockets
  readonly control: ControlSocket | undefined
  readonly catalogue: Catalogue | undefined
  readonly site: OpenSite | undefined
  readonly manager: ServiceManager | undefined
  /** See `HandedOver`. */
  readonly standInPid: number | undefined
  /** Resolves when nobody hands over to this process any more. */
  readonly predecessorGone: Promise<unknown>
  readonly log: Log
}

/** Whom everything was handed to, and what of us is not at its end yet. */
export type HandedTo = LettingGo & { readonly successor: Successor }

/**
 * How the new process gets the swarms: in the memory that both have, from the snapshot, or not at all, because that could
 * not be written. But for the first of these our threads have ended.
 */
type WayOfSwarms = 'shared' | 'saved' | 'lost'

const prepareMs = 60_000
/** A large database is read meanwhile. */
const serveMs = 600_000
const takeOverMs = 60_000
/** The threads have ended before. */
const nothingLeft: LettingGo = { socketsLeft: Promise.resolve(), ended: Promise.resolve() }

export class HandOver {
  /** Resolves when a successor has taken over. */
  readonly over: Promise<HandedTo>
  readonly #resolveOver: (handedTo: HandedTo) => void
  readonly #options: HandOverOptions
  #underWay: Promise<HandOverEnd> | undefined
  #isStopping = false
  /** Ends a successor that has not taken over yet. */
  #cancel = (): void => {}

  constructor(options: HandOverOptions) {
    this.#options = options
    const { promise, resolve } = Promise.withResolvers<HandedTo>()
    this.over = promise
    this.#resolveOver = resolve
  }

  /** Resolves when the new process has taken over. Rejects with StartError, and nothing has changed. */
  async run(): Promise<HandOverEnd> {
    if (this.#isStopping) throw new StartError('the server is stopping')
    if (this.#underWay !== undefined)
      throw new StartError('a hand-over is under way; wait for its end')
    refuseElsewhere(this.#options.config)
    this.#underWay = this.#run()
    try {
      return await this.#underWay
    } catch (error) {
      this.#underWay = undefined
      throw error
    }
  }

  /**
   * For a stop: a successor that has not taken over yet is ended. Gives whom everything was handed to, where it is too late for
   * that; the stop is told to it.
   */
  async stop(): Promise<HandedTo | undefined> {
    this.#isStopping = true
    const underWay = this.#underWay
    if (underWay === undefined) return undefined
    this.#cancel()
    const isOver = await underWay.then(
      () => true,
      () => false,
    )
    if (!isOver) return undefined
    const handedTo = await this.over
    process.kill(handedTo.successor.pid, 'SIGTERM')
    return handedTo
  }

  async #run(): Promise<HandOverEnd> {
    const { log, predecessorGone, supervisor } = this.#options
    await predecessorGone
    if (this.#isStopping) throw new StartError('the server is stopping')
    const program = programPath()
    log.info('handing_over', `Starting ${program}, to hand everything over to it.`, { program })
    const successor = new Successor(this.#handed())
    this.#cancel = () => successor.kill()
    const way = await this.#untilTakenOver(successor)
    this.#cancel = () => {}
    const lettingGo = way === 'shared' ? supervisor.letGo() : nothingLeft
    const end = { pid: successor.pid, hasSwarms: way !== 'lost' }
    log.info('handed_over', `Process ${successor.pid} has taken over.`, end)
    this.#resolveOver({ successor, ...lettingGo })
    return end
  }

  /**
   * Resolves when the new process has everything: with how it got the swarms. Rejects when all is as it was before.
   */
  async #untilTakenOver(successor: Successor): Promise<WayOfSwarms> {
    let isPaused = false
    let hasBegun = false
    let way: WayOfSwarms = 'shared'
    try {
      const { keepsSwarms, snapshotVersion } = await successor.hears('prepared', prepareMs)
      if (!keepsSwarms) this.#refuseLoss(snapshotVersion)
      isPaused = true
      await this.#pause()
      if (!keepsSwarms) {
        way = 'lost'
        way = (await saveForSuccessor(this.#options)) ? 'saved' : 'lost'
      }
      hasBegun = true
      successor.tell({ type: 'go' })
      await successor.hears('serving', serveMs)
      await successor.hears('took-over', takeOverMs)
      return way
    } catch (error) {
      successor.kill()
      await successor.end
      if (way !== 'shared') this.#giveUp(error, way)
      try {
        if (hasBegun) this.#clearUp()
      } finally {
        if (isPaused) await this.#resume()
      }
      this.#options.log.error('handover_failed', `This process goes on: ${reasonOf(error)}.`)
      throw error
    }
  }

  #handed(): HandedOver {
    const { config, directory, keeper, supervisor, sockets, standInPid } = this.#options
    const { handle } = keeper.region
    assert(handle.kind === 'memory-file', 'what is handed over is a memory file')
    return {
      version: 1,
      mode: config.mode,
      dataDirectory: config.data.directory,
      databaseUrl: config.database.url,
      region: handle.descriptor,
      lock: directory.descriptor,
      standInPid,
      slots: supervisor.slots,
      sockets: sockets.held,
    }
  }

  /** Nobody changes anything: what the new process reads of the database is how it is. */
  async #pause(): Promise<void> {
    const { control, catalogue, site } = this.#options
    const pauses = [control, catalogue, site].map(async (one) => await one?.pause())
    // All of them have come to an end before one that failed is taken back.
    const failed = (await Promise.allSettled(pauses)).find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
    // Counts of the last seconds, so that the new process tells of them too. What fails is stored at the end.
    await catalogue?.keeper.flush().catch(() => undefined)
  }

  /** Nothing may stay paused because something else could not go on. */
  async #resume(): Promise<void> {
    const { control, catalogue, site, log } = this.#options
    const resumes = [control, catalogue, site].map(async (one) => await one?.resume())
    for (const ended of await Promise.allSettled(resumes))
      if (ended.status === 'rejected')
        log.error(
          'resume_failed',
          `Restart the server when that may be: ${reasonOf(ended.reason)}.`,
        )
  }

  /** The new process has ended, and its threads may have served already. */
  #clearUp(): void {
    const { keeper, supervisor, directory, log } = this.#options
    const { taken } = keeper.clearUpBeside(supervisor.slots)
    if (taken > 0)
      log.warn('locks_taken', 'The new process had locked swarms; they are free again.', { taken })
    try {
      directory.noteProcess()
    } catch (error) {
      const message = `The file ${lockName} in data.directory names a process that has ended: ${reasonOf(error)}.`
      log.error('lock_not_written', message)
    }
  }

  /** The swarms would be lost on their way; nothing has changed yet. Throws StartError. */
  #refuseLoss(snapshotVersion: number): void {
    const { keeper, directory } = this.#options
    refuseOtherSnapshot(snapshotVersion)
    refuseWithoutRoom(keeper.savedBytes, directory.path)
  }

  /** The threads have ended, and nobody else has what they had: only a start helps. */
  #giveUp(error: unknown, way: WayOfSwarms): never {
    const { log, keeper } = this.#options
    if (way === 'lost') keeper.save()
    log.fatal('handover_broken', `The server ends, to be started anew: ${reasonOf(error)}.`)
    process.exit(1)
  }
}

function refuseElsewhere(config: Config): void {
  if (chooseDriver(config) === 'linux') return
  throw new StartError(
    'tracker.driver: the portable driver cannot hand its sockets over; restart the server instead, which keeps the swarms too',
  )
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
