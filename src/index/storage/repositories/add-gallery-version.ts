/** Stores a newer version of a gallery, which takes the place of the one before in every list. */
import type { Transaction } from 'kysely'
import type { NewGallery } from '#index/galleries/gallery-repository'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { insertTags } from './add-galleries.ts'
import { lockChain } from './gallery-chain.ts'
import { newGalleryColumns, tagRows } from './gallery-row.ts'
import { refreshGalleryWords } from './store-gallery-words.ts'

/** The id of the new version; undefined where `parentId` is not the newest of its chain. */
export async function addGalleryVersion(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  parentId: number,
  gallery: NewGallery,
): Promise<number | undefined> {
  const chain = await transaction
    .selectFrom('galleries')
    .select('announce_id')
    .where('id', '=', parentId)
    .executeTakeFirst()
  if (chain === undefined) return undefined
  await lockChain(transaction, chain.announce_id)
  const parent = await transaction
    .selectFrom('galleries')
    .select(['current_id', 'cover_hash', 'cover_width', 'cover_height', 'torrent_count'])
    .where('id', '=', parentId)
    .executeTakeFirstOrThrow()
  if (parent.current_id !== parentId) return undefined
  const { id } = await transaction
    .insertInto('galleries')
    .values({
      ...parent,
      ...newGalleryColumns(gallery),
      announce_id: chain.announce_id,
      parent_id: parentId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await transaction
    .updateTable('galleries')
    .set({ current_id: id })
    .where('announce_id', '=', chain.announce_id)
    .execute()
  await insertTags(transaction, tagRows(id, gallery.tags))
  await refreshGalleryWords(transaction, search, [chain.announce_id])
  return id
}
