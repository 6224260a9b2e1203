/** The votes of a petition, and the member's own. */
import { isVotedOn, type Petition, type Vote } from '#index/petitions/petition'
import { countingVotes } from '#index/petitions/score'
import { moment } from '../components/moment.ts'
import { table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { powerHref, voteHref } from './paths.ts'

/** What the one who looks at it may do. */
export type OwnVote = {
  readonly memberId: number
  readonly power: number
  /** What their vote would weigh. */
  readonly weight: number
  readonly neededPower: number
  /** They uploaded the torrent, and their vote for expunging it decides. */
  readonly isDecisive: boolean
}

export function ownVote(texts: Texts, petition: Petition, own: OwnVote): Content {
  const words = texts.petitions.page
  const count = (value: number): string => formatCount(texts.locale, value)
  const cast = petition.votes.find(({ by }) => by.id === own.memberId)
  const voted =
    cast && html`<p>${words.voted(cast.isFor ? words.for : words.against, count(cast.weight))}</p>`
  const mayVote = isVotedOn(petition) && (cast === undefined || (own.isDecisive && !cast.isFor))
  if (!mayVote) return voted && html`<h2>${words.yourVote}</h2>${voted}`
  if (!own.isDecisive && own.power < own.neededPower)
    return html`<h2>${words.yourVote}</h2>
      <p>${words.tooLittle(count(own.neededPower), count(own.power))}
        <a href="${powerHref}">${words.aboutPower}</a></p>`
  return html`<h2>${words.yourVote}</h2>
    ${voted}
    <p>${own.isDecisive ? words.decides : words.weighs(count(own.weight))}
      <a href="${powerHref}">${words.aboutPower}</a></p>
    <form action="${voteHref(petition)}" method="post">
      <p class="actions"><button class="destructive" name="vote" value="for">${words.voteFor}</button>
        ${cast === undefined && html`<button name="vote" value="against">${words.voteAgainst}</button>`}</p>
    </form>`
}

export function voteTable(texts: Texts, petition: Petition, nowSeconds: number): Html {
  const words = texts.petitions.page
  if (petition.votes.length === 0) return html`<h2>${words.votes}</h2><p>${words.noVotes}</p>`
  const counting = new Set(countingVotes(petition, petition.ending?.at ?? nowSeconds))
  return html`<h2>${words.votes}</h2>
    ${table<Vote>(texts, {
      caption: words.votes,
      rows: petition.votes,
      columns: [
        { head: words.voter, kind: 'name', cell: ({ by }) => html`<bdi>${by.name}</bdi>` },
        { head: words.vote, cell: ({ isFor }) => (isFor ? words.for : words.against) },
        {
          head: words.weight,
          kind: 'number',
          cell: ({ isFor, weight }) => `${isFor ? '+' : '−'}${formatCount(texts.locale, weight)}`,
        },
        {
          head: words.when,
          cell: (vote) =>
            html`${moment(texts, vote.at, nowSeconds)}
              ${!counting.has(vote) && html`<small>${words.expired}</small>`}`,
        },
      ],
    })}`
}
