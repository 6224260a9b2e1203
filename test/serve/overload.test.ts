/**
 * A tracker that is overloaded tells longer intervals, over every protocol and on every driver: real threads on real
 * sockets, which count themselves how long they work. Only the clock is the test's: it passes no faster than they work.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { probeConfigured } from '#addresses'
import { systemClock } from '#base/clock'
import { threadsMax } from '#base/limits'
import { peerTimeoutSeconds } from '#config/intervals'
import { loadConfig } from '#config/load'
import { openTracker } from '#open-tracker'
import { OverloadKeeper } from '#overload-keeper'
import { SwarmKeeper } from '#swarm-keeper'
import { createCounters, openCounters } from '#telemetry/counters'
import { createLog } from '#telemetry/log'
import { createBlockRegion } from '#tracker/admission/block-layout'
import { metrics } from '#tracker/listeners/request-counters'
import { isPeerTimeoutPossible } from '#tracker/swarm/swarm-clock'
import type { Supervisor } from '#tracker/threads/supervisor'
import { layoutOf, settingsOf } from '#tracker-plan'
import { type Driver, drivers } from '../support/drivers.ts'
import { endpointOfFamily } from '../support/endpoint.ts'
import { announce, announceCrowd } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { UdpClient } from '../support/udp-client.ts'
import { untilTrue } from '../support/until-true.ts'
import { baseSettings, freshDirectory } from '../support/waggle.ts'

const secrets = { connection: [1, 2], swarm: [3, 4] } as const

/** The event of a line of the log. */
function eventIn(line: string): string {
  return /"event":"(\w+)"/.exec(line)?.[1] ?? ''
}

/** A tracker in this process whose keeper is asked by hand. */
class OverloadedTracker {
  readonly keeper: OverloadKeeper
  readonly supervisor: Supervisor
  readonly events: string[] = []
  /** Time as the keeper sees it. */
  seconds = 1
  readonly #busySeconds: () => number[]
  #seen: readonly number[] = []

  private constructor(
    supervisor: Supervisor,
    settings: ReturnType<typeof settingsOf>,
    counters: SharedArrayBuffer,
    unitSeconds: number,
  ) {
    const all = openCounters(counters, threadsMax - 1)
    this.supervisor = supervisor
    this.#busySeconds = () =>
      supervisor.slots.map((slot) => all.ofSlot(slot, metrics.busySeconds()))
    this.keeper = new OverloadKeeper({
      settings,
      stretchMax: 3,
      // What was seen when time passed: threads work on meanwhile.
      busySeconds: () => this.#seen,
      monotonicSeconds: () => this.seconds,
      isPeerTimeoutPossible: (seconds) => isPeerTimeoutPossible(unitSeconds, seconds),
      holds: [],
      note: () => {},
      apply: (changed) => supervisor.apply(changed),
      log: createLog({
        level: 'info',
        stream: { write: (line: string) => void this.events.push(eventIn(line)) },
      }),
    })
  }

  static async start(driver: Driver, directory: string) {
    const overrides = Object.entries(baseSettings(driver, directory)).map(
      ([key, value]) => `${key}=${value}`,
    )
    const config = loadConfig({ overrides: [...overrides, 'tracker.peers_max=10000'] })
    const log = createLog({ level: 'silent' })
    const addresses = await probeConfigured(config, () => {})
    const swarms = new SwarmKeeper({
      layout: layoutOf(config),
      seed: secrets.swarm,
      peerTimeoutSeconds: peerTimeoutSeconds(config.tracker),
      capSources: false,
      clock: systemClock,
      snapshotFile: join(directory, 'swarms.snapshot'),
      log,
    })
    const counters = createCounters(threadsMax, metrics.columns)
    const blocks = createBlockRegion().handle
    const given = { counters, secrets, blocks, admission: undefined }
    const supervisor = openTracker({ config, keeper: swarms, addresses, log, ...given })
    await supervisor.start()
    const settings = settingsOf(config)
    const tracker = new OverloadedTracker(supervisor, settings, counters, swarms.stampUnitSeconds)
    return { tracker, addresses }
  }

  /** Looks once, after a thread has worked for `ratio` of the time since the look before. */
  async look(work: () => Promise<void>, ratio: number): Promise<void> {
    const before = this.#seen
    await vi.waitFor(async () => {
      await work()
      expect(Math.max(...this.#busySeconds())).toBeGreaterThan(Math.max(...before))
    }, untilTrue)
    this.#seen = this.#busySeconds()
    const worked = this.#seen.map((busy, at) => busy - (before[at] ?? 0))
    this.seconds += Math.max(...worked) / ratio
    this.keeper.tick()
  }
}

describe.for(drivers)('on the %s driver', (driver) => {
  const directory = freshDirectory()
  let started: Awaited<ReturnType<typeof OverloadedTracker.start>>
  beforeAll(async () => {
    started = await OverloadedTracker.start(driver, directory)
  })
  afterAll(async () => {
    await started.tracker.supervisor.stop()
    rmSync(directory, { recursive: true })
  })

  test('intervals are stretched when a thread works all of its time, and not before', async () => {
    const { tracker, addresses } = started
    const http = endpointOfFamily(addresses.http, 4)
    const infoHash = randomHash()
    const crowd = { count: 40, firstPort: 2000 }
    const work = async (): Promise<void> => await announceCrowd(http, infoHash, crowd)
    using udp = await UdpClient.open(endpointOfFamily(addresses.udp, 4))
    const told = async (): Promise<readonly number[]> => {
      const reply = await announce(http, infoHash)
      const { interval } = await udp.announce({ infoHash })
      return [reply.interval, reply.minInterval, interval]
    }
    for (let look = 0; look < 15; look++) await tracker.look(work, 0.5)
    expect(await told()).toEqual([1800, 900, 1800])
    expect(tracker.events).toEqual([])
    for (let look = 0; look < 12; look++) await tracker.look(work, 0.97)
    expect(tracker.events).toEqual(['overloaded'])
    expect(tracker.keeper.stretch).toBe(1.5)
    await vi.waitFor(async () => expect(await told()).toEqual([2700, 1350, 2700]), untilTrue)
  })
})
