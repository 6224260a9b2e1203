/**
 * A text to take along: one click selects all of it, and where there are scripts a button copies it. Without
 * scripts the button is not there, so nothing on the page does nothing.
 */
import { attributes, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export type CopyFieldOptions = {
  readonly text: string
  /** What the button copies, for those who do not see what it stands beside. */
  readonly label?: string
  /** For the one thing on a page that people come for. */
  readonly isLarge?: boolean
}

export function copyField({ copy }: Texts, options: CopyFieldOptions): Html {
  const { text, label = copy.copyText(text), isLarge = false } = options
  const facts = { class: isLarge ? 'copy large' : 'copy', 'data-copied': copy.copied }
  return html`<div ${attributes(facts)}>
    <code>${breakable(text)}</code>
    <button type="button" aria-label="${label}">${copy.copy}</button>
    <span class="unseen" role="status"></span>
  </div>`
}

/** Where there is no room for an address on one line, its path goes to the next. What is copied stays the same. */
function breakable(text: string): Html[] {
  const pieces = text.split(/(?<=[^/])(?=\/[^/])/)
  return pieces.map((piece, index) => (index === 0 ? html`${piece}` : html`<wbr>${piece}`))
}
