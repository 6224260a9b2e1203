/** The state of something in a word, outlined. */
import { attributes, type Html, html } from '../html.ts'

export type PillKind = 'neutral' | 'good' | 'warning' | 'bad'

export function pill(kind: PillKind, word: string): Html {
  return html`<span ${attributes({ class: kind === 'neutral' ? 'pill' : `pill ${kind}` })}>${word}</span>`
}
