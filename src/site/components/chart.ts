/**
 * The course of a number as an SVG that the server draws: a line, a faint area, three lines of a grid, the first
 * and the last moment. What it shows stands below it as a folded table, for those who do not see it and those who
 * want the numbers. Its drawing is stretched to the width of the page; its words are not part of the drawing.
 */
import { attributes, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { areaPath, type Frame, linePath, type Point, roundCeiling } from './chart-geometry.ts'
import { table } from './table.ts'

export type ChartOptions = {
  readonly title: string
  /** In the order of x. */
  readonly points: readonly Point[]
  readonly xMin: number
  readonly xMax: number
  /** Points that are further apart are not joined. */
  readonly xGap?: number | undefined
  readonly firstLabel: string
  readonly lastLabel: string
  readonly formatValue: (value: number) => string
  /** The same as a table: its heads, and its rows of text, the first cell being the moment. */
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const width = 600
const height = 120

export function chart(texts: Texts, options: ChartOptions): Html {
  const { title, points, formatValue, firstLabel, lastLabel } = options
  if (points.length === 0)
    return html`<figure class="chart"><figcaption>${title}</figcaption><p>${texts.chart.empty}</p></figure>`
  const frame = frameOf(options)
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <div class="plot">
      <svg ${attributes(drawing(summaryOf(texts, options)))}>
        <path class="grid" d="M0 0.5H${width}M0 ${height / 2}H${width}M0 ${height - 0.5}H${width}"></path>
        <path class="area" d="${areaPath(points, frame)}"></path>
        <path class="line" d="${linePath(points, frame)}"></path>
      </svg>
      <p class="scale" aria-hidden="true">
        ${[frame.yMax, frame.yMax / 2, 0].map((value) => html`<span>${formatValue(value)}</span>`)}
      </p>
      <p class="ends" aria-hidden="true"><span>${firstLabel}</span><span>${lastLabel}</span></p>
    </div>
    <details><summary>${texts.chart.table}</summary>${numbersTable(texts, options)}</details>
  </figure>`
}

/** A course in miniature, beside a figure that says its last value. */
export function sparkline(values: readonly number[]): Html {
  const points = values.map((y, x) => ({ x, y }))
  const frame = {
    xMin: 0,
    xMax: values.length - 1,
    yMax: Math.max(1e-9, ...values),
    width: 60,
    height: 14,
  }
  return html`<svg class="spark" viewBox="0 -1 60 16" width="60" height="16" aria-hidden="true">
    <path class="line" d="${linePath(points, frame)}"></path>
  </svg>`
}

function frameOf({ points, xMin, xMax, xGap }: ChartOptions): Frame {
  const yMax = roundCeiling(Math.max(...points.map(({ y }) => y)))
  return { xMin, xMax, xGap, yMax, width, height }
}

function drawing(summary: string): Record<string, string> {
  return {
    viewBox: `0 0 ${width} ${height}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': summary,
  }
}

function summaryOf(texts: Texts, { title, points, formatValue }: ChartOptions): string {
  const values = points.map(({ y }) => y)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return texts.chart.summary(
    title,
    formatValue(low),
    formatValue(high),
    formatValue(values.at(-1) ?? 0),
  )
}

function numbersTable(texts: Texts, { title, head, rows }: ChartOptions): Html {
  const columns = head.map((name, index) => ({
    head: name,
    kind: index === 0 ? ('text' as const) : ('number' as const),
    cell: (row: readonly string[]) => row[index],
  }))
  return table(texts, { caption: title, columns, rows })
}
