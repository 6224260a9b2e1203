/** A few figures side by side in one grid of hairlines, each with its label and, if there is one, its course. */
import { attributes, type Html, html } from '../html.ts'

export type Tile = {
  readonly label: string
  readonly figure: string
  readonly glyph?: 'seeds' | 'downloaders' | 'completes'
  /** There is none of what people look for before they choose. */
  readonly isNone?: boolean
  /** Whether it is as it should be, where that can be said. */
  readonly signal?: 'good' | 'bad'
  readonly sparkline?: Html
}

const glyphClasses = { seeds: 'up', downloaders: 'dn', completes: 'ok' } as const

/** A glyph and a colour each. */
const signalClasses = { good: 'ok good', bad: 'error bad' } as const

function classOf({ glyph, isNone = false, signal }: Partial<Tile>): string | undefined {
  if (signal !== undefined) return signalClasses[signal]
  return glyph && (isNone ? `${glyphClasses[glyph]} none` : glyphClasses[glyph])
}

export function tiles(all: readonly Tile[]): Html {
  return html`<dl class="tiles">
    ${all.map(
      ({ label, figure, sparkline, ...look }) => html`<div>
        <dt>${label}</dt>
        <dd ${attributes({ class: classOf(look) })}>${figure}${sparkline}</dd>
      </div>`,
    )}
  </dl>`
}
