/**
 * The frame of every page: head, a link past the header for keyboards, the header with its tabs, the content,
 * the footer.
 */
import { attributes, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'

export type PageOptions = {
  /** For the window and search engines; the heading is the content's own. */
  readonly title: string
  readonly description?: string
  /** The path of the tab, or of the link in the footer, that this page belongs to. */
  readonly tab?: string
  /** A column for reading (68 characters wide) instead of the full width. */
  readonly isProse?: boolean
  /** Where the page belongs to a list of its own, or shows what was searched. */
  readonly search?: SearchField
  /** Who is logged in, where it is not as the shell says. */
  readonly member?: Html
  readonly filters?: readonly Filter[]
  readonly feeds?: readonly FeedLink[]
  readonly content: Html
}

export type SearchField = {
  /** The path of the list that is searched; it gets the words as `q`. */
  readonly action: string
  readonly words: string
  /** What another search from this page keeps, as values of its address. */
  readonly kept?: Readonly<Record<string, string | undefined>>
}

/** A feed of what the page lists, as feed readers find it. */
export type FeedLink = { readonly title: string; readonly href: string; readonly type: string }

/** One of the links below the header, each with how many rows it would show. */
export type Filter = {
  readonly label: string
  readonly href: string
  readonly count?: string
  readonly isCurrent: boolean
}

export function page(shell: Shell, options: PageOptions): Html {
  const { texts, siteName, assets } = shell
  const { title, description, isProse = false, filters = [], feeds = [], content } = options
  const fullTitle = title === siteName ? title : `${title} · ${siteName}`
  return html`<!doctype html>
    <html lang="${texts.locale}">
      <head>
        <meta charset="utf-8">
        <title>${fullTitle}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        ${description !== undefined && html`<meta name="description" content="${description}">`}
        <link rel="stylesheet" href="${assets.stylesheet}">
        <link rel="icon" href="${assets.mark}" type="image/svg+xml">
        ${feeds.map((feed) => html`<link rel="alternate" ${attributes(feed)}>`)}
        ${assets.scripts.map((src) => html`<script type="module" src="${src}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#content">${texts.shell.skip}</a>
        ${header(shell, options)}
        ${filters.length > 0 && filterLine(shell, filters)}
        <main id="content" tabindex="-1" ${attributes({ class: isProse && 'prose' })}>
          ${content}
        </main>
        ${footer(shell, options)}
      </body>
    </html>`
}

function header(shell: Shell, { tab, ...options }: PageOptions): Html {
  const { texts, siteName, assets, tabs, searchAction } = shell
  const { search = searchAction && { action: searchAction, words: '' }, member = shell.member } =
    options
  return html`<header>
    <a class="wordmark" href="/"><img src="${assets.mark}" width="20" height="20" alt="">${siteName}</a>
    <nav class="tabs" aria-label="${texts.shell.tabs}">
      ${tabs.map(({ href, label }) => navigationLink(href, label, href === tab && 'page'))}
    </nav>
    ${typeof search === 'object' && searchForm(shell, search)}
    ${member !== undefined && html`<div class="member">${member}</div>`}
  </header>`
}

function footer({ texts, footer: links }: Shell, { tab }: PageOptions): Html {
  return html`<footer>
    ${
      links.length > 0 &&
      html`<nav aria-label="${texts.shell.about}">
        ${links.map(({ href, label }) => navigationLink(href, label, href === tab && 'page'))}
      </nav>`
    }
    ${texts.shell.footer}
  </footer>`
}

function searchForm({ texts }: Shell, { action, words, kept = {} }: SearchField): Html {
  const label = texts.shell.search
  const field = {
    type: 'search',
    name: 'q',
    value: words,
    placeholder: label,
    'aria-label': label,
    'aria-keyshortcuts': '/',
    'data-search': true,
  }
  return html`<form class="search" role="search" action="${action}">
    ${Object.entries(kept).map(
      ([name, value]) =>
        value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`,
    )}
    <input ${attributes(field)}><button>${label}</button>
  </form>`
}

function filterLine({ texts }: Shell, filters: readonly Filter[]): Html {
  return html`<nav class="filters" aria-label="${texts.shell.filters}">
    ${filters.map(({ href, label, count, isCurrent }) => {
      const content = count === undefined ? label : html`${label} <small>${count}</small>`
      return navigationLink(href, content, isCurrent && 'true')
    })}
  </nav>`
}

function navigationLink(href: string, label: Html | string, current: string | false): Html {
  return html`<a ${attributes({ href, 'aria-current': current })}>${label}</a> `
}
