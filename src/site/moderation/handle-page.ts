/** One report: what is known of it, and the forms with which a moderator decides, or takes back what was decided. */
import type { Report } from '#index/moderation/report'
import { facts } from '../components/facts.ts'
import { choiceField, inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { type Filter, page } from '../components/page.ts'
import { plainText } from '../gallery/plain-text.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { cannedChoices, likelyReason, untilChoices } from './decision-fields.ts'
import { handleHref, moderationPath, undoHref } from './paths.ts'
import { decisionText } from './queue-page.ts'
import { actOn, type ShownReport } from './shown-report.ts'
import { targetLink } from './target-link.ts'

export type HandleState = {
  readonly shown: ShownReport
  readonly filters: readonly Filter[]
  readonly nowSeconds: number
  /** What was sent before, if anything. */
  readonly canned: string | undefined
  readonly own: string
  readonly until: string | undefined
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
  const { shown, nowSeconds } = state
  const act = actOn(shown, nowSeconds)
  const action = handleHref(shown.report)
  const reject = form({ action, hidden: { act: 'reject' }, submit: words.acts.reject })
  if (act === 'close')
    return html`<h2>${words.handle.closeTitle}</h2>
      <p>${words.handle.closeLead}</p>
      ${form({ action, hidden: { act }, submit: words.acts.close, look: 'primary' })}`
  return html`<h2>${words.acts[act]}</h2>
    <p>${words.handle.others}</p>
    ${form({
      action,
      hidden: { act },
      submit: words.acts[act],
      look: 'destructive',
      fields: reasonFields(texts, state),
    })}
    <h2>${words.handle.rejectTitle}</h2>
    ${reject}`
}

function reasonFields(texts: Texts, { shown, canned, own, until }: HandleState): Content {
  const words = texts.moderation.handle
  return [
    choiceField(texts, {
      name: 'canned',
      label: words.verdict,
      hint: words.verdictHint,
      isRequired: true,
      value: canned ?? likelyReason(shown.report),
      choices: cannedChoices(texts),
    }),
    inputField(texts, { name: 'own', label: words.own, hint: words.ownHint, value: own }),
    shown.report.target.kind === 'member' &&
      choiceField(texts, {
        name: 'until',
        label: words.until,
        isRequired: true,
        value: until ?? 'week',
        choices: untilChoices(texts),
      }),
  ]
}

function undo(texts: Texts, report: Report): Html {
  return form({ action: undoHref(report), submit: texts.moderation.queue.undo })
}
