/** What those who moderate do with a petition on its page. */
import type { Petition, PetitionAct } from '#index/petitions/petition'
import { actsOn } from '#index/petitions/petition-events'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { attributes, type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { decideHref, undoHref } from './paths.ts'

export function staffSection(texts: Texts, petition: Petition, verdict: string): Content {
  const words = texts.petitions.staff
  const acts = actsOn(petition)
  const { decision } = petition
  return [
    (acts.length > 0 || decision !== undefined) && html`<h2>${words.decide}</h2>`,
    acts.length > 0 && decisionForm(texts, petition, acts, verdict),
    decision !== undefined && form({ action: undoHref(petition), submit: words.undo }),
  ]
}

function decisionForm(
  texts: Texts,
  petition: Petition,
  acts: readonly PetitionAct[],
  verdict: string,
): Html {
  const words = texts.petitions.staff
  const field = { name: 'verdict', label: words.verdict, hint: words.verdictHint, value: verdict }
  return html`<form action="${decideHref(petition)}" method="post">
    ${inputField(texts, field)}
    <p class="actions">${acts.map((act) => {
      const look = act === 'expunge' ? 'button destructive' : 'button'
      const button = { name: 'act', value: act, class: look }
      return html`<button ${attributes(button)}>${words.acts[act]}</button> `
    })}</p>
  </form>`
}

/** `Expunged · It is broken`. */
export function decisionText(texts: Texts, { decision }: Petition): Content {
  if (decision === undefined) return undefined
  const { act, verdict, by } = decision
  return html`${texts.petitions.staff.acted[act]}
    ${verdict !== '' && html` · <bdi>${verdict}</bdi>`} (<bdi>${by.name}</bdi>)`
}
