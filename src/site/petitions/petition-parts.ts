/** What several pages show of a petition: its state in a word, its score, and what it is about. */
import { isInForce, isVotedOn, type Petition } from '#index/petitions/petition'
import type { FoundPetition } from '#index/petitions/petition-keeper'
import { nameOf, type Subject } from '#index/petitions/petition-targets'
import { shownScore } from '#index/petitions/score'
import { pill } from '../components/pill.ts'
import { scoreBar } from '../components/score-bar.ts'
import { formatCount } from '../format/format-count.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { subjectHref } from './paths.ts'

export function statePill({ petitions }: Texts, petition: Petition): Html {
  const word = petitions.states[petition.state]
  if (isInForce(petition)) return pill('bad', word)
  return pill(isVotedOn(petition) ? 'warning' : 'neutral', word)
}

/** `Score 64 of 100`. */
export function scoreWords(texts: Texts, petition: Petition, nowSeconds: number): string {
  const count = (value: number): string => formatCount(texts.locale, value)
  const score = shownScore(petition, nowSeconds)
  return texts.petitions.score(count(score), count(petition.terms.threshold))
}

export function petitionScore(texts: Texts, petition: Petition, nowSeconds: number): Html {
  return scoreBar({
    words: scoreWords(texts, petition, nowSeconds),
    value: shownScore(petition, nowSeconds),
    goal: petition.terms.threshold,
  })
}

/** Of a gallery that was removed nothing is shown. */
export function subjectName({ petitions }: Texts, { subject }: FoundPetition): Content {
  if (subject === undefined || isRemoved(subject)) return petitions.gone
  return html`<bdi>${nameOf(subject)}</bdi>`
}

function isRemoved(subject: Subject): boolean {
  return subject.kind === 'gallery' && subject.gallery.state === 'removed'
}

export function subjectLink(texts: Texts, found: FoundPetition): Content {
  const name = subjectName(texts, found)
  if (found.subject === undefined || isRemoved(found.subject)) return name
  return html`<a href="${subjectHref(found.subject)}">${name}</a>`
}
