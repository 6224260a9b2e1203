/**
 * Newer and older pages of a list. Pages are found by the key of a row, not counted: what is added meanwhile
 * moves nothing from one page to another, and no page is slower than the first.
 */
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export type PagerOptions = {
  /** Undefined where there is no page in that direction. */
  readonly newerHref: string | undefined
  readonly olderHref: string | undefined
  /** Such as "Showing 50 of 1,234". */
  readonly summary: string
}

export function pager({ pager: texts }: Texts, options: PagerOptions): Html {
  const { newerHref, olderHref, summary } = options
  return html`<nav class="pager" aria-label="${texts.label}">
    ${newerHref !== undefined && html`<a rel="prev" href="${newerHref}">← ${texts.newer}</a>`}
    <span>${summary}</span>
    ${olderHref !== undefined && html`<a rel="next" href="${olderHref}">${texts.older} →</a>`}
  </nav>`
}
