/** The page on which a member reports something. */
import { reportTextCharactersMax } from '#base/limits'
import { reportReasons } from '#index/moderation/report'
import type { FoundTarget } from '#index/moderation/report-targets'
import { choiceField, textField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { reportHref } from './paths.ts'
import { targetHref, targetLink } from './target-link.ts'

export type ReportFormState = {
  readonly found: FoundTarget
  readonly targetId: number
  /** What was sent before, if anything. */
  readonly reason: string
  readonly text: string
  /** What is wrong with it, as a sentence. */
  readonly problem: string | undefined
}

export function reportFormPage(shell: Shell, state: ReportFormState): Html {
  const { texts } = shell
  const words = texts.moderation.report
  const { found, targetId, problem } = state
  const title = words.title[found.kind]
  return page(shell, {
    title,
    isProse: true,
    content: html`<h1>${title}</h1>
      <p><strong>${targetLink(found)}</strong></p>
      ${problem !== undefined && notice(texts, 'error', problem)}
      <p>${words.lead}</p>
      ${form({
        action: reportHref({ kind: found.kind, id: targetId }),
        look: 'primary',
        submit: words.submit,
        fields: fields(texts, state),
        beside: html`<a href="${targetHref(found)}">${texts.form.cancel}</a>`,
      })}
      ${maker(texts, found)}`,
  })
}

function fields(texts: Texts, { reason, text }: ReportFormState): Content {
  const words = texts.moderation.report
  return [
    choiceField(texts, {
      name: 'reason',
      label: words.reason,
      value: reason,
      isRequired: true,
      choices: reportReasons.map((value) => ({ value, label: texts.moderation.reasons[value] })),
    }),
    textField(texts, {
      name: 'text',
      label: words.text,
      hint: words.textHint,
      value: text,
      rows: 5,
      charactersMax: reportTextCharactersMax,
    }),
  ]
}

/** Sometimes it is not the torrent but who brought it. */
function maker(texts: Texts, found: FoundTarget): Content {
  const words = texts.moderation.report
  if (found.kind === 'member') return undefined
  const [label, id] =
    found.kind === 'torrent'
      ? [words.uploader, found.torrent.uploader.id]
      : [words.owner, found.gallery.owner.id]
  return html`<p><a href="${reportHref({ kind: 'member', id })}">${label}</a></p>`
}
