/** Stores a newer version of a gallery, which takes the place of the one before in every list. */
import type { Transaction } from 'kysely'
import type { NewGallery, StateChange } from '#index/galleries/gallery-repository'
import type { Engine } from '../engine.ts'
import type { Tables } from '../tables.ts'
import { lockChainOf } from './gallery-chain.ts'
import {
  conflictOf,
  findKnown,
  type GalleryPlace,
  type KnownGallery,
  knownPlace,
  readTakenIds,
} from './gallery-place.ts'
import { newGalleryColumns, stateColumns, tagRows } from './gallery-row.ts'
import { insertTags } from './insert-galleries.ts'
import { refreshGalleryWords } from './store-gallery-words.ts'
import { storeWordsOfTorrentsIn } from './store-torrent-words.ts'

/** To be called under the lock `add_galleries`. */
export async function addGalleryVersion(
  transaction: Transaction<Tables>,
  engine: Engine,
  parentId: number,
  gallery: NewGallery,
): Promise<GalleryPlace> {
  const announceId = await lockChainOf(transaction, parentId)
  if (announceId === undefined) return conflictOf('unknown_parent')
  const parent = { id: parentId, announceId }
  const place = await placeBefore(transaction, parent, gallery)
  if (place !== undefined) return place
  const id = await insertVersion(transaction, engine, parent, gallery)
  await transaction
    .updateTable('galleries')
    .set({ current_id: id })
    .where('announce_id', '=', announceId)
    .execute()
  if (gallery.initialState !== undefined)
    await spread(transaction, engine, announceId, gallery.initialState)
  await insertTags(transaction, tagRows(id, gallery.tags))
  await refreshGalleryWords(transaction, engine.search, [announceId])
  return { outcome: 'added', id }
}

/** What becomes of it where it is not added; undefined where it can be. */
async function placeBefore(
  transaction: Transaction<Tables>,
  parent: KnownGallery,
  gallery: NewGallery,
): Promise<GalleryPlace | undefined> {
  const { externalId, wantedId } = gallery
  const known = await findKnown(transaction, externalId)
  if (known !== undefined)
    return known.announceId === parent.announceId
      ? knownPlace(gallery, known)
      : conflictOf('other_chain', known.id)
  const { state, current_id } = await transaction
    .selectFrom('galleries')
    .select(['state', 'current_id'])
    .where('id', '=', parent.id)
    .executeTakeFirstOrThrow()
  if (current_id !== parent.id) return conflictOf('not_current', parent.id)
  if (state !== 'live') return conflictOf('not_live', parent.id)
  if (wantedId === undefined) return undefined
  if ((await readTakenIds(transaction, [gallery])).size > 0) return conflictOf('id_taken', wantedId)
  return wantedId < parent.id ? conflictOf('id_too_low', parent.id) : undefined
}

/** A state is that of all versions; those that were not live before stay as they are. */
async function spread(
  transaction: Transaction<Tables>,
  { search }: Pick<Engine, 'search'>,
  announceId: number,
  change: StateChange,
): Promise<void> {
  await transaction
    .updateTable('galleries')
    .set(stateColumns(change))
    .where('announce_id', '=', announceId)
    .where('state', '=', 'live')
    .execute()
  if (change.state === 'removed')
    await storeWordsOfTorrentsIn(transaction, search, 'announce_id', announceId)
}

/** With the cover of the one before; the torrents of all are counted on each. */
async function insertVersion(
  transaction: Transaction<Tables>,
  engine: Pick<Engine, 'continueIds'>,
  { id: parentId, announceId }: KnownGallery,
  gallery: NewGallery,
): Promise<number> {
  const { wantedId } = gallery
  const inherited = await transaction
    .selectFrom('galleries')
    .select(['cover_hash', 'cover_width', 'cover_height', 'torrent_count'])
    .where('id', '=', parentId)
    .executeTakeFirstOrThrow()
  const { id } = await transaction
    .insertInto('galleries')
    .values({
      ...inherited,
      ...newGalleryColumns(gallery),
      ...(wantedId === undefined ? {} : { id: wantedId }),
      announce_id: announceId,
      parent_id: parentId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (wantedId !== undefined) await engine.continueIds(transaction, ['galleries'])
  return id
}
