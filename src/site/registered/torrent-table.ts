/** Torrents as rows: in the list, and on the front page. */
import type { Torrent } from '#index/torrents/torrent'
import type { TorrentOrder } from '#index/torrents/torrent-repository'
import { moment } from '../components/moment.ts'
import { pill } from '../components/pill.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { attributes, type Content, type Html, html } from '../html.ts'
import { sortingColumn } from '../lists/list-sorting.ts'
import type { Texts } from '../texts/texts.ts'
import { type ListAddress, sortHref } from './list-address.ts'
import { torrentHref } from './torrent-address.ts'

type TorrentColumn = Column<Torrent>

/** The whole list, with heads that sort it. */
export function listTable(
  texts: Texts,
  { torrents, address, nowSeconds, caption }: ListTableOptions,
): Html {
  const make = columnsFor(texts, nowSeconds, address)
  const columns = {
    live: [make.added, make.name, make.size, make.seeds, make.downloaders, make.completes],
    banned: [make.bannedAt, make.name, make.banReason, make.added, make.completes],
    removed: [make.removedAt, make.name, make.removalReason, make.added, make.completes],
  }[address.state]
  return table(texts, { caption, isList: true, rows: torrents, columns })
}

export type ListTableOptions = {
  readonly torrents: readonly Torrent[]
  readonly address: ListAddress
  readonly nowSeconds: number
  /** What the table lists, for those who cannot see it. */
  readonly caption: string
}

/** A few torrents in a narrow column. */
export function shortTable(
  texts: Texts,
  { torrents, nowSeconds, caption }: Omit<ListTableOptions, 'address'>,
): Html {
  const { added, name, size, seeds, downloaders } = columnsFor(texts, nowSeconds)
  const columns = [added, name, size, seeds, downloaders]
  return table(texts, { caption, isList: true, rows: torrents, columns })
}

function columnsFor(texts: Texts, nowSeconds: number, address?: ListAddress) {
  const words = texts.registered.torrents
  const age = (seconds: number | undefined): Content =>
    seconds === undefined ? '–' : moment(texts, seconds, nowSeconds)
  const count = (value: number): Content => (value === 0 ? 0 : formatCount(texts.locale, value))
  const sorting = (order: TorrentOrder) =>
    address && sortingColumn(address, order, sortHref(address, order))
  const number = { kind: 'number' } as const
  return {
    added: { head: words.added, ...sorting('added'), cell: ({ addedAt }) => age(addedAt) },
    name: { head: words.name, kind: 'name', ...sorting('name'), cell: nameLink },
    size: {
      ...number,
      head: words.size,
      ...sorting('size'),
      cell: ({ sizeBytes }) => (sizeBytes === undefined ? '–' : formatSize(sizeBytes)),
    },
    seeds: {
      ...number,
      head: '▲',
      title: words.seeds,
      glyph: 'seeds',
      ...sorting('seeders'),
      cell: ({ seeders }) => count(seeders),
    },
    downloaders: {
      ...number,
      head: '▼',
      title: words.downloaders,
      glyph: 'downloaders',
      ...sorting('leechers'),
      cell: ({ leechers }) => count(leechers),
    },
    completes: {
      ...number,
      head: '✓',
      title: words.completes,
      glyph: 'completes',
      ...sorting('completed'),
      cell: ({ completed }) => count(completed),
    },
    bannedAt: { head: words.banned, cell: ({ ban }) => age(ban?.bannedAt) },
    banReason: {
      head: words.reason,
      kind: 'remark',
      cell: ({ ban }) => ban && banText(texts, ban),
    },
    removedAt: { head: words.removed, cell: ({ removal }) => age(removal?.removedAt) },
    removalReason: {
      head: words.reason,
      kind: 'remark',
      cell: ({ removal }) => removal && removalText(texts, removal),
    },
  } satisfies Readonly<Record<string, TorrentColumn>>
}

/** Characters of a name for which every screen has room. */
const nameCharactersMin = 24

/** What may be cut off stands in the title, too. */
function nameLink(torrent: Torrent): Html {
  const { name } = torrent
  const title = name.length > nameCharactersMin && name
  const link = { href: torrentHref(torrent), title }
  return html`<a ${attributes(link)}><bdi>${name}</bdi></a>`
}

export function banText(texts: Texts, { reason, isPublic }: NonNullable<Torrent['ban']>): Html {
  const words = texts.registered.torrents
  const kind = isPublic ? pill('neutral', words.public) : pill('warning', words.private)
  return html`${kind} <bdi>${reason}</bdi>`
}

export function removalText(texts: Texts, { by, reason }: NonNullable<Torrent['removal']>): Html {
  const { states } = texts.registered.torrents.removedBy
  return html`${pill('neutral', states[by])} <bdi>${reason}</bdi>`
}
