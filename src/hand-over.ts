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
 * The sockets are the same ones, so what nobody has read yet waits in the kernel. Whose everything is, and what ends it:
 *
 *   until           swarms             counts       a stop                           the new one fails, or says nothing
 *   ─────────────   ────────────────   ──────────   ──────────────────────────────   ──────────────────────────────────
 *   it is started   ours               ours         nothing is started, we stop      –
 *   we say go       ours, or saved     ours         it is killed, we stop            it is killed, we go on (*)
 *   it took over    both's, or saved   each its     it is told to stop, too: either  it is killed; what it has left in
 *                   and then its own   own          it ends before it has answered   the swarms is cleared up, and we
 *                                                   anybody, and we stop, or it      go on (*)
 *                                                   takes over, and then stops
 *   we are gone     its own            each its     as at any time: it is told, and  it is a crash of the server; the
 *                                      own          we end sooner                    file, if there is one, is there still
 *
 * (*) Where the swarms were saved for it, our threads have ended: then we store what they have counted and end with status
 * 1, and the next start reads the file, which the new process removes only when we are gone.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
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
import { pauseAll, resumeAll } from './hand-over-pause.ts'
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

/** How far it came. */
type Progress = {
  way: WayOfSwarms
  isPaused: boolean
  hasBegun: boolean
}

const prepareMs = 60_000
/** A large database is read meanwhile. */
const serveMs = 600_000
const takeOverMs = 60_000
/** A new process that may have answered somebody has as long to take over, or to end, when a stop is told to it. */
const stopMs = 4000
/** The threads have ended before. */
const nothingLeft: LettingGo = { socketsLeft: Promise.resolve(), ended: Promise.resolve() }

export class HandOver {
  /** Resolves when a successor has taken over. */
  readonly over: Promise<HandedTo>
  readonly #resolveOver: (handedTo: HandedTo) => void
  readonly #options: HandOverOptions
  #underWay: Promise<HandOverEnd> | undefined
  /** The server ends: it was told to, or nothing else is left. */
  #isEnding = false
  /** Resolves when it is told to. */
  readonly #told = Promise.withResolvers<void>()

  constructor(options: HandOverOptions) {
    this.#options = options
    const { promise, resolve } = Promise.withResolvers<HandedTo>()
    this.over = promise
    this.#resolveOver = resolve
  }

  /** Resolves when the new process has taken over. Rejects with StartError: then this one goes on, or ends as it says. */
  async run(): Promise<HandOverEnd> {
    this.#refuseAtEnd()
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
   * For a stop: what is under way is given up, or comes to its end within seconds. Gives whom everything was handed to, where
   * it was too late to give it up; the stop is told to it.
   */
  async stop(): Promise<HandedTo | undefined> {
    this.#isEnding = true
    this.#told.resolve()
    const isOver = await this.#underWay?.then(
      () => true,
      () => false,
    )
    return isOver === true ? await this.over : undefined
  }

  async #run(): Promise<HandOverEnd> {
    const { log, predecessorGone, supervisor } = this.#options
    await this.#unlessTold(predecessorGone)
    this.#refuseAtEnd()
    const program = programPath()
    log.info('handing_over', `Starting ${program}, to hand everything over to it.`, { program })
    const successor = new Successor(this.#handed())
    const way = await this.#untilTakenOver(successor)
    const lettingGo = way === 'shared' ? supervisor.letGo() : nothingLeft
    const end = { pid: successor.pid, hasSwarms: way !== 'lost' }
    log.info('handed_over', `Process ${successor.pid} has taken over.`, end)
    this.#resolveOver({ successor, ...lettingGo })
    return end
  }

  /** Resolves when the new process has everything: with how it got the swarms. Rejects when it has ended. */
  async #untilTakenOver(successor: Successor): Promise<WayOfSwarms> {
    const progress: Progress = { way: 'shared', isPaused: false, hasBegun: false }
    try {
      await this.#prepare(successor, progress)
      this.#refuseAtEnd()
      progress.hasBegun = true
      successor.tell({ type: 'go' })
      void this.#told.promise.then(() => successor.stop())
      await this.#unlessTold(takesOver(successor), stopMs)
      return progress.way
    } catch (error) {
      // What it says from now on is not heard any more.
      successor.kill()
      await successor.end
      throw await this.#withoutIt(error, progress)
    }
  }

  /** Until the new process has nothing to wait for but our word. */
  async #prepare(successor: Successor, progress: Progress): Promise<void> {
    const prepared = successor.hears('prepared', prepareMs)
    const { keepsSwarms, snapshotVersion } = await this.#unlessTold(prepared)
    if (!keepsSwarms) this.#refuseLoss(snapshotVersion)
    progress.isPaused = true
    await this.#unlessTold(pauseAll(this.#options))
    if (keepsSwarms) return
    progress.way = 'lost'
    // A stop would end the threads and save the swarms as well.
    if (await saveForSuccessor(this.#options)) progress.way = 'saved'
  }

  /** As `promise`; but when the server is told to stop, that has `graceMs` left. */
  async #unlessTold<Value>(promise: Promise<Value>, graceMs = 0): Promise<Value> {
    const tooLate = this.#told.promise.then(async () => {
      if (graceMs > 0) await waitFor(graceMs, undefined, { ref: false })
      throw stopping()
    })
    return await Promise.race([promise, tooLate])
  }

  #refuseAtEnd(): void {
    if (this.#isEnding) throw stopping()
  }

  /** The new process has ended: brings everything to where it may go on, or end. Gives what the operator is told. */
  async #withoutIt(error: unknown, { way, isPaused, hasBegun }: Progress): Promise<unknown> {
    const { log } = this.#options
    try {
      if (hasBegun && way === 'shared') this.#clearUp()
    } finally {
      if (isPaused && way === 'shared' && !this.#isEnding) await resumeAll(this.#options)
    }
    if (this.#isEnding) {
      log.info('handover_given_up', 'The new process has ended, because the server is to stop.')
      return stopping()
    }
    if (way !== 'shared') return this.#end(error)
    log.error('handover_failed', `This process goes on: ${reasonOf(error)}.`)
    return error
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

  /**
   * The threads have ended, and nobody else has what they had: only a start helps. The server ends as if it were told to, but
   * for the status. Gives what the operator is told.
   */
  #end(error: unknown): StartError {
    const reason = `the server ends, to be started anew: ${reasonOf(error)}`
    this.#options.log.fatal('handover_broken', `Now ${reason}.`)
    this.#isEnding = true
    process.exitCode = 1
    process.kill(process.pid, 'SIGTERM')
    return new StartError(reason)
  }
}

/** Resolves when its threads, its site and its control socket answer. Rejects with StartError. */
async function takesOver(successor: Successor): Promise<void> {
  await successor.hears('serving', serveMs)
  await successor.hears('took-over', takeOverMs)
}

function stopping(): StartError {
  return new StartError('the server is stopping')
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
