/**
 * Adds a torrent to a gallery, under the same rule as all: no two may share an info-hash that clients announce. One with a
 * tombstone counts as well, because the tracker goes on telling its reason.
 */
import type { Transaction } from 'kysely'
import type {
  AddGalleryTorrentOutcome,
  AddRefusal,
  NewGalleryTorrent,
} from '#index/galleries/gallery-torrent-repository'
import type { SearchDialect } from '../search-dialect.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { findGalleryTorrent } from './gallery-torrent-row.ts'
import { refreshChains } from './refresh-chains.ts'
import { storeTorrentWords } from './store-torrent-words.ts'
import { insertFiles } from './torrent-files.ts'
import { newTorrentRow } from './torrent-row.ts'
import { readUpSeconds } from './up-seconds.ts'

/** To be called under the lock `add_torrents`. */
export async function addGalleryTorrent(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrent: NewGalleryTorrent,
): Promise<AddGalleryTorrentOutcome> {
  const gallery = await transaction
    .selectFrom('galleries')
    .select(['announce_id', 'state'])
    .where('id', '=', torrent.galleryId)
    .executeTakeFirst()
  if (gallery === undefined) return { outcome: 'unknown_gallery' }
  if (gallery.state === 'removed') return { outcome: 'removed_gallery' }
  const existing = await findExisting(transaction, torrent)
  if (existing !== undefined) return existing
  const id = await insert(transaction, torrent, gallery.announce_id)
  await refreshChains(transaction, search, [gallery.announce_id])
  await storeTorrentWords(transaction, search, [id])
  const added = await findGalleryTorrent(transaction, id)
  if (added === undefined) throw new Error('a torrent that was just added is not there')
  return { outcome: 'added', torrent: added }
}

async function findExisting(
  transaction: Transaction<Tables>,
  { infoHash, infoHashV2 }: NewGalleryTorrent,
): Promise<AddRefusal | undefined> {
  const hashes = infoHashV2 === undefined ? [infoHash] : [infoHash, infoHashV2.subarray(0, 20)]
  const row = await transaction
    .selectFrom('torrents')
    .select('id')
    .where((other) =>
      other.or([other('info_hash', 'in', hashes), other('info_hash_v2_short', 'in', hashes)]),
    )
    .executeTakeFirst()
  if (row === undefined) return undefined
  return { outcome: 'existing', torrent: await findGalleryTorrent(transaction, row.id) }
}

async function insert(
  transaction: Transaction<Tables>,
  torrent: NewGalleryTorrent,
  announceId: number,
): Promise<number> {
  const { id } = await transaction
    .insertInto('torrents')
    .values({
      ...newTorrentRow(torrent, await readUpSeconds(transaction)),
      gallery_id: torrent.galleryId,
      announce_id: announceId,
      uploader_id: torrent.uploaderId,
      comment: storedText(torrent.comment),
      file_bytes: torrent.fileBytes,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertFiles(transaction, [{ id, files: torrent.files }])
  const { info, pieceLayers = null } = torrent.blob
  await transaction
    .insertInto('torrent_blobs')
    .values({ torrent_id: id, info, piece_layers: pieceLayers })
    .execute()
  return id
}
