/** Where a list is to be had as feeds, for those who look for it on the page. */
import { type FeedKind, feedFormats, feedHref } from '../feeds/feed-address.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export function feedLine(texts: Texts, kind: FeedKind, search: string): Html {
  const { formats } = texts.feeds
  return html`<p class="muted">${texts.gallery.list.feeds}
    ${feedFormats.map((format) => html`<a href="${feedHref({ kind, format, search })}">${formats[format]}</a> `)}</p>`
}
