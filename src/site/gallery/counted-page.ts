/** What a member's clients announce now, and what they announce in vain and why. */
import type { LiveSession, VainAnnounce } from '#index/accounting/live-sessions'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { infoHashText } from '#index/torrents/info-hash-text'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { page } from '../components/page.ts'
import { pill } from '../components/pill.ts'
import { table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatClock } from '../format/format-time.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { homePath, torrentsPath } from './paths.ts'

export type CountedState = {
  readonly sessions: readonly LiveSession[]
  /** Of all sessions with the key of today, shown or not. */
  readonly count: number
  readonly vain: readonly VainAnnounce[]
  readonly torrents: ReadonlyMap<number, GalleryTorrent>
  readonly nowSeconds: number
}

export function countedPage(shell: Shell, state: CountedState): Html {
  const { texts } = shell
  const words = texts.gallery.counted
  const { sessions, count, vain } = state
  const action = { href: torrentsPath, label: words.none.action }
  return page(shell, {
    title: words.title,
    tab: homePath,
    content: html`<h1>${words.title}</h1>
      <p>${words.lead}</p>
      ${
        sessions.length === 0
          ? emptyState({ ...words.none, action })
          : html`<p>${words.found(formatCount(texts.locale, count))}</p>
              ${sessions.some(({ isOldKey }) => isOldKey) && html`<p>${words.oldKeyLead}</p>`}
              ${sessionTable(texts, state)}`
      }
      ${vain.length > 0 && html`<h2>${words.vainTitle}</h2><p>${words.vainLead}</p>${vainTable(texts, state)}`}`,
  })
}

function sessionTable(texts: Texts, { sessions, torrents, nowSeconds }: CountedState): Html {
  const words = texts.gallery.counted
  return table(texts, {
    caption: words.caption,
    isList: true,
    rows: sessions,
    columns: [
      {
        head: words.torrent,
        kind: 'name',
        cell: ({ torrentId }) => torrentLink(words.forgotten, torrents.get(torrentId)),
      },
      {
        head: words.state,
        cell: ({ isSeeding }) =>
          isSeeding ? pill('good', words.seeding) : pill('neutral', words.downloading),
      },
      { head: words.client, cell: ({ client }) => html`<bdi>${client || words.unknown}</bdi>` },
      {
        head: words.protocol,
        cell: ({ protocol, families }) =>
          [words.protocols[protocol], ...families.map((family) => `IPv${family}`)].join(' '),
      },
      {
        head: words.key,
        cell: ({ isOldKey }) => (isOldKey ? pill('warning', words.oldKey) : words.todaysKey),
      },
      { head: words.last, cell: ({ lastAt }) => moment(texts, lastAt, nowSeconds) },
      {
        head: words.next,
        cell: ({ isOldKey, nextAt }) =>
          (isOldKey ? words.refusedBy : words.by)(formatClock(nextAt)),
      },
    ],
  })
}

function vainTable(texts: Texts, { vain, torrents, nowSeconds }: CountedState): Html {
  const words = texts.gallery.counted
  return table(texts, {
    caption: words.vainTitle,
    isList: true,
    isWrapped: true,
    rows: vain,
    columns: [
      {
        head: words.torrent,
        kind: 'name',
        cell: ({ torrentId, infoHash }) =>
          torrentLink(infoHashText(infoHash), torrents.get(torrentId)),
      },
      { head: words.client, cell: ({ client }) => html`<bdi>${client || words.unknown}</bdi>` },
      {
        head: words.told,
        kind: 'remark',
        cell: ({ failure, isOldKey }) =>
          html`${failure.text} ${isOldKey && pill('warning', words.oldKey)}`,
      },
      { head: words.last, cell: ({ lastAt }) => moment(texts, lastAt, nowSeconds) },
    ],
  })
}

function torrentLink(otherwise: string, torrent: GalleryTorrent | undefined): Content {
  if (torrent === undefined) return otherwise
  return html`<a href="${galleryTorrentPath(torrent)}"><bdi>${torrent.name}</bdi></a>`
}
