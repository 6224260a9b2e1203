/** The points of a day put together by the hour, for the table below the chart: newest first. */
import type { HistoryPoint } from '#telemetry/day-history'

const hourSeconds = 3600

export function byHour(points: readonly HistoryPoint[]): HistoryPoint[] {
  const hours = new Map<number, HistoryPoint[]>()
  for (const point of points) {
    const startSeconds = point.startSeconds - (point.startSeconds % hourSeconds)
    hours.set(startSeconds, [...(hours.get(startSeconds) ?? []), point])
  }
  return [...hours].map(([startSeconds, own]) => meanOf(startSeconds, own)).toReversed()
}

function meanOf(startSeconds: number, points: readonly HistoryPoint[]): HistoryPoint {
  const mean = (read: (point: HistoryPoint) => number): number =>
    points.reduce((sum, point) => sum + read(point), 0) / points.length
  return {
    startSeconds,
    announcesPerSecond: mean(({ announcesPerSecond }) => announcesPerSecond),
    torrents: Math.round(mean(({ torrents }) => torrents)),
    peers: Math.round(mean(({ peers }) => peers)),
    seeders: Math.round(mean(({ seeders }) => seeders)),
  }
}
