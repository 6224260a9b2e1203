/**
 * Adds a torrent to a gallery, under the same rule as all: no two may share an info-hash that clients announce. One with a
 * tombstone counts as well, because the tracker goes on telling its reason; only what was purged because nobody had
 * seeded it comes back when somebody has it after all.
 */
import type { Transaction } from 'kysely'
import type {
  AddGalleryTorrentOutcome,
  AddRefusal,
  NewGalleryTorrent,
  UploadBound,
} from '#index/galleries/gallery-torrent-repository'
import type { SearchDialect } from '../search-dialect.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { findGalleryTorrent } from './gallery-torrent-row.ts'
import { refreshChains } from './refresh-chains.ts'
import { storeTorrentWords } from './store-torrent-words.ts'
import { insertFiles } from './torrent-files.ts'
import { newTorrentRow, noRemoval } from './torrent-row.ts'
import { readUncompleted } from './uncompleted-uploads.ts'
import { readUpSeconds } from './up-seconds.ts'

/** To the newest version of a gallery, and to no other. To be called under the lock `add_torrents`. */
export async function addToNewest(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrent: NewGalleryTorrent,
  bound?: UploadBound,
): Promise<AddGalleryTorrentOutcome> {
  const gallery = await transaction
    .selectFrom('galleries')
    .select('current_id')
    .where('id', '=', torrent.galleryId)
    .executeTakeFirst()
  if (gallery !== undefined && gallery.current_id !== torrent.galleryId)
    return { outcome: 'not_current', currentId: gallery.current_id }
  return await addGalleryTorrent(transaction, search, torrent, bound)
}

/** To be called under the lock `add_torrents`. */
export async function addGalleryTorrent(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrent: NewGalleryTorrent,
  bound?: UploadBound,
): Promise<AddGalleryTorrentOutcome> {
  const gallery = await transaction
    .selectFrom('galleries')
    .innerJoin('galleries as newest', 'newest.id', 'galleries.current_id')
    .select(['galleries.announce_id', 'newest.state'])
    .where('galleries.id', '=', torrent.galleryId)
    .executeTakeFirst()
  if (gallery === undefined) return { outcome: 'unknown_gallery' }
  if (gallery.state === 'removed') return { outcome: 'removed_gallery' }
  const before = await findBefore(transaction, torrent)
  if (before !== undefined && !('purged' in before)) return before
  const flood = bound && (await findFlood(transaction, torrent.uploaderId, bound))
  if (flood !== undefined) return flood
  const row = await rowOf(transaction, torrent, gallery.announce_id)
  const id = before === undefined ? await insert(transaction, row) : before.purged.id
  if (before !== undefined) await revive(transaction, id, row)
  await insertContent(transaction, id, torrent)
  const chains = before === undefined ? [] : [before.purged.announceId]
  await refreshChains(transaction, search, [...chains, gallery.announce_id])
  await storeTorrentWords(transaction, search, [id])
  const added = await findGalleryTorrent(transaction, id)
  if (added === undefined) throw new Error('a torrent that was just added is not there')
  return { outcome: 'added', torrent: added, isRevived: before !== undefined }
}

/** What a torrent is that may come back. */
type Purged = { readonly purged: { readonly id: number; readonly announceId: number } }

async function findBefore(
  transaction: Transaction<Tables>,
  { infoHash, infoHashV2 }: NewGalleryTorrent,
): Promise<AddRefusal | Purged | undefined> {
  const hashes = infoHashV2 === undefined ? [infoHash] : [infoHash, infoHashV2.subarray(0, 20)]
  const rows = await transaction
    .selectFrom('torrents')
    .select(['id', 'info_hash', 'announce_id', 'tombstone_kind', 'banned_at'])
    .where((other) =>
      other.or([other('info_hash', 'in', hashes), other('info_hash_v2_short', 'in', hashes)]),
    )
    .limit(2)
    .execute()
  const [row, another] = rows
  if (row === undefined) return undefined
  const isPurged = row.tombstone_kind === 'purged' && row.banned_at === null
  const isSame = another === undefined && Buffer.from(infoHash).equals(row.info_hash)
  if (isPurged && isSame && row.announce_id !== null)
    return { purged: { id: row.id, announceId: row.announce_id } }
  return { outcome: 'existing', torrent: await findGalleryTorrent(transaction, row.id) }
}

/** Nobody else adds anything until the transaction ends: whoever sends much at once is refused as well. */
async function findFlood(
  transaction: Transaction<Tables>,
  uploaderId: number,
  { uncompletedMax, since }: UploadBound,
): Promise<AddRefusal | undefined> {
  const uploads = await readUncompleted(transaction, uploaderId, since)
  return uploads.length > uncompletedMax ? { outcome: 'flood', uploads } : undefined
}

type Row = Awaited<ReturnType<typeof rowOf>>

async function rowOf(
  transaction: Transaction<Tables>,
  torrent: NewGalleryTorrent,
  announceId: number,
) {
  return {
    ...newTorrentRow(torrent, await readUpSeconds(transaction)),
    gallery_id: torrent.galleryId,
    announce_id: announceId,
    uploader_id: torrent.uploaderId,
    comment: storedText(torrent.comment),
    file_bytes: torrent.fileBytes,
  }
}

async function insert(transaction: Transaction<Tables>, row: Row): Promise<number> {
  const { id } = await transaction
    .insertInto('torrents')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Its members keep their statistics, and it the completions that they are counted by. */
async function revive(transaction: Transaction<Tables>, id: number, row: Row): Promise<void> {
  await transaction
    .updateTable('torrents')
    .set((torrent) => ({
      ...row,
      ...noRemoval,
      completed: torrent.ref('completed'),
      replaced_by_id: null,
    }))
    .where('id', '=', id)
    .execute()
  await transaction.deleteFrom('torrent_files').where('torrent_id', '=', id).execute()
  await transaction.deleteFrom('torrent_blobs').where('torrent_id', '=', id).execute()
}

async function insertContent(
  transaction: Transaction<Tables>,
  id: number,
  { files, blob }: NewGalleryTorrent,
): Promise<void> {
  await insertFiles(transaction, [{ id, files }])
  const { info, pieceLayers = null } = blob
  await transaction
    .insertInto('torrent_blobs')
    .values({ torrent_id: id, info, piece_layers: pieceLayers })
    .execute()
}
