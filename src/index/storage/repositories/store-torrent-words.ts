/**
 * Keeps the words of torrents of galleries for the search, in the same transaction as what they are of: a torrent's name
 * and files, and its gallery's titles and tags. What nobody may see is not found either: the files of what the staff has
 * taken out, and what was written of a gallery that is removed.
 */
import type { Kysely, Selectable, Transaction } from 'kysely'
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

/** Those of one gallery, or of all its versions, of which something has changed that is among their words. */
export async function storeWordsOfTorrentsIn(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  column: 'gallery_id' | 'announce_id',
  id: number,
): Promise<void> {
  const rows = await transaction
    .selectFrom('torrents')
    .select('id')
    .where(column, '=', id)
    .orderBy('id')
    .execute()
  await storeTorrentWords(
    transaction,
    search,
    rows.map((row) => row.id),
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
    const shown = gallery.isRemoved ? undefined : gallery
    return [{ torrent_id: id, words: search.stored(torrentTokens(texts, shown)) }]
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
    .select(['id', 'name', 'gallery_id', 'tombstone_kind', 'banned_at'])
    .where('id', 'in', torrentIds)
    .where('gallery_id', 'is not', null)
    .execute()
  const torrents: TorrentNames[] = []
  for (const { id, name, gallery_id, ...standing } of rows) {
    if (gallery_id === null) continue
    const paths = isWithheld(standing) ? [] : await readPaths(database, id)
    torrents.push({ id, name, galleryId: gallery_id, paths })
  }
  return torrents
}

type Standing = Pick<Selectable<Tables['torrents']>, 'tombstone_kind' | 'banned_at'>

/** As `index/galleries/gallery-torrent.ts` says of a torrent. */
function isWithheld({ tombstone_kind, banned_at }: Standing): boolean {
  return tombstone_kind === 'removed' || banned_at !== null
}
