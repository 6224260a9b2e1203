/**
 * Keeps the words of galleries for the search, in the same transaction as what they are of: each newest version's own,
 * and those with the names of the torrents of its chain and of their files.
 */
import type { Kysely, Transaction } from 'kysely'
import {
  galleryFileTokens,
  galleryTokens,
  type TorrentTexts,
  tokensMax,
} from '#index/search/catalogue-words'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'
import { type GalleryNames, readGalleryNames } from './gallery-names.ts'

/** Of galleries that were just added, which have no torrents yet and no version before. */
export async function storeGalleryWords(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  galleryIds: readonly number[],
): Promise<void> {
  const galleries = await readGalleryNames(transaction, 'id', galleryIds)
  await insertWords(transaction, search, galleries, new Map())
}

/**
 * Of the newest version of each chain, as it and its torrents are now. To be called while nobody else can change them
 * (`gallery-chain.ts`).
 */
export async function refreshGalleryWords(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  announceIds: readonly number[],
): Promise<void> {
  const galleries = await readGalleryNames(transaction, 'announce_id', announceIds)
  for (const chunk of chunksOf(galleries, 1)) {
    const ids = chunk.map(({ id }) => id)
    await transaction.deleteFrom('gallery_words').where('gallery_id', 'in', ids).execute()
    await transaction.deleteFrom('gallery_file_words').where('gallery_id', 'in', ids).execute()
  }
  const newest = galleries.filter(({ id, currentId }) => id === currentId)
  await insertWords(transaction, search, newest, await torrentsOf(transaction, newest))
}

async function insertWords(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  galleries: readonly GalleryNames[],
  torrents: ReadonlyMap<number, readonly TorrentTexts[]>,
): Promise<void> {
  for (const chunk of chunksOf(galleries, 2)) {
    const own = chunk.map((gallery) => ({
      gallery_id: gallery.id,
      words: search.stored(galleryTokens(gallery)),
    }))
    await transaction.insertInto('gallery_words').values(own).execute()
    const all = chunk.map((gallery) => ({
      gallery_id: gallery.id,
      words: search.stored(galleryFileTokens(gallery, torrents.get(gallery.announceId) ?? [])),
    }))
    await transaction.insertInto('gallery_file_words').values(all).execute()
  }
}

/** By announce id; the newest first, because of too many names the last are left out. */
async function torrentsOf(
  database: Kysely<Tables>,
  galleries: readonly GalleryNames[],
): Promise<Map<number, readonly TorrentTexts[]>> {
  const texts = new Map<number, readonly TorrentTexts[]>()
  for (const { announceId } of galleries)
    texts.set(announceId, await readTexts(database, announceId))
  return texts
}

/** As many names as words are kept of: a gallery may have any number of torrents, and each upload reads them. */
async function readTexts(database: Kysely<Tables>, announceId: number): Promise<TorrentTexts[]> {
  const rows = await database
    .selectFrom('torrents')
    .leftJoin('torrent_files', 'torrent_files.torrent_id', 'torrents.id')
    .select(['torrents.id', 'torrents.name', 'torrent_files.path'])
    .where('announce_id', '=', announceId)
    .where('torrents.state', '=', 'live')
    .orderBy('torrents.id', 'desc')
    .orderBy('torrent_files.position')
    .limit(tokensMax)
    .execute()
  const torrents = new Map<number, { readonly name: string; readonly paths: string[] }>()
  for (const { id, name, path } of rows) {
    const torrent = torrents.get(id) ?? { name, paths: [] }
    torrents.set(id, torrent)
    if (path !== null) torrent.paths.push(path)
  }
  return [...torrents.values()]
}
