/** The newest torrents, for the front page. */
import { StorageError } from '#index/storage/storage-error'
import type { Torrent } from '#index/torrents/torrent'
import type { Torrents } from '#index/torrents/torrents'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { shortTable } from './torrent-table.ts'

const rows = 10

/** Nothing while there are none, or the database is away: the page has more to say than this. */
export async function newestTorrents(
  texts: Texts,
  torrents: Torrents,
  nowSeconds: number,
): Promise<Html> {
  const newest = await readNewest(torrents)
  if (newest.length === 0) return html``
  const words = texts.registered.torrents
  return html`<h2>${words.newest}</h2>
    ${shortTable(texts, { torrents: newest, nowSeconds, caption: words.newest })}
    <p><a href="/torrents">${words.all}</a></p>`
}

async function readNewest(torrents: Torrents): Promise<readonly Torrent[]> {
  const query = {
    state: 'live',
    search: '',
    order: 'added',
    isDescending: true,
    after: undefined,
    limit: rows,
  } as const
  try {
    return (await torrents.list(query)).torrents
  } catch (error) {
    if (error instanceof StorageError) return []
    throw error
  }
}
