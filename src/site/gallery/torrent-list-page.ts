/** The list of all torrents: searched, in an order, a page at a time. */
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { TorrentTotal } from '#index/torrents/torrent-repository'
import { emptyState } from '../components/message.ts'
import { page } from '../components/page.ts'
import { feedLinks } from '../feeds/feed-address.ts'
import { type Html, html } from '../html.ts'
import { type FoundRows, fromStart } from '../lists/list-place.ts'
import { listRange } from '../lists/list-range.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { choiceLine } from './choice-line.ts'
import { feedLine } from './feed-line.ts'
import type { GalleryVisitor } from './gallery-visitor.ts'
import { torrentsPath } from './paths.ts'
import { searchHelp, searchRemarks } from './search-help.ts'
import {
  type TorrentListAddress,
  torrentListHref,
  torrentListQuery,
  torrentStatuses,
} from './torrent-list-address.ts'
import { torrentListTable } from './torrent-list-table.ts'

export type TorrentListState = {
  readonly address: TorrentListAddress
  readonly found: FoundRows<GalleryTorrent>
  /** On all pages of the list. */
  readonly total: TorrentTotal
  readonly visitor: GalleryVisitor
  readonly nowSeconds: number
}

export function torrentListPage(shell: Shell, state: TorrentListState): Html {
  const { texts } = shell
  const words = texts.gallery.torrents
  const { address, found } = state
  const { search } = address
  return page(shell, {
    title: search === '' ? words.heading : texts.gallery.list.searched(search),
    tab: torrentsPath,
    search: { action: torrentsPath, words: search, kept: torrentListQuery(address) },
    feeds: feedLinks(texts, { kind: 'torrents', search }),
    content: html`<h1>${words.heading}</h1>
      ${choices(texts, state)}
      ${searchRemarks(texts, search)}
      ${found.rows.length === 0 ? emptyList(texts, address) : rows(texts, state)}
      <p class="muted">${words.footnote}</p>
      ${feedLine(texts, 'torrents', search)}
      ${searchHelp(texts)}`,
  })
}

function choices(texts: Texts, { address, found }: TorrentListState): Html {
  const words = texts.gallery.torrents
  const start = fromStart(address)
  const statuses = torrentStatuses.map((status) => ({
    label: words.states[status],
    href: torrentListHref({ ...start, status }),
    isCurrent: address.status === status,
  }))
  const everybody = { ...start, uploaderId: undefined }
  const whose = [false, true].map((isMine) => ({
    label: isMine ? words.mine : words.all,
    href: torrentListHref({ ...everybody, isMine }),
    isCurrent: address.uploaderId === undefined && address.isMine === isMine,
  }))
  const uploader = address.uploaderId !== undefined && {
    label: words.of(found.rows[0]?.uploader.name ?? `${address.uploaderId}`),
    href: torrentListHref(start),
    isCurrent: true,
  }
  return html`${choiceLine(words.status, statuses)}
    ${choiceLine(words.show, uploader === false ? whose : [...whose, uploader])}`
}

function rows(texts: Texts, { found, total, ...state }: TorrentListState): Html {
  const { address } = state
  const caption = texts.gallery.torrents.heading
  return html`${torrentListTable(texts, { ...state, torrents: found.rows, caption })}
    ${listRange(texts, {
      words: texts.gallery.list,
      found,
      place: address,
      total,
      isByTime: address.order === 'added' && address.isDescending,
      hrefAt: (place) => torrentListHref({ ...address, ...place }),
    })}`
}

function emptyList(texts: Texts, address: TorrentListAddress): Html {
  const { pastEnd, noHits } = texts.gallery.list
  const words = texts.gallery.torrents
  if (address.after !== undefined) {
    const href = torrentListHref(fromStart(address))
    return emptyState({ ...pastEnd, action: { href, label: pastEnd.action } })
  }
  if (torrentListHref(address) === torrentsPath) return emptyState(words.noTorrents)
  const action = { href: torrentsPath, label: words.showAll }
  return emptyState({ what: noHits, why: words.noTorrentHits, action })
}
