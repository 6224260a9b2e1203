/**
 * Watches how busy the tracker's threads are and stretches the intervals that clients are told while one is overloaded
 * (interval-stretch.ts). What threads are told comes from here: the settings of the configuration, stretched.
 *
 * A peer that was told a long interval is kept for one and a half times as long, also when shorter ones are told by then:
 * the time that peers live grows at once and shrinks only when all who were told the longer interval have come back or
 * are gone. So it is after a reload to shorter intervals, and over a hand-over or restart: what peers may rely on is noted
 * for whoever comes next.
 */
import type { Log } from '#telemetry/log'
import type { NotedTimeouts, TimeoutHold } from '#tracker/swarm/timeout-holds'
import type { ThreadSettings } from '#tracker/threads/thread-setup'
import {
  nextStretch,
  type Stretch,
  type StretchReading,
  stretches,
  stretchOf,
  unstretched,
} from './interval-stretch.ts'

export type OverloadKeeperOptions = {
  /** As configured. */
  readonly settings: ThreadSettings
  /** `tracker.interval_stretch_max`. */
  readonly stretchMax: number
  /** Seconds that each thread has worked since its start. */
  readonly busySeconds: () => readonly number[]
  /** Seconds that only go forward. */
  readonly monotonicSeconds: () => number
  /** Whether the store can let peers live so long. */
  readonly isPeerTimeoutPossible: (seconds: number) => boolean
  /** What peers were told by whoever had the swarms before; `untilSeconds` in monotonic ones. */
  readonly holds: readonly TimeoutHold[]
  /** Keeps what peers may rely on for whoever has the swarms next; `untilSeconds` in monotonic ones. */
  readonly note: (timeouts: NotedTimeouts) => void
  /** Brings settings into force in all threads. */
  readonly apply: (settings: ThreadSettings) => void
  readonly log: Log
}

/** What clients were told, for whoever counts by it; in seconds. */
export type ToldIntervals = {
  /** At present. */
  readonly intervalSeconds: number
  /** The longest of those who have not come back yet. */
  readonly longestSeconds: number
}

/** What peers may rely on who were told this interval; `untilSeconds` in monotonic ones. */
type Hold = TimeoutHold & { readonly intervalSeconds: number }

/** Readings that are looked at together: one alone says little. */
const windowReadings = 10
const tickMs = 1000

type Reading = { readonly atSeconds: number; readonly busy: readonly number[] }

export class OverloadKeeper {
  /** The part of the last seconds in which the busiest thread worked, 0 to 1. */
  busiestRatio = 0
  readonly #options: OverloadKeeperOptions
  #settings: ThreadSettings
  #stretchMax: number
  #stretch: Stretch = unstretched
  #readings: Reading[] = []
  #holds: readonly Hold[]
  #appliedTimeoutSeconds: number
  #ticking: NodeJS.Timeout | undefined

  constructor(options: OverloadKeeperOptions) {
    this.#options = options
    this.#settings = options.settings
    this.#stretchMax = options.stretchMax
    this.#holds = options.holds
      .filter((hold) => hold.peerTimeoutSeconds > options.settings.peerTimeoutSeconds)
      .map((hold) => ({ ...hold, intervalSeconds: intervalBehind(hold, options.settings) }))
    this.#appliedTimeoutSeconds = this.#timeoutSeconds
    this.#note()
  }

