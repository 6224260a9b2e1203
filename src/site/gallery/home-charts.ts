/** What a member uploaded, downloaded and seeded on each of the last days. */
import type { StatisticsDay } from '#index/accounting/statistics'
import { chart } from '../components/chart.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize, sizeUnitBytes } from '../format/format-size.ts'
import { formatDay } from '../format/format-time.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

type Course = {
  readonly label: string
  readonly values: readonly number[]
  /** What a step of the scale is a round number of. */
  readonly unit: number
  readonly formatValue: (value: number) => string
}

/** What there was nothing of is left out. */
export function homeCharts(texts: Texts, days: readonly StatisticsDay[]): Html {
  const words = texts.gallery.home
  const courses = coursesOf(texts, days).filter(({ values }) => values.some((value) => value > 0))
  return html`<h2>${words.course}</h2>
    ${
      courses.length === 0
        ? html`<p class="muted">${words.noCourse}</p>`
        : html`<div class="beside">${courses.map((course) => dayChart(texts, days, course))}</div>`
    }`
}

function coursesOf(texts: Texts, days: readonly StatisticsDay[]): Course[] {
  const { uploaded, downloaded, seedmins } = texts.gallery.home
  const minutes = days.map(({ seedSeconds }) => Math.floor(seedSeconds / 60))
  const formatValue = (value: number): string => formatCount(texts.locale, value)
  return [
    inBytes(
      uploaded,
      days.map((day) => day.uploaded),
    ),
    inBytes(
      downloaded,
      days.map((day) => day.downloaded),
    ),
    { label: seedmins, values: minutes, unit: 1, formatValue },
  ]
}

function inBytes(label: string, values: readonly number[]): Course {
  return { label, values, unit: sizeUnitBytes(Math.max(...values)), formatValue: formatSize }
}

/** Days without anything are drawn, and left out of the table. */
function dayChart(texts: Texts, days: readonly StatisticsDay[], course: Course): Html {
  const words = texts.gallery.home
  const { label, values, unit, formatValue } = course
  const first = days[0]?.beginsAt ?? 0
  const last = days.at(-1)?.beginsAt ?? 0
  const rows = days.flatMap(({ beginsAt }, index) => {
    const value = values[index] ?? 0
    return value === 0 ? [] : [[formatDay(beginsAt), formatValue(value)]]
  })
  return chart(texts, {
    title: words.perDay(label),
    points: days.map(({ beginsAt }, index) => ({ x: beginsAt, y: (values[index] ?? 0) / unit })),
    xMin: first,
    xMax: last,
    firstLabel: formatDay(first),
    lastLabel: formatDay(last),
    formatValue: (value) => formatValue(value * unit),
    head: [words.day, label],
    rows: rows.toReversed(),
  })
}
