/** The page on which a member puts a torrent or a gallery up for expunging. */
import { petitionTextCharactersMax } from '#base/limits'
import type { Petition } from '#index/petitions/petition'
import { daySeconds, type PetitionRules, termsOf } from '#index/petitions/petition-rules'
import { nameOf, type Subject } from '#index/petitions/petition-targets'
import { textField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { page } from '../components/page.ts'
import { formatCount } from '../format/format-count.ts'
import { formatAge } from '../format/format-time.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { petitionHref, startHref, subjectHref } from './paths.ts'
import { scoreWords } from './petition-parts.ts'

export type StartState = {
  readonly subject: Subject
  readonly rules: PetitionRules
  /** Those of the same gallery that are open. */
  readonly others: readonly Petition[]
  /** What the vote of whoever opens it weighs; undefined where it decides. */
  readonly weight: number | undefined
  /** What was sent before, and what is wrong with it, as a sentence. */
  readonly explanation: string
  readonly problem: string | undefined
  readonly nowSeconds: number
}

export function startPage(shell: Shell, state: StartState): Html {
  const { texts } = shell
  const words = texts.petitions.start
  const { subject, explanation, problem } = state
  const title = words.title[subject.kind]
  const error = problem === undefined ? {} : { error: problem }
  return page(shell, {
    title,
    isProse: true,
    content: html`<h1>${title}</h1>
      <p><strong><a href="${subjectHref(subject)}"><bdi>${nameOf(subject)}</bdi></a></strong></p>
      ${lead(texts, state)}
      ${openOnes(texts, state)}
      ${form({
        action: startHref(subject),
        look: 'destructive',
        submit: words.submit[subject.kind],
        fields: textField(texts, {
          name: 'explanation',
          label: words.explanation,
          hint: words.explanationHint,
          value: explanation,
          rows: 5,
          charactersMax: petitionTextCharactersMax,
          isRequired: true,
          ...error,
        }),
        beside: html`<a href="${subjectHref(subject)}">${texts.form.cancel}</a>`,
      })}`,
  })
}

function lead(texts: Texts, { subject, rules, weight, nowSeconds }: StartState): Html {
  const words = texts.petitions.start
  if (weight === undefined) return html`<p>${words.own}</p>`
  const terms = termsOf(subject.kind, rules, nowSeconds)
  const threshold = formatCount(texts.locale, terms.threshold)
  const hold = terms.holdSeconds < 60 ? '' : formatAge(texts.time, terms.holdSeconds)
  const days = (count: number): string => formatAge(texts.time, count * daySeconds)
  const text =
    subject.kind === 'torrent'
      ? words.torrent(threshold, days(rules.torrentDays))
      : words.gallery(threshold, hold, days(rules.galleryDays))
  return html`<p>${text} ${words.weighs(formatCount(texts.locale, weight))}</p>`
}

function openOnes(texts: Texts, { others, nowSeconds }: StartState): Content {
  if (others.length === 0) return undefined
  return html`<p>${texts.petitions.start.others}</p>
    ${petitionLinks(texts, others, nowSeconds)}`
}

/** With the first words of why. */
export function petitionLinks(
  texts: Texts,
  petitions: readonly Petition[],
  nowSeconds: number,
): Html {
  return html`<ul>${petitions.map(
    (
      petition,
    ) => html`<li><a href="${petitionHref(petition)}">${scoreWords(texts, petition, nowSeconds)}</a>
      <small><bdi>${shortened(petition.explanation)}</bdi></small></li>\n`,
  )}</ul>`
}

const shownCharacters = 80

function shortened(text: string): string {
  const characters = Array.from(text.replaceAll(/\s+/gu, ' '))
  if (characters.length <= shownCharacters) return characters.join('')
  return `${characters.slice(0, shownCharacters).join('')}…`
}
