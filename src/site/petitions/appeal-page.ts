/** The page on which a member appeals against a petition that expunged a gallery. */
import { petitionTextCharactersMax } from '#base/limits'
import type { FoundPetition } from '#index/petitions/petition-keeper'
import { textField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { appealHref, petitionHref } from './paths.ts'
import { subjectLink } from './petition-parts.ts'

export type AppealState = {
  readonly found: FoundPetition
  /** What was sent before, and what is wrong with it, as a sentence. */
  readonly statement: string
  readonly problem: string | undefined
}

export function appealPage(shell: Shell, { found, statement, problem }: AppealState): Html {
  const { texts } = shell
  const words = texts.petitions.appealForm
  const error = problem === undefined ? {} : { error: problem }
  return page(shell, {
    title: words.title,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      <p><strong>${subjectLink(texts, found)}</strong></p>
      <p>${words.lead}</p>
      ${form({
        action: appealHref(found.petition),
        look: 'primary',
        submit: words.submit,
        fields: textField(texts, {
          name: 'statement',
          label: words.statement,
          value: statement,
          rows: 6,
          charactersMax: petitionTextCharactersMax,
          isRequired: true,
          ...error,
        }),
        beside: html`<a href="${petitionHref(found.petition)}">${texts.form.cancel}</a>`,
      })}`,
  })
}
