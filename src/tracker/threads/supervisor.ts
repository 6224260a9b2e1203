/**
 * Starts the tracker threads, starts one again that dies, and ends them all. Main owns the memory; a thread
 * that dies leaves the swarms to the others, and what locks it held are taken over before its
 * successor starts.
 */
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { httpDrainSecondsMax } from '#base/limits'
import type { Log } from '#telemetry/log'
import type { Recovered } from '#tracker/swarm/recovery'
import type { FromThread } from './from-thread.ts'
import type { ThreadSettings, ThreadSetup, ThreadWork } from './thread-setup.ts'
import type { ToThread } from './to-thread.ts'

export type SupervisorOptions = {
  readonly setups: readonly ThreadSetup[]
  /** One word for each slot, as in the setups. */
  readonly mailCounts: SharedArrayBuffer
  readonly log: Log
  /** The file that a kind of thread begins with, where it is not the usual one. */
  readonly entryOf?: (kind: ThreadWork['kind']) => URL
  /** What a thread may have of memory, where it is not the usual. */
  readonly resourceLimits?: ResourceLimits
  /** Takes over what the dead thread of `slot` left locked. */
  readonly recover: (slot: number) => Recovered
  /** The threads die again and again: nothing is left but to end the process with this reason. */
  readonly giveUp: (reason: string) => void
}

/** What is under way while another process takes new requests. */
export type LettingGo = {
  /** Resolves when no thread uses the sockets any more that main opened; connections may be served still. */
  readonly socketsLeft: Promise<void>
  /** Resolves when the threads have ended. */
  readonly ended: Promise<void>
}

/** More deaths than this within the window are no accident. */
const deathsMax = 5
const deathWindowMs = 60_000
const stopMs = 8000
const letGoMs = httpDrainSecondsMax * 1000 + 2000
/**
 * Megabytes of JavaScript objects that a thread may have, many times what 20,000 connections of Node's take: one that grows
 * beyond dies alone.
 */
const usualLimits: ResourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 64 }

export class Supervisor {
  /** Threads that were started again. */
  restarts = 0
  readonly #options: SupervisorOptions
  readonly #workers = new Map<number, Worker>()
  readonly #mailCounts: Int32Array
  #settings: ThreadSettings | undefined
  #deathsMs: number[] = []
  #isStopping = false

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#mailCounts = new Int32Array(options.mailCounts)
  }

  /** Those of the threads. */
  get slots(): readonly number[] {
    return this.#options.setups.map(({ slot }) => slot)
  }

  /** Resolves when every socket of every thread is bound; rejects with the error of the first that is not. */
  async start(): Promise<void> {
    await Promise.all(this.#options.setups.map((setup) => this.#startThread(setup)))
  }

  /** Brings reloaded settings into force in every thread, and in those that will be started. */
  apply(settings: ThreadSettings): void {
    this.#settings = settings
    for (const [slot, worker] of this.#workers)
      this.#post(slot, worker, { type: 'settings', settings })
  }

  /** Lets every thread answer what is in flight and end, after `letGo` too; a thread that does not is ended. */
  async stop(): Promise<void> {
    await this.#end({ type: 'stop' }, stopMs)
  }

  /** Another process takes new requests: what is under way is answered. */
  letGo(): LettingGo {
    const left = Promise.all([...this.#workers.values()].map(leftSockets))
    return { socketsLeft: left.then(() => {}), ended: this.#end({ type: 'let-go' }, letGoMs) }
  }

  async #end(message: ToThread, patienceMs: number): Promise<void> {
    this.#isStopping = true
    const workers = [...this.#workers]
    await Promise.all(
      workers.map(([slot, worker]) => this.#endThread(slot, worker, message, patienceMs)),
    )
    // One that had to be ended may have been anywhere.
    for (const slot of this.slots) this.#options.recover(slot)
  }

  async #startThread(setup: ThreadSetup): Promise<void> {
    const workerData = { ...setup, settings: this.#settings ?? setup.settings }
    const { entryOf = usualEntryOf, resourceLimits = usualLimits } = this.#options
    const worker = new Worker(entryOf(setup.work.kind), {
      workerData,
      resourceLimits,
      // As the system's own tools show it.
      name: `tracker-${setup.slot}`,
    })
    let failure: unknown
    worker.on('error', (error) => {
      failure = error
    })
    worker.on('message', (message: FromThread) => this.#receive(message))
    this.#workers.set(setup.slot, worker)
    const exit = exited(worker).then(() => {
      throw failure instanceof Error ? failure : new Error('the thread ended', { cause: failure })
    })
    await Promise.race([ready(worker), exit])
    exit.catch((error: unknown) => this.#restart(setup, error))
  }

  async #endThread(
    slot: number,
    worker: Worker,
    message: ToThread,
    patienceMs: number,
  ): Promise<void> {
    const ended = exited(worker)
    this.#post(slot, worker, message)
    const late = setTimeout(() => void worker.terminate(), patienceMs)
    await ended
    clearTimeout(late)
  }

  /** A thread that blocks in system calls has no event loop: the raised count tells it to look. */
  #post(slot: number, worker: Worker, message: ToThread): void {
    worker.postMessage(message)
    Atomics.add(this.#mailCounts, slot, 1)
  }

  #receive(message: FromThread): void {
    if (message.type !== 'log') return
    this.#options.log.write(message.level, message.event, message.message, message.fields)
  }

  #restart(setup: ThreadSetup, error: unknown): void {
    this.#workers.delete(setup.slot)
    const { log, recover, giveUp } = this.#options
    // At the end too: others, who answer what is in flight, would wait for its locks.
    const { taken, emptied } = recover(setup.slot)
    if (this.#isStopping) return
    this.restarts++
    const nowMs = performance.now()
    this.#deathsMs = [...this.#deathsMs.filter((death) => death > nowMs - deathWindowMs), nowMs]
    log.error('thread_died', 'A tracker thread died; another takes its place.', {
      err: error,
      slot: setup.slot,
      locksTaken: taken,
      shardsEmptied: emptied,
    })
    if (this.#deathsMs.length > deathsMax)
      return giveUp(`tracker threads died ${this.#deathsMs.length} times within a minute`)
    this.#startThread(setup).catch((reason: unknown) => giveUp(`no new thread: ${String(reason)}`))
  }
}

function usualEntryOf(kind: ThreadWork['kind']): URL {
  return new URL(`${kind}-thread.ts`, import.meta.url)
}

/** Resolves when the thread is gone, however it ended (`once` would reject at its error, which comes before). */
function exited(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve())
  })
}

/** Resolves when the thread leaves the sockets to another process, or is gone. */
function leftSockets(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.on('message', (message: FromThread) => {
      if (message.type === 'sockets-left') resolve()
    })
    worker.once('exit', () => resolve())
  })
}

/** Resolves with the thread's `ready`. A thread that fails to start ends instead, which the caller sees. */
function ready(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.on('message', (message: FromThread) => {
      if (message.type === 'ready') resolve()
    })
  })
}
