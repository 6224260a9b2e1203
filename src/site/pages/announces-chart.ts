/** A day's announces a second as a chart; its table has by the hour what else was counted. */
import { daySeconds, type HistoryPoint, pointSeconds } from '#telemetry/day-history'
import { chart } from '../components/chart.ts'
import type { Point } from '../components/chart-geometry.ts'
import { formatCount, formatRate } from '../format/format-count.ts'
import { formatClock, formatMinute } from '../format/format-time.ts'
import type { Html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { byHour } from './by-hour.ts'

export type AnnouncesChart = {
  readonly history: readonly HistoryPoint[]
  readonly nowSeconds: number
  readonly words: { readonly chartTitle: string; readonly chartHead: readonly string[] }
}

export function announcesChart(texts: Texts, { history, nowSeconds, words }: AnnouncesChart): Html {
  const { locale } = texts
  return chart(texts, {
    title: words.chartTitle,
    points: pointsUntil(history, nowSeconds),
    xMin: nowSeconds - daySeconds,
    xMax: nowSeconds,
    xGap: 2 * pointSeconds,
    firstLabel: formatMinute(nowSeconds - daySeconds),
    lastLabel: formatMinute(nowSeconds),
    formatValue: (value) => formatRate(locale, value),
    head: words.chartHead,
    rows: byHour(history).map((hour) => [
      formatClock(hour.startSeconds),
      formatRate(locale, hour.announcesPerSecond),
      ...[hour.torrents, hour.peers, hour.seeders].map((count) => formatCount(locale, count)),
    ]),
  })
}

/** The last five minutes are drawn to their present end, so that the first ones of a day can be seen at all. */
function pointsUntil(history: readonly HistoryPoint[], nowSeconds: number): Point[] {
  const points = history.map(({ startSeconds, announcesPerSecond }) => ({
    x: startSeconds,
    y: announcesPerSecond,
  }))
  const last = points.at(-1)
  return last === undefined ? [] : [...points, { x: nowSeconds, y: last.y }]
}
