/** How to search: the words of `index/search/catalogue-query.ts`, each with what it means, folded below a list. */
import { parseCatalogueQuery } from '#index/search/catalogue-query'
import { facts } from '../components/facts.ts'
import { notice } from '../components/notice.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export function searchHelp({ gallery }: Texts): Html {
  const words = gallery.searchHelp
  return html`<details class="muted">
    <summary>${words.summary}</summary>
    <p>${words.lead}</p>
    ${facts(words.terms.map(([name, value]) => ({ name, value })))}
  </details>`
}

/** Which terms of a search narrow nothing. */
export function searchRemarks(texts: Texts, search: string): Content {
  const { notUnderstood } = parseCatalogueQuery(search)
  if (notUnderstood.length === 0) return undefined
  return notice(texts, 'warning', texts.gallery.list.notUnderstood(notUnderstood.join(' ')))
}
