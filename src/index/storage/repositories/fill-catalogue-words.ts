/** Makes the words of all galleries and their torrents, where a copy of a database has none yet. */
import type { Transaction } from 'kysely'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { refreshGalleryWords } from './store-gallery-words.ts'
import { storeTorrentWords } from './store-torrent-words.ts'

/** Rows whose words are made at once. */
const atOnce = 500

export async function fillCatalogueWords(
  transaction: Transaction<Tables>,
  search: SearchDialect,
): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const galleries = await transaction
      .selectFrom('galleries')
      .select('id')
      .where('id', '>', after)
      .whereRef('id', '=', 'announce_id')
      .orderBy('id')
      .limit(atOnce)
      .execute()
    const ids = galleries.map(({ id }) => id)
    await refreshGalleryWords(transaction, search, ids)
    after = ids.at(-1)
  }
  for (let after: number | undefined = 0; after !== undefined; ) {
    const torrents = await transaction
      .selectFrom('torrents')
      .select('id')
      .where('id', '>', after)
      .where('gallery_id', 'is not', null)
      .orderBy('id')
      .limit(atOnce)
      .execute()
    const ids = torrents.map(({ id }) => id)
    await storeTorrentWords(transaction, search, ids)
    after = ids.at(-1)
  }
}
