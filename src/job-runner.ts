/**
 * Runs what is due by the clock, one job at a time, so that no two of them load the database together. A job that took
 * long rests longer: it uses a twentieth of the time at most, or runs every four hours.
 */
import { assert } from '#base/assert'
import type { Clock } from '#base/clock'
import type { JobName } from '#telemetry/read-metrics'
import { PausableWork } from './pausable-work.ts'

export type Job = {
  readonly name: JobName
  /** The shortest pause after a run. A reload may change it. */
  readonly everySeconds: () => number
  /** What takes long looks at `signal` between its steps: it ends with the server, and with a pause. */
  readonly run: (signal: AbortSignal) => Promise<void>
}

/** What the metrics tell of a job. */
export type JobState = {
  /** When it last came to its end without a failure, in unix seconds; 0 before. */
  readonly doneAt: number
  /** How long the last run took. */
  readonly lastSeconds: number
  readonly failures: number
}

export type JobRunnerOptions = {
  readonly jobs: readonly Job[]
  readonly clock: Clock
  /** Seconds that only go forward. */
  readonly monotonicSeconds: () => number
  /** Resolves after so long, and when `signal` is aborted. */
  readonly wait: (seconds: number, signal: AbortSignal) => Promise<void>
  readonly onFailure: (error: unknown) => void
}

type Scheduled = { readonly job: Job; state: JobState; endedSeconds: number }

/** A server that has just started has others to serve first. */
const firstRunSeconds = 30

/** A pause may be as long, where the job does not rest longer by itself. */
const restSecondsMax = 4 * 3600

/** So many times the duration of a run, a job rests after it. */
const restPerRun = 20

/** Nobody waits longer than this: a reload may have made a pause shorter. */
const lookSeconds = 60

const neverRun: JobState = { doneAt: 0, lastSeconds: 0, failures: 0 }

/** How long a job rests after a run that took `tookSeconds`. */
export function restSecondsOf(everySeconds: number, tookSeconds: number): number {
  return Math.max(everySeconds, Math.min(tookSeconds * restPerRun, restSecondsMax))
}

export class JobRunner {
  readonly #options: JobRunnerOptions
  readonly #scheduled: readonly Scheduled[]
  readonly #stopping = new AbortController()
  readonly #work = new PausableWork()
  /** Ends the job under way. */
  #cutting = new AbortController()

  constructor(options: JobRunnerOptions) {
    this.#options = options
    const { jobs } = options
    assert(new Set(jobs.map(({ name }) => name)).size === jobs.length, 'two jobs have one name')
    this.#scheduled = jobs.map((job) => ({ job, state: neverRun, endedSeconds: 0 }))
  }

  /** Of a job that this mode does not have, all is 0. */
  stateOf(name: JobName): JobState {
    return this.#scheduled.find(({ job }) => job.name === name)?.state ?? neverRun
  }

  /** Resolves when it is stopped, and the job under way has ended. */
  async run(): Promise<void> {
    const { monotonicSeconds, wait } = this.#options
    const { signal } = this.#stopping
    const startedSeconds = monotonicSeconds()
    for (const scheduled of this.#scheduled) scheduled.endedSeconds = startedSeconds
    while (!signal.aborted) {
      const next = this.#next()
      if (next === undefined) return
      const missing = dueSeconds(next) - monotonicSeconds()
      if (missing > 0) await wait(Math.min(missing, lookSeconds), signal)
      else await this.#work.run(() => this.#runOne(next))
    }
  }

  stop(): void {
    this.#stopping.abort()
    this.#cutting.abort()
    this.#work.resume()
  }

  /** Ends the job under way, which is due again then, and runs none until `resume`. Resolves when it has ended. */
  async pause(): Promise<void> {
    const paused = this.#work.pause()
    this.#cutting.abort()
    await paused
  }

  resume(): void {
    if (!this.#stopping.signal.aborted) this.#cutting = new AbortController()
    this.#work.resume()
  }

  /** The one that is due first, or longest. */
  #next(): Scheduled | undefined {
    return this.#scheduled.toSorted((one, other) => dueSeconds(one) - dueSeconds(other))[0]
  }

  async #runOne(scheduled: Scheduled): Promise<void> {
    const { monotonicSeconds, clock, onFailure } = this.#options
    const { signal } = this.#cutting
    // Stopped in a pause.
    if (signal.aborted) return
    const { job, state } = scheduled
    const began = monotonicSeconds()
    let { doneAt, failures } = state
    try {
      await job.run(signal)
      if (signal.aborted) return
      doneAt = clock.nowSeconds()
    } catch (error) {
      // What is cut short is no failure.
      if (signal.aborted) return
      failures++
      onFailure(error)
    }
    scheduled.endedSeconds = monotonicSeconds()
    scheduled.state = { doneAt, lastSeconds: scheduled.endedSeconds - began, failures }
  }
}

/** When the job runs next, in the seconds of the runner's clock. */
function dueSeconds({ job, state, endedSeconds }: Scheduled): number {
  const everySeconds = job.everySeconds()
  if (state === neverRun) return endedSeconds + Math.min(firstRunSeconds, everySeconds)
  return endedSeconds + restSecondsOf(everySeconds, state.lastSeconds)
}
