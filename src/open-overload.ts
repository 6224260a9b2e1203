/** Watches over the threads of a running tracker: whether they have rest, and what clients are told where they have none. */
import { monotonicSeconds, systemClock } from '#base/clock'
import { threadsMax } from '#base/limits'
import type { Config } from '#config/config'
import { openCounters } from '#telemetry/counters'
import type { Log } from '#telemetry/log'
import { metrics } from '#tracker/listeners/request-counters'
import { isPeerTimeoutPossible } from '#tracker/swarm/swarm-clock'
import type { TimeoutHold } from '#tracker/swarm/timeout-holds'
import type { Supervisor } from '#tracker/threads/supervisor'
import { OverloadKeeper } from './overload-keeper.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'
import { settingsOf } from './tracker-plan.ts'

export type OverloadParts = {
  readonly config: Config
  readonly supervisor: Supervisor
  readonly keeper: SwarmKeeper
  readonly counters: SharedArrayBuffer
  readonly log: Log
}

export function openOverload(parts: OverloadParts): OverloadKeeper {
  const { config, supervisor, keeper, counters, log } = parts
  const all = openCounters(counters, threadsMax - 1)
  const overload = new OverloadKeeper({
    settings: settingsOf(config),
    stretchMax: config.tracker.intervalStretchMax,
    busySeconds: () => supervisor.slots.map((slot) => all.ofSlot(slot, metrics.busySeconds())),
    monotonicSeconds,
    isPeerTimeoutPossible: (seconds) => isPeerTimeoutPossible(keeper.stampUnitSeconds, seconds),
    holds: keeper.holds.map((hold) => laterBy(hold, -toUnixSeconds())),
    note: ({ toldSeconds, hold }) =>
      keeper.noteTimeouts({ toldSeconds, hold: hold && laterBy(hold, toUnixSeconds()) }),
    apply: (settings) => supervisor.apply(settings),
    log,
  })
  // What the threads began with may be another process's of a moment ago.
  supervisor.apply(overload.applied)
  overload.start()
  return overload
}

/** To be added to monotonic seconds. */
function toUnixSeconds(): number {
  return systemClock.nowSeconds() - monotonicSeconds()
}

function laterBy({ peerTimeoutSeconds, untilSeconds }: TimeoutHold, seconds: number): TimeoutHold {
  return { peerTimeoutSeconds, untilSeconds: Math.ceil(untilSeconds + seconds) }
}
