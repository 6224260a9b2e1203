/** A few figures side by side in one grid of hairlines, each with its label and, if there is one, its course. */
import { attributes, type Html, html } from '../html.ts'

export type Tile = {
  readonly label: string
  readonly figure: string
  readonly glyph?: 'seeds' | 'downloaders' | 'completes'
  readonly sparkline?: Html
}

const glyphClasses = { seeds: 'up', downloaders: 'dn', completes: 'ok' } as const

export function tiles(all: readonly Tile[]): Html {
  return html`<dl class="tiles">
    ${all.map(
      ({ label, figure, glyph, sparkline }) => html`<div>
        <dt>${label}</dt>
        <dd ${attributes({ class: glyph && glyphClasses[glyph] })}>${figure}${sparkline}</dd>
      </div>`,
    )}
  </dl>`
}
