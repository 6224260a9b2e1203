/** One torrent: what is known of it, its files, the two .torrent files, and what can be done with it. */
import type { MemberTorrent } from '#index/accounting/statistics-repository'
import { type GalleryTorrent, galleryTorrentPath, isGone } from '#index/galleries/gallery-torrent'
import type { Petition } from '#index/petitions/petition'
import type { ComingPurge } from '#index/purge/purge-torrent'
import { mayBury } from '#index/torrents/tombstone'
import type { TorrentFile } from '#index/torrents/torrent'
import { loginPath } from '../account/paths.ts'
import { buttonLink } from '../components/button-link.ts'
import { facts } from '../components/facts.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { tiles } from '../components/tiles.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { formatMinute } from '../format/format-time.ts'
import { sentence } from '../format/sentence.ts'
import { type Content, type Html, html } from '../html.ts'
import { queryHref } from '../lists/list-place.ts'
import { reportLink } from '../moderation/report-link.ts'
import { petitionBox } from '../petitions/petition-box.ts'
import { hashFacts, torrentFiles } from '../registered/torrent-content.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { personalHref, publicHref } from './download-address.ts'
import { windowHref } from './gallery-address.ts'
import {
  type GalleryVisitor,
  isUploader,
  mayChangeTorrent,
  mayEditTorrent,
  maySeeContent,
} from './gallery-visitor.ts'
import { ownRecord } from './own-record.ts'
import { torrentsPath } from './paths.ts'
import { plainText } from './plain-text.ts'
import { purgeNotice } from './purge-notice.ts'
import {
  editTorrentHref,
  replaceTorrentHref,
  type TorrentAct,
  torrentActHref,
} from './torrent-address.ts'
import { torrentGalleryLink } from './torrent-gallery-link.ts'
import { torrentListHref } from './torrent-list-address.ts'

/** What the page can say was just done. */
export type TorrentDone = keyof Texts['gallery']['torrent']['done']

export type TorrentPageState = {
  readonly torrent: GalleryTorrent
  /** What took its place, if anything. */
  readonly replacement: GalleryTorrent | undefined
  readonly files: readonly TorrentFile[]
  readonly visitor: GalleryVisitor
  /** Undefined where it will not be purged. */
  readonly purge: ComingPurge | undefined
  /** What is recorded of the visitor with it. */
  readonly record: MemberTorrent | undefined
  /** Those that are voted on or in force; none for guests. */
  readonly petitions: readonly Petition[]
  readonly done: TorrentDone | undefined
  readonly nowSeconds: number
}

export function torrentPage(shell: Shell, state: TorrentPageState): Html {
  const { texts } = shell
  const words = texts.gallery.torrent
  const { torrent, done } = state
  return page(shell, {
    title: torrent.name,
    tab: torrentsPath,
    content: html`<h1><bdi>${torrent.name}</bdi></h1>
      ${done !== undefined && notice(texts, 'good', words.done[done])}
      ${refusals(texts, state)}
      ${purgeNotice(texts, state)}
      ${!isGone(torrent) && downloads(texts, state)}
      <div class="beside">
        <div>${known(texts, state)}</div>
        <div>${swarm(texts, torrent)}
          ${state.record !== undefined && ownRecord(texts, state.record, state.nowSeconds)}
          ${maySeeContent(state.visitor, torrent) && commentOf(texts, torrent)}
          ${actions(texts, state)}
          ${petitionBox(texts, { ...state, subject: { kind: 'torrent', torrent } })}
        </div>
      </div>
      ${
        maySeeContent(state.visitor, torrent)
          ? torrentFiles(texts, torrent, state.files)
          : html`<p class="muted">${words.withheld}</p>`
      }
      <p><a href="${windowHref(torrent.gallery)}">${words.backToIndex}</a>
        ${torrent.tombstone === undefined && reportLink(texts, state.visitor, { kind: 'torrent', id: torrent.id })}</p>`,
  })
}

function commentOf(texts: Texts, { comment }: GalleryTorrent): Html {
  const words = texts.gallery.torrent
  return html`<h2>${words.comment}</h2>
    ${comment === '' ? html`<p class="muted">${words.noComment}</p>` : plainText(comment)}`
}

