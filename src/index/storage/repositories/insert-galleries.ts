/**
 * Galleries as new rows. The first version of a chain is in its announce address, so a new row learns its number and then
 * holds it.
 */
import type { Transaction } from 'kysely'
import { assert } from '#base/assert'
import type { NewGallery } from '#index/galleries/gallery-repository'
import type { Engine } from '../engine.ts'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'
import { newGalleryColumns, type TagRow, tagRows } from './gallery-row.ts'

/** Their ids, which must be free where they are wanted. To be called under the lock `add_galleries`. */
export async function insertGalleries(
  transaction: Transaction<Tables>,
  engine: Pick<Engine, 'continueIds'>,
  galleries: readonly NewGallery[],
): Promise<Map<NewGallery, number>> {
  // Those that bring their ids come first: the numbers of the others begin after the largest.
  const numbered = await insertWanted(transaction, engine, galleries)
  const others = galleries.filter(({ wantedId }) => wantedId === undefined)
  const byKey = new Map(others.map((gallery) => [gallery.key, gallery]))
  assert(byKey.size === others.length, 'two new galleries have the same key')
  const rows = others.map(newGalleryColumns)
  for (const chunk of chunksOf(rows, Object.keys(rows[0] ?? {}).length)) {
    const query = transaction.insertInto('galleries').values(chunk).returning(['id', 'key'])
    for (const { id, key } of await query.execute()) {
      const gallery = byKey.get(key)
      if (gallery !== undefined) numbered.set(gallery, id)
    }
  }
  await setOwnIds(transaction, [...numbered.values()])
  const tags = [...numbered].flatMap(([gallery, id]) => tagRows(id, gallery.tags))
  await insertTags(transaction, tags)
  return numbered
}

async function insertWanted(
  transaction: Transaction<Tables>,
  engine: Pick<Engine, 'continueIds'>,
  galleries: readonly NewGallery[],
): Promise<Map<NewGallery, number>> {
  const numbered = new Map<NewGallery, number>()
  for (const gallery of galleries)
    if (gallery.wantedId !== undefined) numbered.set(gallery, gallery.wantedId)
  if (numbered.size === 0) return numbered
  const rows = [...numbered].map(([gallery, id]) => ({ id, ...newGalleryColumns(gallery) }))
  for (const chunk of chunksOf(rows, Object.keys(rows[0] ?? {}).length))
    await transaction.insertInto('galleries').values(chunk).execute()
  await engine.continueIds(transaction, ['galleries'])
  return numbered
}

async function setOwnIds(
  transaction: Transaction<Tables>,
  galleryIds: readonly number[],
): Promise<void> {
  for (const chunk of chunksOf(galleryIds, 1))
    await transaction
      .updateTable('galleries')
      .set((gallery) => ({ announce_id: gallery.ref('id'), current_id: gallery.ref('id') }))
      .where('id', 'in', chunk)
      .execute()
}

export async function insertTags(
  transaction: Transaction<Tables>,
  rows: readonly TagRow[],
): Promise<void> {
  for (const chunk of chunksOf(rows, 3))
    await transaction.insertInto('gallery_tags').values(chunk).execute()
}
