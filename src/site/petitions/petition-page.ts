/** One petition in each of its states: what it is about, its score and votes, and what whoever looks at it can do. */
import { isVotedOn, type Petition } from '#index/petitions/petition'
import type { FoundPetition } from '#index/petitions/petition-keeper'
import { daySeconds } from '#index/petitions/petition-rules'
import { buttonLink } from '../components/button-link.ts'
import { facts } from '../components/facts.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { formatMinute } from '../format/format-time.ts'
import { homePath } from '../gallery/paths.ts'
import { plainText } from '../gallery/plain-text.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { appealHref, petitionsPath } from './paths.ts'
import { petitionScore, statePill, subjectLink } from './petition-parts.ts'
import { decisionText, staffSection } from './staff-section.ts'
import { type OwnVote, ownVote, voteTable } from './vote-section.ts'

/** What the page can say was just done. */
export type PetitionDone = keyof Texts['petitions']['done']

export type PetitionPageState = {
  readonly found: FoundPetition
  readonly own: OwnVote
  readonly isModerator: boolean
  /** Until when members may appeal; undefined where nobody may any more. */
  readonly appealUntil: number | undefined
  readonly done: PetitionDone | undefined
  /** What was sent before, and what is wrong with it, as a sentence. */
  readonly verdict: string
  readonly problem: string | undefined
  readonly nowSeconds: number
}

export function petitionPage(shell: Shell, state: PetitionPageState): Html {
  const { texts } = shell
  const words = texts.petitions
  const { found, own, isModerator, done, problem, nowSeconds } = state
  const { petition } = found
  const title = words.page.title[petition.target.kind]
  const { explanation } = petition
  return page(shell, {
    title,
    tab: homePath,
    isProse: true,
    content: html`<h1>${title}</h1>
      <p><strong>${subjectLink(texts, found)}</strong></p>
      ${done !== undefined && notice(texts, 'good', words.done[done])}
      ${problem !== undefined && notice(texts, 'error', problem)}
      <p>${meaning(texts, petition)}</p>
      ${petitionScore(texts, petition, nowSeconds)}
      ${known(texts, state)}
      <h2>${words.page.explanation}</h2>
      ${explanation === '' ? html`<p class="muted">${words.page.noExplanation}</p>` : plainText(explanation)}
      ${ownVote(texts, petition, own)}
      ${appeal(texts, state)}
      ${isModerator && staffSection(texts, petition, state.verdict)}
      ${voteTable(texts, petition, nowSeconds)}
      <p><a href="${petitionsPath}">${words.page.back}</a></p>`,
  })
}

function meaning({ petitions: { meaning: words } }: Texts, petition: Petition): string {
  const { state, stateAt, terms } = petition
  if (state === 'open') return words.open(`${terms.threshold}`)
  // The minute in which it ends, or it would seem to be over before.
  if (state === 'held') return words.held(formatMinute(stateAt + terms.holdSeconds + 59))
  return words[state]
}

function known(texts: Texts, { found: { petition }, nowSeconds }: PetitionPageState): Html {
  const words = texts.petitions.page
  const { terms, ending, starter, openedAt } = petition
  const { clearsAt, voteSeconds } = terms
  const isOpen = isVotedOn(petition)
  return facts([
    { name: words.state, value: statePill(texts, petition) },
    {
      name: words.starter,
      value: html`<bdi>${starter.name}</bdi> <small>${moment(texts, openedAt, nowSeconds)}</small>`,
    },
    { name: words.clears, value: isOpen && clearsAt !== undefined && formatMinute(clearsAt) },
    {
      name: words.votesLast,
      value:
        isOpen &&
        voteSeconds !== undefined &&
        words.expires(texts.time.days(`${voteSeconds / daySeconds}`)),
    },
    {
      name: words.ended,
      value:
        ending !== undefined &&
        html`${texts.petitions.endings[ending.by]} <small>${moment(texts, ending.at, nowSeconds)}</small>`,
    },
    { name: words.decision, value: decisionText(texts, petition) },
  ])
}

function appeal(texts: Texts, { found: { petition }, appealUntil }: PetitionPageState): Content {
  const words = texts.petitions.page
  if (petition.appeal !== undefined) {
    const { by, statement } = petition.appeal
    return html`<h2><bdi>${words.appealBy(by.name)}</bdi></h2>
      ${statement === '' ? html`<p class="muted">${words.noStatement}</p>` : plainText(statement)}`
  }
  if (petition.state !== 'active' || appealUntil === undefined) return undefined
  return html`<h2>${words.appeal}</h2>
    <p>${words.appealUntil(formatMinute(appealUntil))}</p>
    <p class="actions">${buttonLink(appealHref(petition), words.appealLink)}</p>`
}
