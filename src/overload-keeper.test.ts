import { describe, expect, test } from 'vitest'
import { createLog } from '#telemetry/log'
import type { NotedTimeouts, TimeoutHold } from '#tracker/swarm/timeout-holds'
import type { ThreadSettings } from '#tracker/threads/thread-setup'
import { OverloadKeeper } from './overload-keeper.ts'

const settings: ThreadSettings = {
  policy: {
    intervalSeconds: 100,
    minIntervalSeconds: 60,
    intervalJitterPercent: 0,
    numwantDefault: 50,
    numwantMax: 200,
    fullScrape: false,
  },
  galleries: { checkGallery: true, servesAnonymous: true, servesUdpWithoutPath: false },
  peerTimeoutSeconds: 210,
  networks: { ipv4PrefixBits: 24, ipv6PrefixBits: 48, burstSeconds: 60, perSecond: [0, 0, 0, 0] },
  proxies: { networks: [], header: 'x-forwarded-for' },
  siteUrl: '',
  rootText: '',
  tls: undefined,
}

/** A keeper whose threads are as busy as a test says, and all that it did. */
class Watched {
  readonly events: string[] = []
  readonly applied: ThreadSettings[] = []
  noted: NotedTimeouts | undefined
  readonly keeper: OverloadKeeper
  seconds = 0
  #busy = [0, 0]

