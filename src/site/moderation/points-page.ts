/** Where administrators give points to members, or take them. */
import { pointsReasonCharactersMax } from '#base/limits'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { type Filter, page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { moderationPath, pointsPath } from './paths.ts'

export type PointsState = {
  /** What was sent before, by the names of the fields. */
  readonly sent: Readonly<Record<'name' | 'amount' | 'reason', string | undefined>>
  /** Of the form: what is sent twice is given once. */
  readonly key: string
  /** What is wrong with it, as a sentence. */
  readonly problem: string | undefined
  /** What was done, as a sentence. */
  readonly done: string | undefined
  readonly filters: readonly Filter[]
}

export function pointsPage(shell: Shell, state: PointsState): Html {
  const { texts } = shell
  const words = texts.points.staff
  const { problem, done, filters } = state
  return page(shell, {
    title: words.title,
    tab: moderationPath,
    filters,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      ${done !== undefined && notice(texts, 'good', done)}
      ${problem !== undefined && notice(texts, 'error', problem)}
      <p>${words.lead}</p>
      ${grantForm(shell, state)}`,
  })
}

function grantForm({ texts }: Shell, { sent, key }: PointsState): Html {
  const words = texts.points.staff
  return form({
    action: pointsPath,
    hidden: { key },
    look: 'primary',
    submit: words.submit,
    fields: [
      inputField(texts, {
        name: 'name',
        label: words.name,
        isRequired: true,
        value: sent.name ?? '',
      }),
      inputField(texts, {
        name: 'amount',
        label: words.amount,
        hint: words.amountHint,
        type: 'number',
        isRequired: true,
        value: sent.amount ?? '',
      }),
      inputField(texts, {
        name: 'reason',
        label: words.reason,
        hint: words.reasonHint,
        isRequired: true,
        charactersMax: pointsReasonCharactersMax,
        value: sent.reason ?? '',
      }),
    ],
  })
}
