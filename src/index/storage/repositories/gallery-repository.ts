/** The galleries in the database; see `index/galleries/gallery-repository.ts` for what each method promises. */
import type { Kysely, Transaction, Updateable } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { Gallery, GalleryFields } from '#index/galleries/gallery'
import type {
  CoverOwners,
  GalleryPage,
  GalleryRepository,
} from '#index/galleries/gallery-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { addGalleries, additionOf } from './add-galleries.ts'
import { addGalleryVersion } from './add-gallery-version.ts'
import { logged } from './audit-repository.ts'
import { changeGalleryState } from './change-gallery-state.ts'
import { lockChainOf } from './gallery-chain.ts'
import {
  coverBytes,
  coverColumns,
  fieldColumns,
  galleriesOf,
  readGalleries,
  selectGalleries,
  tagRows,
} from './gallery-row.ts'
import { insertTags } from './insert-galleries.ts'
import { refreshGalleryWords } from './store-gallery-words.ts'
import { storeWordsOfTorrentsIn } from './store-torrent-words.ts'

export function createGalleryRepository({ engine, read, write, lock }: Access): GalleryRepository {
  const { search } = engine
  return {
    add: (galleries, log) =>
      write(async (transaction) => {
        await lock(transaction, 'add_galleries')
        return await logged(transaction, await addGalleries(transaction, engine, galleries), log)
      }),
    addVersion: (parentId, gallery, log) =>
      write(async (transaction) => {
        await lock(transaction, 'add_galleries')
        const place = await addGalleryVersion(transaction, engine, parentId, gallery)
        return await logged(transaction, await additionOf(transaction, place), log)
      }),
    setFields: (galleryId, changes, log) =>
      write(async (transaction) => {
        const announceId = await lockChainOf(transaction, galleryId)
        const before = await findOne(transaction, galleryId)
        if (announceId === undefined || before === undefined) return undefined
        await change(transaction, galleryId, fieldColumns({ ...before, ...changes }))
        if (changes.tags !== undefined) await replaceTags(transaction, galleryId, changes.tags)
        // The search finds the gallery and its torrents by them.
        await refreshGalleryWords(transaction, search, [announceId])
        await storeWordsOfTorrentsIn(transaction, search, 'gallery_id', galleryId)
        const gallery = await findOne(transaction, galleryId)
        return await logged(transaction, gallery && { before, gallery }, log)
      }),
    setCover: (galleryId, cover, log) =>
      write(async (transaction) => {
        if ((await lockChainOf(transaction, galleryId)) === undefined) return undefined
        await change(transaction, galleryId, coverColumns(cover))
        return await logged(transaction, await findOne(transaction, galleryId), log)
      }),
    setState: (galleryId, stateChange, log) =>
      write(async (transaction) => {
        const outcome = await changeGalleryState(transaction, search, galleryId, stateChange)
        const gallery = await findOne(transaction, galleryId)
        return await logged(transaction, outcome && gallery && { outcome, gallery }, log)
      }),
    find: (galleryId) => read((reader) => findOne(reader, galleryId)),
    findMany: (galleryIds) => read((reader) => readGalleries(reader, galleryIds)),
    versions: (galleryId) => read((reader) => readVersions(reader, galleryId)),
    after: (galleryId, page) => read((reader) => listAfter(reader, galleryId, page)),
    findByExternalId: (externalId) =>
      read(async (reader) => {
        const found = selectGalleries(reader).where('external_id', '=', storedText(externalId))
        const [gallery] = await galleriesOf(reader, await found.execute())
        return gallery
      }),
    hasCover: (hash, among) => read((reader) => hasCover(reader, hash, among)),
  }
}

async function findOne(database: Kysely<Tables>, galleryId: number): Promise<Gallery | undefined> {
  return (await readGalleries(database, [galleryId]))[0]
}

async function change(
  transaction: Transaction<Tables>,
  galleryId: number,
  values: Updateable<Tables['galleries']>,
): Promise<void> {
  await transaction.updateTable('galleries').set(values).where('id', '=', galleryId).execute()
}

async function replaceTags(
  transaction: Transaction<Tables>,
  galleryId: number,
  tags: GalleryFields['tags'],
): Promise<void> {
  await transaction.deleteFrom('gallery_tags').where('gallery_id', '=', galleryId).execute()
  await insertTags(transaction, tagRows(galleryId, tags))
}

async function readVersions(reader: Kysely<Tables>, galleryId: number): Promise<Gallery[]> {
  const chain = reader.selectFrom('galleries').select('announce_id').where('id', '=', galleryId)
  const rows = await selectGalleries(reader)
    .where('announce_id', '=', chain)
    .orderBy('galleries.id')
    .execute()
  return await galleriesOf(reader, rows)
}

async function listAfter(
  reader: Kysely<Tables>,
  galleryId: number,
  { state, limit, removedOfMember }: GalleryPage,
): Promise<Gallery[]> {
  assert(limit >= 1 && limit <= storagePageMax, 'the page has an impossible length')
  const rows = await selectGalleries(reader)
    .where('galleries.id', '>', galleryId)
    .$if(state !== 'all', (query) =>
      query.where('galleries.state', '=', state === 'all' ? 'live' : state),
    )
    .$if(removedOfMember !== undefined, (query) =>
      query.where((gallery) =>
        gallery.or([
          gallery('galleries.state', '<>', 'removed'),
          gallery('galleries.owner_id', '=', removedOfMember ?? 0),
        ]),
      ),
    )
    .orderBy('galleries.id')
    .limit(limit)
    .execute()
  return await galleriesOf(reader, rows)
}

async function hasCover(
  reader: Kysely<Tables>,
  hash: string,
  among?: CoverOwners,
): Promise<boolean> {
  const row = await reader
    .selectFrom('galleries')
    .select('id')
    .where('cover_hash', '=', coverBytes(hash))
    .$if(among === 'not removed', (query) => query.where('state', '<>', 'removed'))
    .$if(typeof among === 'object', (query) =>
      query.where('owner_id', '=', typeof among === 'object' ? among.ownerId : 0),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