  constructor(stretchMax = 3, timeoutMax = 700, holds: readonly TimeoutHold[] = []) {
    const stream = {
      write: (line: string) => void this.events.push(/"event":"(\w+)"/.exec(line)?.[1] ?? ''),
    }
    this.keeper = new OverloadKeeper({
      settings,
      stretchMax,
      busySeconds: () => [...this.#busy],
      monotonicSeconds: () => this.seconds,
      isPeerTimeoutPossible: (seconds) => seconds <= timeoutMax,
      holds,
      note: (timeouts) => void (this.noted = timeouts),
      apply: (changed) => void this.applied.push(changed),
      log: createLog({ level: 'info', stream }),
    })
  }

  /** The second of two threads works this part of so many seconds; the first hardly. */
  pass(seconds: number, ratio: number): void {
    for (let second = 0; second < seconds; second++) {
      this.seconds++
      this.#busy = [(this.#busy[0] ?? 0) + 0.01, (this.#busy[1] ?? 0) + ratio]
      this.keeper.tick()
    }
  }

  get told() {
    const last = this.applied.at(-1) ?? settings
    const { intervalSeconds, minIntervalSeconds } = last.policy
    return [intervalSeconds, minIntervalSeconds, last.peerTimeoutSeconds]
  }
}

describe('the keeper of a tracker that', () => {
  test('has rest does nothing', () => {
    const watched = new Watched()
    watched.pass(1000, 0.5)
    expect(watched.applied).toEqual([])
    expect(watched.events).toEqual([])
    expect(watched.keeper.busiestRatio).toBeCloseTo(0.5)
    expect(watched.keeper.stretch).toBe(1)
  })

  test('is busy for less than all of its window does nothing', () => {
    const watched = new Watched()
    watched.pass(20, 0.2)
    watched.pass(9, 0.95)
    watched.pass(20, 0.2)
    expect(watched.applied).toEqual([])
  })

  test('has one thread without rest stretches both intervals, and lets peers live as much longer', () => {
    const watched = new Watched()
    watched.pass(12, 0.99)
    expect(watched.told).toEqual([150, 90, 315])
    expect(watched.keeper.stretch).toBe(1.5)
    expect(watched.keeper.peerTimeoutSeconds).toBe(315)
    watched.pass(500, 0.99)
    expect(watched.told).toEqual([300, 180, 630])
    expect(watched.keeper.told).toEqual({ intervalSeconds: 300, longestSeconds: 300 })
    expect(watched.events).toEqual(['overloaded', 'overloaded', 'overloaded'])
  })

  test('has rest again takes intervals back, and lets peers live on until all who were told the longer one are back', () => {
    const watched = new Watched()
    watched.pass(12, 0.99)
    watched.pass(170, 0.1)
    expect(watched.told).toEqual([100, 60, 315])
    expect(watched.events).toEqual(['overloaded', 'overload_eased'])
    const easedAt = watched.seconds
    watched.pass(290, 0.1)
    expect(watched.keeper.peerTimeoutSeconds).toBe(315)
    expect(watched.keeper.told).toEqual({ intervalSeconds: 100, longestSeconds: 150 })
    watched.pass(315 + easedAt - watched.seconds, 0.1)
    expect(watched.told).toEqual([100, 60, 210])
    expect(watched.keeper.told).toEqual({ intervalSeconds: 100, longestSeconds: 100 })
  })

  test('may not stretch at all does not, nor further than peers can live', () => {
    const still = new Watched(1)
    still.pass(1000, 1)
    expect(still.applied).toEqual([])
    const short = new Watched(3, 400)
    short.pass(1000, 1)
    expect(short.told).toEqual([150, 90, 315])
  })

  test('is configured anew stretches the new intervals, and takes a lower limit at once', () => {
    const watched = new Watched()
    watched.pass(12, 1)
    const { policy } = settings
    const longer = {
      ...settings,
      policy: { ...policy, intervalSeconds: 120 },
      peerTimeoutSeconds: 240,
    }
    watched.keeper.configure(longer, 3)
    expect(watched.told).toEqual([180, 90, 360])
    watched.keeper.configure(longer, 1)
    expect(watched.told).toEqual([120, 60, 360])
    expect(watched.keeper.stretch).toBe(1)
  })

  test('is configured to shorter intervals keeps those who were told the longer ones until they are back', () => {
    const watched = new Watched()
    watched.pass(12, 1)
    watched.pass(12, 0.2)
    const { policy } = settings
    const shorter = {
      ...settings,
      policy: { ...policy, intervalSeconds: 50 },
      peerTimeoutSeconds: 100,
    }
    watched.keeper.configure(shorter, 1)
    expect(watched.told).toEqual([50, 60, 315])
    expect(watched.keeper.told).toEqual({ intervalSeconds: 50, longestSeconds: 150 })
    const configuredAt = watched.seconds
    expect(watched.noted).toEqual({
      toldSeconds: 100,
      hold: { peerTimeoutSeconds: 315, untilSeconds: configuredAt + 315 },
    })
    watched.pass(314, 0.2)
    expect(watched.keeper.peerTimeoutSeconds).toBe(315)
    watched.pass(1, 0.2)
    expect(watched.told).toEqual([50, 60, 100])
    expect(watched.noted).toEqual({ toldSeconds: 100, hold: undefined })
  })

  test('takes swarms over whose peers were told longer intervals keeps them until they are back', () => {
    const watched = new Watched(3, 700, [
      { peerTimeoutSeconds: 630, untilSeconds: 100 },
      { peerTimeoutSeconds: 420, untilSeconds: 200 },
    ])
    expect(watched.keeper.peerTimeoutSeconds).toBe(630)
    expect(watched.keeper.told).toEqual({ intervalSeconds: 100, longestSeconds: 300 })
    expect(watched.noted).toEqual({
      toldSeconds: 210,
      hold: { peerTimeoutSeconds: 630, untilSeconds: 200 },
    })
    watched.pass(100, 0.2)
    expect(watched.told).toEqual([100, 60, 420])
    expect(watched.keeper.told.longestSeconds).toBe(200)
    watched.pass(100, 0.2)
    expect(watched.told).toEqual([100, 60, 210])
  })

  test('notes what it tells before anybody comes back', () => {
    const watched = new Watched()
    expect(watched.noted).toEqual({ toldSeconds: 210, hold: undefined })
    watched.pass(12, 0.99)
    expect(watched.noted).toEqual({ toldSeconds: 315, hold: undefined })
  })
})
