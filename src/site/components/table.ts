/**
 * A list as a table: heads that sort are links, the sorted column is faintly tinted, the head stays in sight. On
 * a phone a row becomes two lines: the column that is the name, and below it the others, muted.
 */
import { attributes, type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export type Column<Row> = {
  readonly head: Content
  /** What the head stands for, where it is a glyph. */
  readonly title?: string
  /**
   * The name takes the slack, on one line; numbers stand to the right; a remark is cut off where it is long, and what
   * stands aside, too, and there is no room for it on a phone.
   */
  readonly kind?: 'name' | 'number' | 'text' | 'remark' | 'aside'
  /** Where the head leads: the same list, sorted by this column. */
  readonly sortHref?: string
  readonly sorted?: 'ascending' | 'descending'
  /** Written before the cell on a phone, where there is no head; one of the glyphs of the style sheet. */
  readonly glyph?: 'seeds' | 'downloaders' | 'completes'
  readonly cell: (row: Row) => Content
}

export type TableOptions<Row> = {
  /** What the table lists, for those who cannot see it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** Rows that the keys j and k go through, each with a link in its name. */
  readonly isList?: boolean
  /** Long names of a list take several lines instead of being cut off. */
  readonly isWrapped?: boolean
}

export function table<Row>(texts: Texts, options: TableOptions<Row>): Html {
  const { caption, columns, rows, isList = false, isWrapped = false } = options
  const look = isList ? (isWrapped ? 'list wrapped' : 'list') : 'plain'
  return html`<table ${attributes({ class: look, 'data-rows': isList })}>
    <caption class="unseen">${caption}</caption>
    <colgroup>${columns.map(({ sorted }) => html`<col ${attributes({ class: sorted && 'sorted' })}>`)}</colgroup>
    <thead><tr>${columns.map((column) => headCell(texts, column))}</tr></thead>
    <tbody>
      ${rows.map((row) => html`<tr>${columns.map((column) => bodyCell(column, row))}</tr>\n`)}
    </tbody>
  </table>`
}

/** The names of the style sheet are short, because they stand in every cell. */
const kindClasses = {
  name: 'name',
  number: 'n',
  text: undefined,
  remark: 'remark',
  aside: 'aside',
} as const
const glyphClasses = { seeds: 'up', downloaders: 'dn', completes: 'ok' } as const

function classOf<Row>({ kind = 'text', glyph }: Column<Row>, isNone = false): string | undefined {
  const names = [kindClasses[kind], glyph && glyphClasses[glyph], isNone ? 'none' : undefined]
  return names.filter((name) => name !== undefined).join(' ') || undefined
}

function headCell<Row>(texts: Texts, column: Column<Row>): Html {
  const { head, title, sortHref, sorted } = column
  const cell = { scope: 'col', class: classOf(column), 'aria-sort': sorted }
  const name = title === undefined ? head : html`<abbr title="${title}">${head}</abbr>`
  if (sortHref === undefined) return html`<th ${attributes(cell)}>${name}</th>`
  const arrow = sorted === undefined ? '' : sorted === 'ascending' ? ' ↑' : ' ↓'
  const link = { href: sortHref, title: sorted && texts.table[sorted] }
  return html`<th ${attributes(cell)}><a ${attributes(link)}>${name}${arrow}</a></th>`
}

function bodyCell<Row>(column: Column<Row>, row: Row): Html {
  const content = column.cell(row)
  // A torrent without seeds is what people look for before they choose.
  const isNone = column.glyph === 'seeds' && content === 0
  return html`<td ${attributes({ class: classOf(column, isNone) })}>${content}</td>`
}