  /** By how much intervals are longer than configured. */
  get stretch(): number {
    return stretchOf(this.#stretch.step)
  }

  /** How long peers live at present. */
  get peerTimeoutSeconds(): number {
    return this.#appliedTimeoutSeconds
  }

  /** What threads are told at present. */
  get applied(): ThreadSettings {
    const { policy } = this.#settings
    return {
      ...this.#settings,
      policy: {
        ...policy,
        intervalSeconds: Math.round(policy.intervalSeconds * this.stretch),
        minIntervalSeconds: Math.round(policy.minIntervalSeconds * this.stretch),
      },
      peerTimeoutSeconds: this.#appliedTimeoutSeconds,
    }
  }

  /** What clients were told, as far as they may rely on it still. */
  get told(): ToldIntervals {
    const { intervalSeconds } = this.applied.policy
    const held = this.#heldNow.map((hold) => hold.intervalSeconds)
    return { intervalSeconds, longestSeconds: Math.max(intervalSeconds, ...held) }
  }

  start(): void {
    this.#ticking = setInterval(() => this.tick(), tickMs).unref()
  }

  stop(): void {
    clearInterval(this.#ticking)
  }

  /** A reload. */
  configure(settings: ThreadSettings, stretchMax: number): void {
    const told = this.applied.policy.intervalSeconds
    const peerTimeoutSeconds = this.#timeoutAt(this.#stretch.step)
    this.#settings = settings
    this.#stretchMax = stretchMax
    const step = Math.min(this.#stretch.step, this.#stepMax)
    if (step < this.#stretch.step) this.#stretch = { ...unstretched, step }
    // Who was told the interval of before comes back by that.
    if (this.applied.policy.intervalSeconds < told) this.#hold(peerTimeoutSeconds, told)
    this.#apply()
  }

  /** To be called every second. */
  tick(): void {
    const last = this.#readings.at(-1)
    const reading = this.#read()
    if (last === undefined) return
    const seconds = reading.atSeconds - last.atSeconds
    if (this.#readings.length > windowReadings) this.#decide(seconds)
    if (this.#timeoutSeconds !== this.#appliedTimeoutSeconds) this.#apply()
  }

  #read(): Reading {
    const { busySeconds, monotonicSeconds } = this.#options
    const reading = { atSeconds: monotonicSeconds(), busy: busySeconds() }
    this.#readings = [...this.#readings.slice(-windowReadings), reading]
    this.busiestRatio = busiestBetween(this.#readings[0] ?? reading, reading)
    return reading
  }

  #decide(seconds: number): void {
    const reading: StretchReading = {
      busyRatio: this.busiestRatio,
      seconds,
      intervalSeconds: this.#settings.policy.intervalSeconds,
      stepMax: this.#stepMax,
    }
    const next = nextStretch(this.#stretch, reading)
    const before = this.#stretch
    if (next.step === before.step) this.#stretch = next
    else {
      this.#move(next)
      this.#apply()
      this.#tell(before)
    }
  }

  /** Who was told the interval of the step before may come as late as ever. */
  #move(next: Stretch): void {
    const { step } = this.#stretch
    if (next.step < step) this.#hold(this.#timeoutAt(step), this.applied.policy.intervalSeconds)
    this.#stretch = next
  }

  #hold(peerTimeoutSeconds: number, intervalSeconds: number): void {
    const untilSeconds = this.#options.monotonicSeconds() + peerTimeoutSeconds
    this.#holds = [...this.#holds, { peerTimeoutSeconds, intervalSeconds, untilSeconds }]
  }

  #apply(): void {
    this.#appliedTimeoutSeconds = this.#timeoutSeconds
    this.#note()
    this.#options.apply(this.applied)
  }

  /** Several holds are noted as one, the longest in both. */
  #note(): void {
    const toldSeconds = this.#timeoutAt(this.#stretch.step)
    const longest = {
      peerTimeoutSeconds: Math.max(...this.#holds.map((hold) => hold.peerTimeoutSeconds)),
      untilSeconds: Math.max(...this.#holds.map((hold) => hold.untilSeconds)),
    }
    const hold = this.#holds.length === 0 ? undefined : longest
    this.#options.note({ toldSeconds, hold })
  }

  get #heldNow(): readonly Hold[] {
    const now = this.#options.monotonicSeconds()
    return this.#holds.filter(({ untilSeconds }) => untilSeconds > now)
  }

  /** The longest that somebody may rely on and the store can do. */
  get #timeoutSeconds(): number {
    this.#holds = this.#heldNow
    const held = this.#holds
      .map(({ peerTimeoutSeconds }) => peerTimeoutSeconds)
      .filter((seconds) => this.#options.isPeerTimeoutPossible(seconds))
    return Math.max(this.#timeoutAt(this.#stretch.step), ...held)
  }

  #timeoutAt(step: number): number {
    return Math.ceil(this.#settings.peerTimeoutSeconds * stretchOf(step))
  }

  /** Stamps of peers can tell so much time and no more. */
  get #stepMax(): number {
    const { isPeerTimeoutPossible } = this.#options
    const possible = stretches.filter(
      (stretch, step) =>
        stretch <= this.#stretchMax && (step === 0 || isPeerTimeoutPossible(this.#timeoutAt(step))),
    )
    return possible.length - 1
  }

  #tell(before: Stretch): void {
    const { log } = this.#options
    const { stretch } = this
    const intervalSeconds = Math.round(this.#settings.policy.intervalSeconds * stretch)
    const fields = { stretch, intervalSeconds, busiestRatio: Number(this.busiestRatio.toFixed(3)) }
    if (this.#stretch.step > before.step)
      log.warn(
        'overloaded',
        `A tracker thread has no rest: clients are told to come back after ${intervalSeconds} s, ${stretch} times as long as configured. With idle cores raise tracker.workers; if it is a flood, see "waggle block heaviest".`,
        fields,
      )
    else
      log.info(
        'overload_eased',
        `Clients are told to come back after ${intervalSeconds} s.`,
        fields,
      )
  }
}

/** How long peers live is noted for whoever comes next, and the interval is in proportion to it. */
function intervalBehind(hold: TimeoutHold, { policy, peerTimeoutSeconds }: ThreadSettings): number {
  return Math.ceil((hold.peerTimeoutSeconds * policy.intervalSeconds) / peerTimeoutSeconds)
}

function busiestBetween(first: Reading, last: Reading): number {
  const seconds = last.atSeconds - first.atSeconds
  if (seconds <= 0) return 0
  // A thread that was started again may have counted less than its predecessor for a moment.
  const worked = last.busy.map((busy, at) => Math.max(0, busy - (first.busy[at] ?? 0)))
  return Math.min(1, Math.max(0, ...worked) / seconds)
}
