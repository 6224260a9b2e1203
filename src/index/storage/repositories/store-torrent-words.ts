/**
 * Keeps the words of torrents of galleries for the search, in the same transaction as what they are of: a torrent's name
 * and files, and its gallery's titles and tags.
 */
import type { Kysely, Transaction } from 'kysely'
import { torrentTokens } from '#index/search/catalogue-words'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { readGalleryNames } from './gallery-names.ts'
import { readPaths } from './read-paths.ts'

/** Torrents whose texts are in memory at once. */
const torrentsAtOnce = 500

/** In place of those that they have. Torrents without a gallery keep theirs. */
export async function storeTorrentWords(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrentIds: readonly number[],
): Promise<void> {
  for (let start = 0; start < torrentIds.length; start += torrentsAtOnce)
    await storeChunk(transaction, search, torrentIds.slice(start, start + torrentsAtOnce))
}

/** Those of one gallery, whose title or tags have changed. */
export async function storeWordsOfTorrentsIn(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  galleryId: number,
): Promise<void> {
  const rows = await transaction
    .selectFrom('torrents')
    .select('id')
    .where('gallery_id', '=', galleryId)
    .execute()
  await storeTorrentWords(
    transaction,
    search,
    rows.map(({ id }) => id),
  )
}

async function storeChunk(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrentIds: readonly number[],
): Promise<void> {
  const torrents = await readTorrents(transaction, torrentIds)
  const ids = torrents.map(({ id }) => id)
  if (ids.length === 0) return
  await transaction.deleteFrom('torrent_words').where('torrent_id', 'in', ids).execute()
  const galleryIds = torrents.map(({ galleryId }) => galleryId)
  const named = await readGalleryNames(transaction, 'id', galleryIds)
  const galleries = new Map(named.map((gallery) => [gallery.id, gallery]))
  const rows = torrents.flatMap(({ id, galleryId, ...texts }) => {
    const gallery = galleries.get(galleryId)
    if (gallery === undefined) return []
    return [{ torrent_id: id, words: search.stored(torrentTokens(texts, gallery)) }]
  })
  await transaction.insertInto('torrent_words').values(rows).execute()
}

type TorrentNames = {
  readonly id: number
  readonly galleryId: number
  readonly name: string
  readonly paths: readonly string[]
}

async function readTorrents(
  database: Kysely<Tables>,
  torrentIds: readonly number[],
): Promise<TorrentNames[]> {
  const rows = await database
    .selectFrom('torrents')
    .select(['id', 'name', 'gallery_id'])
    .where('id', 'in', torrentIds)
    .where('gallery_id', 'is not', null)
    .execute()
  const torrents: TorrentNames[] = []
  for (const { id, name, gallery_id } of rows)
    if (gallery_id !== null)
      torrents.push({ id, name, galleryId: gallery_id, paths: await readPaths(database, id) })
  return torrents
}
