/** Where a member stands: points with what they are made of, and ranks. */
import type { PointBalance } from '#index/points/point-entry'
import type { OwnRanks } from '#index/toplists/toplists'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { pointsPath, toplistsPath } from './paths.ts'
import { balanceFacts } from './points-page.ts'
import { computed, ownRanks } from './toplist-page.ts'

export type HomeStanding = {
  readonly points: PointBalance
  readonly ranks: OwnRanks
  readonly nowSeconds: number
}

export function homeStanding(texts: Texts, { points, ranks, nowSeconds }: HomeStanding): Html {
  return html`<h2>${texts.points.title}</h2>
    ${balanceFacts(texts, points)}
    <p><a href="${pointsPath}">${texts.points.all}</a></p>
    <h2>${texts.toplists.title}</h2>
    <p>${ownRanks(texts, ranks)} <span class="muted">${computed(texts, ranks.computedAt, nowSeconds)}</span></p>
    <p><a href="${toplistsPath}">${texts.toplists.title}</a></p>`
}
