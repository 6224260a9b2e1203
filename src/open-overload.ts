/** Watches over the threads of a running tracker: whether they have rest, and what clients are told where they have none. */
import { monotonicSeconds } from '#base/clock'
import { threadsMax } from '#base/limits'
import type { Config } from '#config/config'
import { openCounters } from '#telemetry/counters'
import type { Log } from '#telemetry/log'
import { metrics } from '#tracker/listeners/request-counters'
import { isPeerTimeoutPossible } from '#tracker/swarm/swarm-clock'
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
    apply: (settings) => supervisor.apply(settings),
    log,
  })
  overload.start()
  return overload
}
