/**
 * The pages before and after one of a list. Pages are found by the key of a row, not counted: what is added meanwhile
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
  /** Whether the list goes from the newest to the oldest; otherwise pages are previous and next ones. */
  readonly isByTime?: boolean
}

export function pager({ pager: texts }: Texts, options: PagerOptions): Html {
  const { newerHref, olderHref, summary, isByTime = true } = options
  const [before, after] = isByTime ? [texts.newer, texts.older] : [texts.previous, texts.next]
  return html`<nav class="pager" aria-label="${texts.label}">
    ${newerHref !== undefined && html`<a rel="prev" href="${newerHref}">← ${before}</a>`}
    <span>${summary}</span>
    ${olderHref !== undefined && html`<a rel="next" href="${olderHref}">${after} →</a>`}
  </nav>`
}
