/** How the tracker is doing, as its operator is shown it. */
import type { HistoryPoint } from '#telemetry/day-history'

export type TrackerOverview = {
  /** Undefined in the first seconds. */
  readonly announcesPerSecond: number | undefined
  readonly history: readonly HistoryPoint[]
  /** With at least one peer. */
  readonly swarms: number
  readonly seeders: number
  readonly leechers: number
  readonly registered: RegisteredCounts
  /** Since the start, the commonest first; causes that never happened are left out. */
  readonly refusals: readonly Refusal[]
  /** Requests since the start that were understood, whatever came of them. */
  readonly requests: number
  readonly database: {
    readonly engine: string
    /** Its address without a password. */
    readonly shownUrl: string
    /** What is wrong with it, for the operator. */
    readonly problem: string | undefined
  }
  readonly flush: {
    /** Since the last one was stored, or the start. */
    readonly ageSeconds: number
    readonly lastSeconds: number
    readonly failures: number
    /** Torrents whose counts wait to be stored. */
    readonly pending: number
  }
  readonly uptimeSeconds: number
}

/** Info-hashes; a hybrid has two. */
export type RegisteredCounts = {
  readonly served: number
  /** For which there is no room. */
  readonly unserved: number
  /** How many more can be served. */
  readonly room: number
}

export type Refusal = {
  /** As in the metrics. */
  readonly code: string
  /** What clients are told. */
  readonly text: string
  readonly count: number
}
