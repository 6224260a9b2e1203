/** Makes the words of all galleries and their torrents, where a copy of a database has none yet. */
import type { Transaction } from 'kysely'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { refreshGalleryWords } from './store-gallery-words.ts'
import { storeTorrentWords } from './store-torrent-words.ts'
import { walkIds } from './walk-ids.ts'

export async function fillCatalogueWords(
  transaction: Transaction<Tables>,
  search: SearchDialect,
): Promise<void> {
  await walkIds(
    (after, limit) =>
      transaction
        .selectFrom('galleries')
        .select('id')
        .where('id', '>', after)
        .whereRef('id', '=', 'announce_id')
        .orderBy('id')
        .limit(limit)
        .execute(),
    (ids) => refreshGalleryWords(transaction, search, ids),
  )
  await walkIds(
    (after, limit) =>
      transaction
        .selectFrom('torrents')
        .select('id')
        .where('id', '>', after)
        .where('gallery_id', 'is not', null)
        .orderBy('id')
        .limit(limit)
        .execute(),
    (ids) => storeTorrentWords(transaction, search, ids),
  )
}
