/** Torrents of a member that are about to be purged. */
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { ComingPurge } from '#index/purge/purge-torrent'
import { moment } from '../components/moment.ts'
import { table } from '../components/table.ts'
import { formatDay } from '../format/format-time.ts'
import { type Content, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export type HomeDanger = {
  readonly danger: readonly ComingPurge[]
  readonly nowSeconds: number
}

/** Nothing where there are none. */
export function homeDanger(texts: Texts, { danger, nowSeconds }: HomeDanger): Content {
  const words = texts.purge
  if (danger.length === 0) return false
  return html`<h2>${words.own.title}</h2>
    <p>${words.own.lead}</p>
    ${table(texts, {
      caption: words.own.title,
      isList: true,
      rows: danger,
      columns: [
        {
          head: words.torrent,
          kind: 'name',
          cell: (torrent) =>
            html`<a href="${galleryTorrentPath(torrent)}"><bdi>${torrent.name}</bdi></a>`,
        },
        {
          head: words.seeded,
          cell: ({ seededAt }) =>
            seededAt === undefined ? words.never : moment(texts, seededAt, nowSeconds),
        },
        { head: words.purged, cell: ({ purgeAt }) => formatDay(purgeAt) },
      ],
    })}`
}
