import { describe, expect, test } from 'vitest'
import { DayHistory, type Totals } from './day-history.ts'

/** Noon of a day, a full five minutes. */
const noon = 1_800_014_400

class HandClock {
  seconds = noon

  nowSeconds(): number {
    return this.seconds
  }
}

function totals(announces: number, changes: Partial<Totals> = {}): Totals {
  return { announces, torrents: 5, seeders: 3, leechers: 4, ...changes }
}

/** A history that gets a sample every ten seconds, with this many announces per second. */
function running(
  clock: HandClock,
  rate: number,
): { history: DayHistory; run: (s: number) => void } {
  const history = new DayHistory(clock)
  let announces = 1000
  const run = (seconds: number): void => {
    for (let passed = 0; passed < seconds; passed += 10) {
      history.record(totals(announces))
      clock.seconds += 10
      announces += rate * 10
    }
  }
  return { history, run }
}

describe('the rate of now', () => {
  test('is not known before there are two samples', () => {
    const clock = new HandClock()
    const history = new DayHistory(clock)
    expect(history.announcesPerSecond()).toBeUndefined()
    history.record(totals(7000))
    expect(history.announcesPerSecond()).toBeUndefined()
    clock.seconds += 10
    history.record(totals(7025))
    expect(history.announcesPerSecond()).toBe(2.5)
  })

  test('is that of the last minute', () => {
    const clock = new HandClock()
    const { history, run } = running(clock, 50)
    run(600)
    expect(history.announcesPerSecond()).toBe(50)
    // One sample in which nothing was announced for a minute.
    clock.seconds += 50
    history.record(totals(1000 + 50 * 590))
    expect(history.announcesPerSecond()).toBe(0)
  })
})

describe('the points', () => {
  test('begin with the five minutes that go on', () => {
    const { history, run } = running(new HandClock(), 3)
    expect(history.points()).toEqual([])
    run(20)
    expect(history.points()).toEqual([
      { startSeconds: noon, announcesPerSecond: 3, torrents: 5, peers: 7, seeders: 3 },
    ])
  })

  test('are means of what fell into their five minutes', () => {
    const clock = new HandClock()
    const history = new DayHistory(clock)
    history.record(totals(0, { torrents: 10, seeders: 1, leechers: 1 }))
    clock.seconds += 100
    history.record(totals(100, { torrents: 20, seeders: 2, leechers: 0 }))
    clock.seconds += 100
    history.record(totals(400, { torrents: 30, seeders: 6, leechers: 11 }))
    clock.seconds += 200
    history.record(totals(400))
    expect(history.points()).toEqual([
      { startSeconds: noon, announcesPerSecond: 2, torrents: 20, peers: 7, seeders: 3 },
      // From the last sample of the five minutes before: nothing is left out.
      { startSeconds: noon + 300, announcesPerSecond: 0, torrents: 5, peers: 7, seeders: 3 },
    ])
  })

  test('reach back a day and no further', () => {
    const clock = new HandClock()
    const { history, run } = running(clock, 1)
    run(2 * 86_400)
    const points = history.points()
    expect(points).toHaveLength(288)
    expect(points[0]?.startSeconds).toBe(noon + 86_400)
    expect(points.at(-1)?.startSeconds).toBe(noon + 2 * 86_400 - 300)
  })

  test('leave out the time in which there were no samples', () => {
    const clock = new HandClock()
    const { history, run } = running(clock, 1)
    run(300)
    clock.seconds += 3600
    run(300)
    const starts = history.points().map(({ startSeconds }) => startSeconds - noon)
    expect(starts).toEqual([0, 3900])
  })

  test('that are older than a day are gone, though nothing came after them', () => {
    const clock = new HandClock()
    const { history, run } = running(clock, 1)
    run(300)
    clock.seconds += 86_400
    expect(history.points()).toEqual([])
  })
})
