/** A member's torrents with what is recorded of each, and those of theirs that nobody seeds. */
import type { MemberTorrent, NamedTorrent } from '#index/accounting/statistics-repository'
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { moment } from '../components/moment.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export function recordedTable(
  texts: Texts,
  torrents: readonly MemberTorrent[],
  nowSeconds: number,
): Html {
  const words = texts.gallery.home
  return table(texts, {
    caption: words.recorded,
    isList: true,
    rows: torrents,
    columns: [
      torrentColumn(texts),
      { head: words.uploaded, kind: 'number', cell: ({ uploaded }) => formatSize(uploaded) },
      { head: words.downloaded, kind: 'number', cell: ({ downloaded }) => formatSize(downloaded) },
      {
        head: words.seedmins,
        kind: 'number',
        cell: ({ seedSeconds }) => seedMinutes(texts, seedSeconds),
      },
      {
        head: words.completed,
        cell: ({ completedAt }) =>
          completedAt === undefined ? '–' : moment(texts, completedAt, nowSeconds),
      },
      {
        head: words.client,
        kind: 'aside',
        cell: ({ client }) => html`<bdi>${client || words.unknown}</bdi>`,
      },
      { head: words.last, cell: ({ lastAt }) => moment(texts, lastAt, nowSeconds) },
    ],
  })
}

export function seedMinutes({ locale }: Texts, seedSeconds: number): string {
  return formatCount(locale, Math.floor(seedSeconds / 60))
}

export function seedsNeededTable(
  texts: Texts,
  torrents: readonly NamedTorrent[],
  nowSeconds: number,
): Html {
  const words = texts.gallery.home
  return table(texts, {
    caption: words.seedsNeeded,
    isList: true,
    rows: torrents,
    columns: [
      torrentColumn(texts),
      { head: words.posted, cell: ({ addedAt }) => moment(texts, addedAt, nowSeconds) },
    ],
  })
}

type Torrent = { readonly name?: string | undefined; readonly infoHash?: Uint8Array | undefined }

function torrentColumn({ gallery: { home } }: Texts): Column<Torrent> {
  return {
    head: home.torrent,
    kind: 'name',
    cell: ({ name, infoHash }) =>
      infoHash === undefined
        ? home.forgotten
        : html`<a href="${galleryTorrentPath({ infoHash })}"><bdi>${name}</bdi></a>`,
  }
}
