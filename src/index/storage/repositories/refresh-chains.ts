/**
 * Keeps in step what galleries say of the torrents of their chains of versions, after those have changed: how many there
 * are that may be announced, and the words of their names.
 */
import type { Transaction } from 'kysely'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { lockChain } from './gallery-chain.ts'
import { refreshGalleryWords } from './store-gallery-words.ts'

export async function refreshChains(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  announceIds: Iterable<number>,
): Promise<void> {
  // In one order, so that no two transactions wait for each other.
  const chains = [...new Set(announceIds)].toSorted((one, other) => one - other)
  for (const announceId of chains) {
    // A statement of its own: the one after it sees what others had done when they let go.
    await lockChain(transaction, announceId)
    await recount(transaction, announceId)
  }
  await refreshGalleryWords(transaction, search, chains)
}

async function recount(transaction: Transaction<Tables>, announceId: number): Promise<void> {
  await transaction
    .updateTable('galleries')
    .set((gallery) => ({
      torrent_count: gallery
        .selectFrom('torrents')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('torrents.announce_id', '=', announceId)
        .where('torrents.state', '=', 'live'),
    }))
    .where('announce_id', '=', announceId)
    .execute()
}
