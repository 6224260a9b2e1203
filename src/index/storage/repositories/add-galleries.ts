/**
 * Stores a batch of galleries. One whose external id is there already, also within the batch, is known and stays as
 * it is. The first version of a chain is in its announce address, so a new row learns its number and then holds it.
 */
import type { Kysely, Transaction } from 'kysely'
import { assert } from '#base/assert'
import type { AddedGallery, NewGallery } from '#index/galleries/gallery-repository'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'
import { newGalleryColumns, readGalleries, type TagRow, tagRows } from './gallery-row.ts'
import { storeGalleryWords } from './store-gallery-words.ts'

/** What becomes of one new gallery. */
type Place = { readonly outcome: AddedGallery['outcome']; readonly id: number }

/** Outcomes are in the order given. */
export async function addGalleries(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  galleries: readonly NewGallery[],
): Promise<AddedGallery[]> {
  const known = await idsOf(transaction, galleries)
  const fresh = firstOfEach(galleries).filter(({ externalId = '' }) => !known.has(externalId))
  const numbered = await insertAll(transaction, fresh)
  await storeGalleryWords(transaction, search, [...numbered.values()])
  // Whoever added the same meanwhile was first.
  const missed = fresh.filter((gallery) => !numbered.has(gallery))
  for (const [externalId, id] of await idsOf(transaction, missed)) known.set(externalId, id)
  const firsts = new Map([...numbered].map(([gallery, id]) => [gallery.externalId, id]))
  const places = galleries.map((gallery): Place => {
    const id = numbered.get(gallery)
    if (id !== undefined) return { outcome: 'added', id }
    const { externalId = '' } = gallery
    const other = known.get(externalId) ?? firsts.get(externalId)
    assert(other !== undefined, 'a gallery was neither added nor known')
    return { outcome: 'known', id: other }
  })
  const stored = await readGalleries(
    transaction,
    places.map(({ id }) => id),
  )
  return stored.map((gallery, index) => ({ outcome: places[index]?.outcome ?? 'known', gallery }))
}

/** Without those that another of the batch is the same as. */
function firstOfEach(galleries: readonly NewGallery[]): NewGallery[] {
  const seen = new Set<string>()
  return galleries.filter(({ externalId }) => {
    if (externalId === undefined) return true
    const isFirst = !seen.has(externalId)
    seen.add(externalId)
    return isFirst
  })
}

/** What is stored already, by external id. */
async function idsOf(
  database: Kysely<Tables>,
  galleries: readonly NewGallery[],
): Promise<Map<string, number>> {
  const wanted = galleries.flatMap(({ externalId }) => externalId ?? [])
  const ids = new Map<string, number>()
  for (const chunk of chunksOf(wanted, 1)) {
    const rows = await database
      .selectFrom('galleries')
      .select(['id', 'external_id'])
      .where('external_id', 'in', chunk)
      .execute()
    for (const { id, external_id } of rows) if (external_id !== null) ids.set(external_id, id)
  }
  return ids
}

/** The ids of those that were inserted: all but those that somebody else has added meanwhile. */
async function insertAll(
  transaction: Transaction<Tables>,
  galleries: readonly NewGallery[],
): Promise<Map<NewGallery, number>> {
  const byKey = new Map(galleries.map((gallery) => [gallery.key, gallery]))
  assert(byKey.size === galleries.length, 'two new galleries have the same key')
  const numbered = new Map<NewGallery, number>()
  const rows = galleries.map(newGalleryColumns)
  for (const chunk of chunksOf(rows, Object.keys(rows[0] ?? {}).length)) {
    const inserted = await transaction
      .insertInto('galleries')
      .values(chunk)
      .onConflict((conflict) => conflict.column('external_id').doNothing())
      .returning(['id', 'key'])
      .execute()
    for (const { id, key } of inserted) {
      const gallery = byKey.get(key)
      if (gallery !== undefined) numbered.set(gallery, id)
    }
  }
  await setOwnIds(transaction, [...numbered.values()])
  await insertTags(
    transaction,
    [...numbered].flatMap(([gallery, id]) => tagRows(id, gallery.tags)),
  )
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