/** Why clients are refused it, and where its successor is. */
function refusals(texts: Texts, { torrent, replacement, visitor }: TorrentPageState): Content {
  const words = texts.gallery.torrent
  const { tombstone, ban } = torrent
  const isTold = ban?.isPublic === true || visitor.may('moderate')
  return [
    replacement !== undefined &&
      notice(
        texts,
        'warning',
        html`${words.replaced} <a href="${galleryTorrentPath(replacement)}"><bdi>${replacement.name}</bdi></a>`,
      ),
    tombstone !== undefined &&
      notice(
        texts,
        'warning',
        html`${words.states[tombstone.kind]} <bdi>${sentence(tombstone.reason)}</bdi>`,
      ),
    ban !== undefined &&
      notice(
        texts,
        'warning',
        html`${words.banned} ${isTold && html`<bdi>${sentence(ban.reason)}</bdi>`}`,
      ),
  ]
}

function downloads(texts: Texts, { torrent, visitor }: TorrentPageState): Html {
  const words = texts.gallery.torrent
  const isMember = visitor.member !== undefined
  const logIn = queryHref(loginPath, { next: galleryTorrentPath(torrent) })
  const personal = isMember ? personalHref(torrent) : logIn
  const remark = isMember ? words.personalizedMeans : words.personalizedLogIn
  return html`<ul class="links">
    <li><a href="${personal}">${words.personalized}</a> <span class="muted">(${remark})</span></li>
    <li><a href="${publicHref(torrent)}">${words.redistributable}</a>
      <span class="muted">(${words.redistributableMeans})</span></li>
  </ul>`
}

function swarm(texts: Texts, { seeders, leechers, completed }: GalleryTorrent): Html {
  const words = texts.gallery.torrent
  const count = (value: number): string => formatCount(texts.locale, value)
  return tiles([
    { label: words.seeds, figure: count(seeders), glyph: 'seeds' },
    { label: words.dlers, figure: count(leechers), glyph: 'downloaders' },
    { label: words.completes, figure: count(completed), glyph: 'completes' },
  ])
}

function known(texts: Texts, { torrent, visitor, nowSeconds }: TorrentPageState): Html {
  const words = texts.gallery.torrent
  const { uploader, addedAt, sizeBytes, pieceLengthBytes, isPrivate } = torrent
  return facts([
    {
      name: words.posted,
      value: html`${formatMinute(addedAt)} <small>${moment(texts, addedAt, nowSeconds)}</small>`,
    },
    {
      name: words.uploader,
      value: html`<a href="${torrentListHref({ uploaderId: uploader.id })}"><bdi>${uploader.name}</bdi></a>`,
    },
    {
      name: words.gallery,
      value: html`${torrentGalleryLink(texts, torrent, visitor)}
        ${torrent.isOutdated && html`<small>${words.outdated}</small>`}`,
    },
    { name: words.size, value: sizeBytes === undefined ? '–' : formatSize(sizeBytes) },
    { name: words.pieces, value: pieceLengthBytes && formatSize(pieceLengthBytes) },
    { name: words.kind, value: isPrivate ? words.isPrivate : words.isPublic },
    ...hashFacts(texts, torrent),
  ])
}

function actions(texts: Texts, { torrent, visitor }: TorrentPageState): Content {
  const words = texts.gallery.torrent
  const isLive = torrent.tombstone === undefined
  const isTheirs = mayChangeTorrent(visitor, torrent)
  const links = [
    mayEditTorrent(visitor, torrent) && buttonLink(editTorrentHref(torrent), words.modify),
    isTheirs && isLive && buttonLink(replaceTorrentHref(torrent), words.replace),
    possibleActs(visitor, torrent).map((act) =>
      buttonLink(torrentActHref(torrent, act), words.acts[act].link, isDestructive(act)),
    ),
  ]
  return isTheirs && html`<p class="actions">${links}</p>`
}

/** What a visitor may do with a torrent that is as it is. */
export function possibleActs(
  visitor: GalleryVisitor,
  { tombstone, ban, ...torrent }: GalleryTorrent,
): readonly TorrentAct[] {
  const isLive = tombstone === undefined
  const own: TorrentAct[] =
    isLive && isUploader(visitor, { tombstone, ban, ...torrent }) ? ['expunge'] : []
  if (!visitor.may('moderate')) return own
  const banning: TorrentAct = ban === undefined ? 'ban' : 'unban'
  const removing: TorrentAct[] = mayBury(tombstone, 'removed') ? ['remove'] : []
  return [...own, banning, ...removing, ...(isLive ? [] : ['restore' as const])]
}

export function isDestructive(act: TorrentAct): boolean {
  return act === 'expunge' || act === 'remove' || act === 'ban'
}
