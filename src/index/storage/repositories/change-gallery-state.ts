/**
 * Puts a gallery into another state, in all its versions: what was taken out must not be there to be read in an older one.
 * What was taken out together comes back together; a version that was out by itself, from when each had a state of its
 * own, stays so until it is asked for.
 */
import type { Transaction } from 'kysely'
import type { SeenStateChange } from '#index/galleries/gallery-repository'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { lockChainOf } from './gallery-chain.ts'
import { stateColumns } from './gallery-row.ts'
import { storeWordsOfTorrentsIn } from './store-torrent-words.ts'
import { wakePetitions } from './wake-petitions.ts'

/** Undefined where there is no such gallery; `kept` where it is in another state than was seen. */
export async function changeGalleryState(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  galleryId: number,
  { seen, ...change }: SeenStateChange,
): Promise<'changed' | 'kept' | undefined> {
  const announceId = await lockChainOf(transaction, galleryId)
  if (announceId === undefined) return undefined
  const { own, newest } = await transaction
    .selectFrom('galleries as own')
    .innerJoin('galleries as newest', 'newest.id', 'own.current_id')
    .select(['own.state as own', 'newest.state as newest'])
    .where('own.id', '=', galleryId)
    .executeTakeFirstOrThrow()
  if (own !== seen) return 'kept'
  await transaction
    .updateTable('galleries')
    .set(stateColumns(change))
    .where('announce_id', '=', announceId)
    .where('state', 'in', [own, newest])
    .execute()
  // The torrents of what is removed are not found by its title and its tags.
  if ([own, newest, change.state].includes('removed'))
    await storeWordsOfTorrentsIn(transaction, search, 'announce_id', announceId)
  if (change.state === 'live') await wakePetitions(transaction, 'gallery', [announceId])
  return 'changed'
}
