/** What is recorded of a member with one torrent, on the page of the torrent. */
import type { MemberTorrent } from '#index/accounting/statistics-repository'
import { facts } from '../components/facts.ts'
import { moment } from '../components/moment.ts'
import { formatSize } from '../format/format-size.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { seedMinutes } from './home-tables.ts'

export function ownRecord(texts: Texts, record: MemberTorrent, nowSeconds: number): Html {
  const words = texts.gallery.home
  const { uploaded, downloaded, seedSeconds, completedAt, client, lastAt } = record
  return html`<h2>${words.ofTorrent}</h2>
    ${facts([
      { name: words.uploaded, value: formatSize(uploaded) },
      { name: words.downloaded, value: formatSize(downloaded) },
      { name: words.seedmins, value: seedMinutes(texts, seedSeconds) },
      {
        name: words.completed,
        value: completedAt !== undefined && moment(texts, completedAt, nowSeconds),
      },
      { name: words.last, value: moment(texts, lastAt, nowSeconds) },
      { name: words.client, value: client !== '' && html`<bdi>${client}</bdi>` },
    ])}`
}
