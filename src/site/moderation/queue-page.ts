/**
 * The queue of reports, oldest first, each with what is decided most often; below it what was decided last, to be taken
 * back.
 */
import type { Report } from '#index/moderation/report'
import { form } from '../components/form.ts'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { type Filter, page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { attributes, type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { cannedChoices, likelyReason } from './decision-fields.ts'
import { handleHref, moderationPath, undoHref } from './paths.ts'
import { actOn, leaveAlone, type ShownReport, shownName } from './shown-report.ts'

export type QueueState = {
  readonly open: readonly ShownReport[]
  readonly isFirst: boolean
  /** The id after which the next page begins; undefined on the last one. */
  readonly next: number | undefined
  readonly handled: readonly ShownReport[]
  /** What was decided or taken back just now. */
  readonly done: Report | undefined
  /** What it is about was not taken back with it. */
  readonly isKept: boolean
  readonly filters: readonly Filter[]
  readonly nowSeconds: number
}

export function queuePage(shell: Shell, state: QueueState): Html {
  const { texts } = shell
  const words = texts.moderation.queue
  const { open, handled, done, isKept, filters } = state
  return page(shell, {
    title: words.title,
    tab: moderationPath,
    filters,
    content: html`<h1>${words.title}</h1>
      ${done !== undefined && doneNotice(texts, done, isKept)}
      <p>${words.lead}</p>
      ${open.length === 0 ? emptyState(words.none) : openReports(texts, state)}
      ${handled.length > 0 && handledReports(texts, state)}`,
  })
}

function doneNotice(texts: Texts, report: Report, isKept: boolean): Content {
  const words = texts.moderation
  const { handling } = report
  if (handling === undefined && isKept) return notice(texts, 'warning', words.queue.kept)
  if (handling === undefined) return notice(texts, 'good', words.queue.undone)
  const act = words.queue.done(words.acted[handling.act])
  return [notice(texts, 'good', act), undoForm(texts, report)]
}

function undoForm(texts: Texts, report: Report): Html {
  return form({ action: undoHref(report), submit: texts.moderation.queue.undo })
}

function openReports(texts: Texts, state: QueueState): Html {
  const words = texts.moderation.queue
  const { open, next, isFirst } = state
  return html`${table(texts, {
    caption: words.caption,
    isList: true,
    isWrapped: true,
    rows: open,
    columns: openColumns(texts, state),
  })}
    ${pager(texts, {
      newerHref: isFirst ? undefined : moderationPath,
      olderHref: next === undefined ? undefined : `${moderationPath}?after=${next}`,
      summary: words.summary(formatCount(texts.locale, open.length)),
      isByTime: false,
    })}`
}

function openColumns(texts: Texts, { nowSeconds }: QueueState): Column<ShownReport>[] {
  const words = texts.moderation.queue
  return [
    targetColumn(texts),
    { head: words.reason, cell: ({ report }) => texts.moderation.reasons[report.reason] },
    { head: words.reporter, cell: ({ report }) => html`<bdi>${report.reporter.name}</bdi>` },
    { head: words.when, cell: ({ report }) => moment(texts, report.createdAt, nowSeconds) },
    { head: words.decide, cell: (shown) => decideForm(texts, shown, nowSeconds) },
  ]
}

/** The whole text is on the report's own page. */
const shownCharacters = 80

function shortened(text: string): string {
  const characters = Array.from(text)
  if (characters.length <= shownCharacters) return text
  return `${characters.slice(0, shownCharacters).join('')}…`
}

function targetColumn(texts: Texts): Column<ShownReport> {
  return {
    head: texts.moderation.queue.target,
    kind: 'name',
    cell: (shown) => html`<a href="${handleHref(shown.report)}">${shownName(texts, shown)}</a>
      <small>${texts.moderation.kinds[shown.report.target.kind]}
        <bdi>${shortened(shown.report.text)}</bdi></small>`,
  }
}

/** Without a question before it, because it can be taken back. */
function decideForm(texts: Texts, shown: ShownReport, nowSeconds: number): Html {
  const words = texts.moderation
  const { report } = shown
  const act = actOn(shown, nowSeconds)
  const other = leaveAlone(shown, nowSeconds)
  const choices = cannedChoices(texts).map(({ value, label }) => {
    const choice = { value, selected: value === likelyReason(report) }
    return html`<option ${attributes(choice)}>${label}</option>`
  })
  const actButton = { name: 'act', value: act, class: act === 'close' ? false : 'destructive' }
  return html`<form action="${handleHref(report)}" method="post">
    ${
      act !== 'close' &&
      html`<select name="canned" aria-label="${words.queue.verdict}">${choices}</select>`
    }
    <button ${attributes(actButton)}>${words.acts[act]}</button>
    ${act !== 'close' && html`<button name="act" value="${other}">${words.acts[other]}</button>`}
  </form>`
}

function handledReports(texts: Texts, { handled, nowSeconds }: QueueState): Html {
  const words = texts.moderation.queue
  return html`<h2>${words.handledTitle}</h2>
    ${table(texts, {
      caption: words.handledCaption,
      rows: handled,
      columns: [
        targetColumn(texts),
        { head: words.decision, cell: ({ report }) => decisionText(texts, report) },
        {
          head: words.handler,
          cell: ({ report: { handling } }) => html`<bdi>${handling?.by.name}</bdi>`,
        },
        {
          head: words.when,
          cell: ({ report: { handling } }) => handling && moment(texts, handling.at, nowSeconds),
        },
        { head: words.undo, cell: ({ report }) => undoForm(texts, report) },
      ],
    })}`
}

/** `Torrent removed · Here already`. */
export function decisionText(texts: Texts, { handling }: Report): Content {
  if (handling === undefined) return undefined
  const { act, verdict } = handling
  return html`${texts.moderation.acted[act]}${verdict !== '' && html` · <bdi>${verdict}</bdi>`}`
}
