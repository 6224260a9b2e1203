/** The galleries in the database; see `index/galleries/gallery-repository.ts` for what each method promises. */
import type { Kysely, Transaction, Updateable } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { Gallery, GalleryFields } from '#index/galleries/gallery'
import type { GalleryRepository } from '#index/galleries/gallery-repository'
import type { Access } from '../access.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { addGalleries, additionOf } from './add-galleries.ts'
import { addGalleryVersion } from './add-gallery-version.ts'
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
  /** The gallery as it is after `work`, during which nobody else changes its chain. */
  const changed = (galleryId: number, work: ChainWork): Promise<Gallery | undefined> =>
    write(async (transaction) => {
      const announceId = await lockChainOf(transaction, galleryId)
      if (announceId === undefined) return undefined
      await work(transaction, announceId)
      return await findOne(transaction, galleryId)
    })
  return {
    add: (galleries) =>
      write(async (transaction) => {
        await lock(transaction, 'add_galleries')
        return await addGalleries(transaction, engine, galleries)
      }),
    addVersion: (parentId, gallery) =>
      write(async (transaction) => {
        await lock(transaction, 'add_galleries')
        const place = await addGalleryVersion(transaction, engine, parentId, gallery)
        return await additionOf(transaction, place)
      }),
    setFields: (galleryId, fields) =>
      changed(galleryId, async (transaction, announceId) => {
        const { tags, ...columns } = fields
        await change(transaction, galleryId, fieldColumns(columns))
        await replaceTags(transaction, galleryId, tags)
        // The search finds the gallery and its torrents by them.
        await refreshGalleryWords(transaction, search, [announceId])
        await storeWordsOfTorrentsIn(transaction, search, galleryId)
      }),
    setCover: (galleryId, cover) =>
      changed(galleryId, (transaction) => change(transaction, galleryId, coverColumns(cover))),
    setState: (galleryId, stateChange) =>
      write(async (transaction) => {
        const outcome = await changeGalleryState(transaction, galleryId, stateChange)
        const gallery = await findOne(transaction, galleryId)
        return outcome && gallery && { outcome, gallery }
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
    hasCover: (hash) =>
      read(async (reader) => {
        const found = reader.selectFrom('galleries').select('id').limit(1)
        const row = await found.where('cover_hash', '=', coverBytes(hash)).executeTakeFirst()
        return row !== undefined
      }),
  }
}

type ChainWork = (transaction: Transaction<Tables>, announceId: number) => Promise<void>

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
  { state, limit }: Parameters<GalleryRepository['after']>[1],
): Promise<Gallery[]> {
  assert(limit >= 1 && limit <= storagePageMax, 'the page has an impossible length')
  const rows = await selectGalleries(reader)
    .where('galleries.id', '>', galleryId)
    .$if(state !== 'all', (query) =>
      query.where('galleries.state', '=', state === 'all' ? 'live' : state),
    )
    .orderBy('galleries.id')
    .limit(limit)
    .execute()
  return await galleriesOf(reader, rows)
}
