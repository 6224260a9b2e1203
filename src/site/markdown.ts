/**
 * The operator's Markdown as Html. `marked` reads it; what is written comes from our own templates, so raw HTML
 * stays the text that it is, images are the words that describe them, and a link leads to the web or to this site.
 */
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { attributes, type Content, type Html, html } from './html.ts'

export type Markdown = {
  /** The text of its first heading of the first level, or undefined when there is none. */
  readonly title: string | undefined
  readonly content: Html
}

export type MarkdownOptions = {
  /** Where a link leads; the same link by default. */
  readonly linkTo?: (href: string) => string
  /** Placed right after the title. */
  readonly afterTitle?: Content
}

type LinkTo = (href: string) => string

export function renderMarkdown(text: string, options: MarkdownOptions = {}): Markdown {
  const { linkTo = (href) => href, afterTitle } = options
  const tokens = lexer(text)
  const at = tokens.findIndex((token) => token.type === 'heading' && token['depth'] === 1)
  const title = at === -1 ? undefined : wordsOf(tokens[at])
  const [head, rest] = [tokens.slice(0, at + 1), tokens.slice(at + 1)]
  return {
    title,
    content: html`${blocks(head, linkTo)}${afterTitle}${blocks(rest, linkTo)}`,
  }
}

function blocks(tokens: readonly Token[], linkTo: LinkTo): Html[] {
  return tokens.map((token) => block(known(token), linkTo))
}

/** No extension of marked is in use, so there are no other tokens. */
function known(token: Token): MarkedToken {
  return token as MarkedToken
}

function block(token: MarkedToken, linkTo: LinkTo): Html {
  const { type } = token
  if (type === 'heading') return heading(token, linkTo)
  if (type === 'paragraph') return html`<p>${inlines(token.tokens, linkTo)}</p>\n`
  if (type === 'list') return list(token, linkTo)
  if (type === 'blockquote') return html`<blockquote>${blocks(token.tokens, linkTo)}</blockquote>\n`
  if (type === 'code') return html`<pre>${token.text}</pre>\n`
  if (type === 'table') return table(token, linkTo)
  if (type === 'hr') return html`<hr>\n`
  if (type === 'html') return html`<p>${token.text}</p>\n`
  if (type === 'space' || type === 'def') return html``
  return inline(token, linkTo)
}

function heading({ depth, tokens, text }: Tokens.Heading, linkTo: LinkTo): Html {
  const content = inlines(tokens, linkTo)
  const id = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
  if (depth === 1) return html`<h1>${content}</h1>\n`
  return depth === 2
    ? html`<h2 id="${id}">${content}</h2>\n`
    : html`<h3 id="${id}">${content}</h3>\n`
}

function list({ ordered, items }: Tokens.List, linkTo: LinkTo): Html {
  const entries = items.map(({ tokens }) => html`<li>${blocks(tokens, linkTo)}</li>\n`)
  return ordered ? html`<ol>${entries}</ol>\n` : html`<ul>${entries}</ul>\n`
}

function table({ header, rows }: Tokens.Table, linkTo: LinkTo): Html {
  return html`<table class="plain">
    <thead><tr>${header.map(({ tokens }) => html`<th scope="col">${inlines(tokens, linkTo)}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map(({ tokens }) => html`<td>${inlines(tokens, linkTo)}</td>`)}</tr>\n`)}</tbody>
  </table>`
}

function inlines(tokens: readonly Token[], linkTo: LinkTo): Html[] {
  return tokens.map((token) => inline(known(token), linkTo))
}

function inline(token: MarkedToken, linkTo: LinkTo): Html {
  const { type } = token
  if (type === 'strong') return html`<strong>${inlines(token.tokens, linkTo)}</strong>`
  if (type === 'em') return html`<em>${inlines(token.tokens, linkTo)}</em>`
  if (type === 'del') return html`<s>${inlines(token.tokens, linkTo)}</s>`
  if (type === 'codespan') return html`<code>${token.text}</code>`
  if (type === 'br') return html`<br>`
  if (type === 'link') return link(token, linkTo)
  if (type !== 'text') return html`${'text' in token ? token.text : token.raw}`
  return html`${token.tokens === undefined ? decoded(token.text) : inlines(token.tokens, linkTo)}`
}

/** The address of a link may be a way to write to somebody; everything else is for the template to judge. */
function link({ href, title, tokens }: Tokens.Link, linkTo: LinkTo): Html {
  const content = inlines(tokens, linkTo)
  if (href.startsWith('mailto:'))
    return html`<a href="mailto:${href.slice('mailto:'.length)}">${content}</a>`
  return html`<a ${attributes({ href: linkTo(href), title })}>${content}</a>`
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
}

/** The few entities that people write in Markdown; others stay as they are written. */
function decoded(text: string): string {
  return text.replaceAll(/&([a-z]+);/g, (entity, name: string) => entities[name] ?? entity)
}

/** The words of a heading, without what marks them up. */
function wordsOf(token: Token | undefined): string {
  if (token === undefined) return ''
  const { tokens, text } = token as Tokens.Heading
  return tokens === undefined ? (text ?? '') : tokens.map(wordsOf).join('')
}
