/** My Home: what a member has done here, torrent by torrent and day by day, and the way to everything of theirs. */
import type { MemberTorrentPage } from '#index/accounting/statistics'
import type { NamedTorrent } from '#index/accounting/statistics-repository'
import { accountPath, keyPath } from '../account/paths.ts'
import { emptyState } from '../components/message.ts'
import { page } from '../components/page.ts'
import { formatCount } from '../format/format-count.ts'
import { formatAge } from '../format/format-time.ts'
import { type Html, html } from '../html.ts'
import { petitionsPath } from '../petitions/paths.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { galleryListHref } from './gallery-list-address.ts'
import { homeCharts } from './home-charts.ts'
import { type HomeDanger, homeDanger } from './home-danger.ts'
import { type HomeStanding, homeStanding } from './home-standing.ts'
import { recordedTable, seedsNeededTable } from './home-tables.ts'
import { type HomeNumbers, homeTiles } from './home-tiles.ts'
import { countedPath, homePath, makingPath, recordedPath, torrentsPath } from './paths.ts'
import { torrentListHref } from './torrent-list-address.ts'

/** Rows of each table of the page. */
export const homeRowsMax = 20

export type HomeState = HomeNumbers &
  HomeDanger &
  HomeStanding & {
    readonly memberId: number
    /** Since all that was announced was recorded. */
    readonly ageSeconds: number
    readonly recorded: MemberTorrentPage
    readonly seedsNeeded: readonly NamedTorrent[]
    readonly nowSeconds: number
  }

export function homePage(shell: Shell, state: HomeState): Html {
  const { texts } = shell
  const words = texts.gallery.home
  return page(shell, {
    title: words.title,
    tab: homePath,
    content: html`<h1>${words.title}</h1>
      <p class="muted">${updated(texts, state.ageSeconds)} ${words.updates} <a href="${countedPath}">${words.counted}</a></p>
      ${homeTiles(texts, state)}
      <p class="hint">${words.completesMean}</p>
      ${homeStanding(texts, state)}
      ${homeDanger(texts, state)}
      ${recorded(texts, state)}
      ${seedsNeeded(texts, state)}
      ${homeCharts(texts, state.days)}
      ${links(texts, state.memberId)}`,
  })
}

function updated(texts: Texts, ageSeconds: number): string {
  const { updatedNow, updated: ago } = texts.gallery.home
  return ageSeconds < 60 ? updatedNow : ago(formatAge(texts.time, ageSeconds))
}

function recorded(texts: Texts, { recorded: { torrents, next }, nowSeconds }: HomeState): Html {
  const words = texts.gallery.home
  const action = { href: torrentsPath, label: words.noneRecorded.action }
  if (torrents.length === 0)
    return html`<h2>${words.recorded}</h2>${emptyState({ ...words.noneRecorded, action })}`
  return html`<h2>${words.recorded}</h2>
    <p>${words.recordedLead}</p>
    ${recordedTable(texts, torrents, nowSeconds)}
    ${next !== undefined && html`<p><a href="${recordedPath}">${words.recordedAll}</a></p>`}`
}

function seedsNeeded(texts: Texts, { seedsNeeded: torrents, nowSeconds }: HomeState): Html {
  const words = texts.gallery.home
  const isFull = torrents.length === homeRowsMax
  const first = isFull && words.seedsFirst(formatCount(texts.locale, homeRowsMax))
  return html`<h2>${words.seedsNeeded}</h2>
    ${
      torrents.length === 0
        ? html`<p class="muted">${words.noSeedsNeeded}</p>`
        : html`<p>${words.seedsLead} ${first}</p>${seedsNeededTable(texts, torrents, nowSeconds)}`
    }`
}

function links(texts: Texts, memberId: number): Html {
  const words = texts.gallery.home
  const all = [
    [torrentListHref({ isMine: true }), words.myTorrents],
    [galleryListHref({ ownerId: memberId }), words.myGalleries],
    [petitionsPath, texts.petitions.link],
    [countedPath, words.counted],
    [keyPath, words.key],
    [makingPath, words.making],
    [accountPath, words.account],
  ] as const
  return html`<h2>${words.more}</h2>
    <ul class="links">${all.map(([href, label]) => html`<li><a href="${href}">${label}</a></li>`)}</ul>`
}
