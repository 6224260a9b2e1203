/** The fields with which a moderator gives a reason, and says how long it holds. */
import { choiceField, inputField } from '../components/field.ts'
import type { Content } from '../html.ts'
import { queryText } from '../server/query-text.ts'
import type { Texts } from '../texts/texts.ts'
import { type Canned, cannedChoices, cannedText, untilChoices, untilOf } from './decision-fields.ts'

/** What was sent before, if anything, by the names of the fields. */
export type SentReason = Readonly<Record<'canned' | 'own' | 'until', string | undefined>>

export type ReasonFields = {
  readonly sent: SentReason
  readonly likely: Canned
  /** Whether it is for a time. */
  readonly hasEnd: boolean
}

export function reasonFields(texts: Texts, { sent, likely, hasEnd }: ReasonFields): Content {
  const words = texts.moderation.handle
  return [
    choiceField(texts, {
      name: 'canned',
      label: words.verdict,
      hint: words.verdictHint,
      isRequired: true,
      value: sent.canned ?? likely,
      choices: cannedChoices(texts),
    }),
    inputField(texts, {
      name: 'own',
      label: words.own,
      hint: words.ownHint,
      value: sent.own ?? '',
    }),
    hasEnd &&
      choiceField(texts, {
        name: 'until',
        label: words.until,
        isRequired: true,
        value: sent.until ?? 'week',
        choices: untilChoices(texts),
      }),
  ]
}

/** Of a form, as Fastify reads it. */
export function sentReason(body: unknown): SentReason {
  const [canned, own, until] = (['canned', 'own', 'until'] as const).map((name) =>
    queryText(body, name),
  )
  return { canned, own, until }
}

/** The reason as it is told, and when it ends: unix seconds, or undefined where it holds until it is lifted. */
export function readReason(
  texts: Texts,
  { canned, own = '', until = 'week' }: SentReason,
  nowSeconds: number,
): { readonly reason: string; readonly until: number | undefined } {
  const reason = own.trim() === '' ? cannedText(texts, canned) : own.trim()
  return { reason, until: untilOf(until, nowSeconds) }
}
