/** Keeps the words of the torrents' names for the search. */
import type { Transaction } from 'kysely'
import { tokenize } from '#index/search/tokenize'
import { chunksOf } from './repositories/chunks.ts'
import type { SearchDialect } from './search-dialect.ts'
import type { Tables } from './tables.ts'

/** PostgreSQL keeps 255 places of one word. A name as long as a tracker takes has fewer words. */
const wordsOfNameMax = 255

/** Torrents whose names are read at once. */
const namesAtOnce = 5000

export type NamedTorrent = { readonly id: number; readonly name: string }

export async function storeWords(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrents: readonly NamedTorrent[],
): Promise<void> {
  const rows = torrents.map(({ id, name }) => ({
    torrent_id: id,
    words: search.stored(tokenize(name).slice(0, wordsOfNameMax)),
  }))
  for (const chunk of chunksOf(rows, 2))
    await transaction.insertInto('torrent_words').values(chunk).execute()
}

/** Of all torrents, where there are no words yet. */
export async function fillWords(
  transaction: Transaction<Tables>,
  search: SearchDialect,
): Promise<void> {
  for (let after = 0; ; ) {
    const torrents = await transaction
      .selectFrom('torrents')
      .select(['id', 'name'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(namesAtOnce)
      .execute()
    await storeWords(transaction, search, torrents)
    const last = torrents.at(-1)
    if (last === undefined) return
    after = last.id
  }
}
