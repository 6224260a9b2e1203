/**
 * A window of a program as a drawing of ours: its title, and below it its fields, boxes and buttons in rows. What the
 * text beside it speaks of is marked. Drawn in the colours of the page.
 */
import { attributes, type Html, html } from '../html.ts'

export type FigureRow = {
  readonly kind: 'field' | 'box' | 'button'
  readonly label: string
  /** What stands in a field. */
  readonly value?: string | undefined
  /** Whether a box has its tick. */
  readonly isTicked?: boolean
  readonly isMarked?: boolean
}

export type WindowFigure = {
  readonly title: string
  readonly caption: string
  readonly rows: readonly FigureRow[]
}

const width = 460
const rowHeight = 30
const top = 34
const margin = 12
const fieldStart = 130

export function windowFigure({ title, caption, rows }: WindowFigure): Html {
  const height = top + rows.length * rowHeight + margin
  const view = { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' }
  return html`<figure>
    <svg class="figure" aria-label="${caption}" ${attributes(view)}>
      ${frame({ x: 0.5, y: 0.5, width: width - 1, height: height - 1 }, false)}
      ${frame({ x: 0.5, y: 0.5, width: width - 1, height: 24 }, false)}
      ${text(margin, 17, title)}
      ${rows.map((row, at) => drawRow(row, top + at * rowHeight))}
    </svg>
    <figcaption>${caption}</figcaption>
  </figure>`
}

function drawRow(row: FigureRow, y: number): Html {
  const { kind, label, isMarked = false } = row
  if (kind === 'box') return boxRow(row, y)
  if (kind === 'button')
    return html`${frame({ x: fieldStart, y: y + 2, width: 120, height: 24 }, isMarked)}
      ${text(fieldStart + margin, y + 19, label)}`
  const field = { x: fieldStart, y: y + 2, width: width - fieldStart - margin, height: 24 }
  return html`${text(margin, y + 19, label)}
    ${frame(field, isMarked)}
    ${text(fieldStart + 6, y + 19, row.value ?? '')}`
}

function boxRow({ label, isTicked = false, isMarked = false }: FigureRow, y: number): Html {
  return html`${frame({ x: fieldStart, y: y + 7, width: 14, height: 14 }, isMarked)}
    ${isTicked && text(fieldStart + 2, y + 19, '✓')}
    ${text(fieldStart + 22, y + 19, label)}`
}

type Rectangle = Readonly<Record<'x' | 'y' | 'width' | 'height', number>>

/** Lines of the page's own drawings: those of charts. */
function frame(place: Rectangle, isMarked: boolean): Html {
  const line = attributes({ ...place, class: isMarked ? 'line' : 'grid' })
  const mark = isMarked && html`<rect ${attributes({ ...place, class: 'area' })}/>`
  return html`${mark}<rect ${line}/>`
}

function text(x: number, y: number, words: string): Html {
  return html`<text ${attributes({ x, y, fill: 'currentColor' })}>${words}</text>`
}
