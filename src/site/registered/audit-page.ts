/** The audit log: who changed what, latest first. */
import type { AuditEntry, AuditPage } from '#index/audit/audit-repository'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { type Filter, page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { pill } from '../components/pill.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { auditPath } from './operator-line.ts'

export type AuditState = {
  readonly found: AuditPage
  readonly isFirst: boolean
  /** Of members who did or suffered something, by how the log names them. */
  readonly names: ReadonlyMap<string, string>
  readonly nowSeconds: number
  /** The path of the tab that the page belongs to. */
  readonly tab: string
  readonly filters: readonly Filter[]
}

export function auditPage(shell: Shell, state: AuditState): Html {
  const { texts } = shell
  const words = texts.registered.audit
  const { entries } = state.found
  return page(shell, {
    title: words.title,
    tab: state.tab,
    filters: state.filters,
    content: html`<h1>${words.title}</h1>
      <p>${words.lead}</p>
      ${entries.length === 0 ? emptyState(words.none) : rows(texts, state)}`,
  })
}

function rows(texts: Texts, state: AuditState): Html {
  const words = texts.registered.audit
  const { entries, next } = state.found
  return html`${table(texts, {
    caption: words.title,
    isList: true,
    isWrapped: true,
    rows: entries,
    columns: columnsOf(texts, state),
  })}
    ${pager(texts, {
      newerHref: state.isFirst ? undefined : auditPath,
      olderHref: next && `${auditPath}?after=${encodeURIComponent(next)}`,
      summary: words.summary(formatCount(texts.locale, entries.length)),
    })}`
}

function columnsOf(texts: Texts, { names, nowSeconds }: AuditState): Column<AuditEntry>[] {
  const words = texts.registered.audit
  const nameOf = (text: string): string => names.get(text) ?? words.family[text] ?? text
  return [
    { head: words.when, cell: ({ at }) => moment(texts, at, nowSeconds) },
    { head: words.who, cell: ({ actor }) => html`<bdi>${nameOf(actor)}</bdi>` },
    { head: words.what, cell: ({ action }) => pill('neutral', words.states[action] ?? action) },
    {
      head: words.detail,
      kind: 'name',
      cell: ({ target, detail }) => {
        const shown = words.details[detail] ?? detail
        const why = shown !== '' && html`<bdi>${shown}</bdi>`
        const isBoth = target !== '' && shown !== ''
        return html`${targetLink(target, nameOf(target))}${isBoth && ' · '}${why}`
      },
    },
  ]
}

/** Digits of an info-hash that tell it from all others on a page. */
const shownDigits = 10

function targetLink(target: string, shown: string): Content {
  if (!/^[0-9a-f]{40}$/.test(target)) return html`<bdi>${shown}</bdi>`
  return html`<a href="/torrent/${target}" title="${target}"><code>${target.slice(0, shownDigits)}…</code></a>`
}
