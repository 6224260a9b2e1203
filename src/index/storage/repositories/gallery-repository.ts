/** The galleries in the database; see `index/galleries/gallery-repository.ts` for what each method promises. */
import type { Kysely, Transaction, Updateable } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { Gallery, GalleryFields } from '#index/galleries/gallery'
import type { GalleryRepository } from '#index/galleries/gallery-repository'
import type { Access } from '../access.ts'
import type { SearchDialect } from '../search-dialect.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { addGalleries, insertTags } from './add-galleries.ts'
import { addGalleryVersion } from './add-gallery-version.ts'
import {
  coverBytes,
  coverColumns,
  fieldColumns,
  galleriesOf,
  readGalleries,
  selectGalleries,
  tagRows,
} from './gallery-row.ts'
import { refreshGalleryWords } from './store-gallery-words.ts'
import { storeWordsOfTorrentsIn } from './store-torrent-words.ts'

export function createGalleryRepository({
  engine: { search },
  read,
  write,
}: Access): GalleryRepository {
  return {
    add: (galleries) => write((transaction) => addGalleries(transaction, search, galleries)),
    addVersion: (parentId, gallery) =>
      write(async (transaction) => {
        const id = await addGalleryVersion(transaction, search, parentId, gallery)
        return id === undefined ? undefined : await findOne(transaction, id)
      }),
    setFields: (galleryId, fields) =>
      write(async (transaction) => {
        const { tags, ...columns } = fields
        const changed = await change(transaction, galleryId, fieldColumns(columns))
        if (changed) await replaceTags(transaction, galleryId, tags)
        const gallery = await findOne(transaction, galleryId)
        if (gallery !== undefined) await storeNewNames(transaction, search, gallery)
        return gallery
      }),
    setCover: (galleryId, cover) =>
      write(async (transaction) => {
        await change(transaction, galleryId, coverColumns(cover))
        return await findOne(transaction, galleryId)
      }),
    setState: (galleryId, { state, reason, at }) =>
      write(async (transaction) => {
        const columns = { state, state_reason: storedText(reason) }
        await change(transaction, galleryId, { ...columns, state_at: state === 'live' ? null : at })
        return await findOne(transaction, galleryId)
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

/** The search finds the gallery and its torrents by them. */
async function storeNewNames(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  { id, announceId }: Gallery,
): Promise<void> {
  await refreshGalleryWords(transaction, search, [announceId])
  await storeWordsOfTorrentsIn(transaction, search, id)
}

async function findOne(database: Kysely<Tables>, galleryId: number): Promise<Gallery | undefined> {
  return (await readGalleries(database, [galleryId]))[0]
}

/** Whether there is such a gallery. */
async function change(
  transaction: Transaction<Tables>,
  galleryId: number,
  values: Updateable<Tables['galleries']>,
): Promise<boolean> {
  const changed = await transaction
    .updateTable('galleries')
    .set(values)
    .where('id', '=', galleryId)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
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
