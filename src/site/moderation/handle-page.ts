/** One report: what is known of it, and the forms with which a moderator decides, or takes back what was decided. */
import type { Report } from '#index/moderation/report'
import { facts } from '../components/facts.ts'
import { form } from '../components/form.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { type Filter, page } from '../components/page.ts'
import { plainText } from '../gallery/plain-text.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { likelyReason } from './decision-fields.ts'
import { handleHref, moderationPath, undoHref } from './paths.ts'
import { decisionText } from './queue-page.ts'
import { reasonFields, type SentReason } from './reason-fields.ts'
import { actOn, leaveAlone, type ShownReport } from './shown-report.ts'
import { targetLink } from './target-link.ts'

export type HandleState = {
  readonly shown: ShownReport
  readonly filters: readonly Filter[]
  readonly nowSeconds: number
  readonly sent: SentReason
  /** What is wrong with it, as a sentence. */
  readonly problem: string | undefined
}

export function handlePage(shell: Shell, state: HandleState): Html {
  const { texts } = shell
  const words = texts.moderation.handle
  const { shown, filters, problem } = state
  const { report } = shown
  return page(shell, {
    title: words.title,
    tab: moderationPath,
    filters,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      ${problem !== undefined && notice(texts, 'error', problem)}
      ${known(texts, state)}
      ${report.text !== '' && html`<h2>${words.text}</h2>${plainText(report.text)}`}
      ${report.handling === undefined ? decisions(texts, state) : undo(texts, report)}
      <p><a href="${moderationPath}">${words.back}</a></p>`,
  })
}

function known(texts: Texts, { shown: { report, found }, nowSeconds }: HandleState): Html {
  const words = texts.moderation.handle
  const kind = texts.moderation.kinds[report.target.kind]
  const name = found === undefined ? texts.moderation.gone : targetLink(found)
  return facts([
    { name: words.target, value: html`${kind}: ${name}` },
    { name: words.reason, value: texts.moderation.reasons[report.reason] },
    { name: words.reporter, value: html`<bdi>${report.reporter.name}</bdi>` },
    { name: words.when, value: moment(texts, report.createdAt, nowSeconds) },
    { name: words.state, value: decisionText(texts, report) },
  ])
}

function decisions(texts: Texts, state: HandleState): Content {
  const words = texts.moderation
  const { shown, sent, nowSeconds } = state
  const act = actOn(shown, nowSeconds)
  const action = handleHref(shown.report)
  if (act === 'close') return closing(texts, action, 'primary')
  return html`<h2>${words.acts[act]}</h2>
    <p>${words.handle.others}</p>
    ${form({
      action,
      hidden: { act },
      submit: words.acts[act],
      look: 'destructive',
      fields: reasonFields(texts, {
        sent,
        likely: likelyReason(shown.report),
        hasEnd: shown.report.target.kind === 'member',
      }),
    })}
    ${
      leaveAlone(shown, nowSeconds) === 'close'
        ? closing(texts, action, 'outlined')
        : rejecting(texts, action)
    }`
}

function closing(texts: Texts, action: string, look: 'primary' | 'outlined'): Html {
  const { acts, handle } = texts.moderation
  return html`<h2>${handle.closeTitle}</h2>
    <p>${handle.closeLead}</p>
    ${form({ action, hidden: { act: 'close' }, submit: acts.close, look })}`
}

function rejecting(texts: Texts, action: string): Html {
  const { acts, handle } = texts.moderation
  return html`<h2>${handle.rejectTitle}</h2>
    ${form({ action, hidden: { act: 'reject' }, submit: acts.reject })}`
}

function undo(texts: Texts, report: Report): Html {
  return form({ action: undoHref(report), submit: texts.moderation.queue.undo })
}
