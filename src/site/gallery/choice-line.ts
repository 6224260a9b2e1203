/** A line of links of which some are in force, such as how a list is shown. */
import type { Filter } from '../components/page.ts'
import { attributes, type Html, html } from '../html.ts'

export function choiceLine(label: string, choices: readonly Filter[]): Html {
  return html`<nav class="choices" aria-label="${label}">
    <span class="muted" aria-hidden="true">${label}:</span>
    ${choices.map(({ href, label: name, isCurrent }) => {
      const link = { href, 'aria-current': isCurrent && 'true' }
      return html`<a ${attributes(link)}>${name}</a> `
    })}
  </nav>`
}
