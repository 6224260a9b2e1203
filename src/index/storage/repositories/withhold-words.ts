/** Takes out of the search, in a database from before that was done, what its torrents are not to be found by any more. */
import type { Transaction } from 'kysely'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { storeTorrentWords } from './store-torrent-words.ts'
import { walkIds } from './walk-ids.ts'

/** Of torrents that the staff has taken out, and of those whose galleries are removed. */
export async function withholdWords(
  transaction: Transaction<Tables>,
  search: SearchDialect,
): Promise<void> {
  await walkIds(
    (after, limit) =>
      transaction
        .selectFrom('torrents')
        .innerJoin('galleries', 'galleries.id', 'torrents.gallery_id')
        .select('torrents.id')
        .where('torrents.id', '>', after)
        .where((torrent) =>
          torrent.or([
            torrent('torrents.tombstone_kind', '=', 'removed'),
            torrent('torrents.banned_at', 'is not', null),
            torrent('galleries.state', '=', 'removed'),
          ]),
        )
        .orderBy('torrents.id')
        .limit(limit)
        .execute(),
    (ids) => storeTorrentWords(transaction, search, ids),
  )
}
