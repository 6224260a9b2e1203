/**
 * A day of numbers for the chart, which a demo of a minute cannot have: quiet in the early morning, busy in the evening,
 * and at its end where the tracker really is.
 */
import { daySeconds, type HistoryPoint, pointSeconds } from '#telemetry/day-history'
import { DemoRandom } from './demo-random.ts'

/** What the tracker counts now. */
export type Level = Omit<HistoryPoint, 'startSeconds'>

export function madeDay(nowSeconds: number, level: Level): HistoryPoint[] {
  const random = new DemoRandom(24)
  const first = nowSeconds - (nowSeconds % pointSeconds) - daySeconds + pointSeconds
  return Array.from({ length: daySeconds / pointSeconds - 1 }, (_, index) => {
    const startSeconds = first + index * pointSeconds
    const share = tideAt(startSeconds) / tideAt(nowSeconds)
    const ripple = 0.97 + 0.06 * random.fraction()
    // Who stays away at night is mostly downloaders.
    const slow = 1 + (share - 1) / 3
    return {
      startSeconds,
      announcesPerSecond: level.announcesPerSecond * share * ripple,
      torrents: Math.round(level.torrents * (1 + (share - 1) / 10)),
      peers: Math.round(level.peers * share),
      seeders: Math.round(level.seeders * slow),
    }
  })
}

/** From 0.75 at four in the morning to 1.25 in the afternoon (UTC). */
function tideAt(seconds: number): number {
  const hours = (seconds % daySeconds) / 3600
  return 1 - 0.25 * Math.cos(((hours - 4) / 24) * 2 * Math.PI)
}
