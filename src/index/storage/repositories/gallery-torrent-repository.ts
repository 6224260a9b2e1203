/**
 * The torrents of galleries in the database; see `index/galleries/gallery-torrent-repository.ts` for what each method
 * promises.
 */
import type { Kysely, Transaction, Updateable } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type {
  GalleryTorrentRepository,
  MemberTorrentMark,
  NewGalleryTorrent,
  ReplaceOutcome,
  TorrentBlob,
  UploadBound,
} from '#index/galleries/gallery-torrent-repository'
import type { Tombstone } from '#index/torrents/tombstone'
import type { Access } from '../access.ts'
import type { SearchDialect } from '../search-dialect.ts'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { addGalleryTorrent, addToNewest } from './add-gallery-torrent.ts'
import { logged } from './audit-repository.ts'
import {
  findGalleryTorrent,
  type GalleryTorrentQuery,
  galleryTorrentOf,
  selectGalleryTorrents,
} from './gallery-torrent-row.ts'
import { refreshChains } from './refresh-chains.ts'
import { storeTorrentWords } from './store-torrent-words.ts'
import { noRemoval, tombstoneColumns } from './torrent-row.ts'
import { readUpSeconds, readUpSecondsGone } from './up-seconds.ts'
import { wakePetitions } from './wake-petitions.ts'

export function createGalleryTorrentRepository({
  engine: { search },
  read,
  write,
  lock,
}: Access): GalleryTorrentRepository {
  return {
    add: (torrent, bound, log) =>
      write(async (transaction) => {
        await lock(transaction, 'add_torrents')
        return await logged(
          transaction,
          await addToNewest(transaction, search, torrent, bound),
          log,
        )
      }),
    replace: (id, tombstone, torrent, bound, log) =>
      write(async (transaction) => {
        await lock(transaction, 'add_torrents')
        const replacement = { id, tombstone, torrent, bound }
        return await logged(transaction, await replace(transaction, search, replacement), log)
      }),
    find: (infoHash) => read((reader) => findByHash(reader, infoHash)),
    findById: (id) => read((reader) => findGalleryTorrent(reader, id)),
    ofChain: (galleryId) => read((reader) => listChain(reader, galleryId)),
    ofMember: (memberId, after, limit) =>
      read((reader) => listOfMember(reader, memberId, { after, limit })),
    edit: (id, fields, log) =>
      write(async (transaction) =>
        logged(transaction, await edit(transaction, search, { id, ...fields }), log),
      ),
    bury: (id, tombstone, log) =>
      write(async (transaction) => {
        await bury(transaction, id, tombstone)
        return await logged(transaction, await reworded(transaction, search, id), log)
      }),
    rebury: (id, removal, before, log) =>
      write(async (transaction) => {
        const isDone = await rebury(transaction, id, { removal, before })
        if (!isDone) return undefined
        return await logged(transaction, await reworded(transaction, search, id), log)
      }),
    restore: (id, log) =>
      write(async (transaction) => {
        await restore(transaction, id)
        await wakePetitions(transaction, 'torrent', [id])
        return await logged(transaction, await reworded(transaction, search, id), log)
      }),
    upSecondsGone: (id) => read((reader) => readUpSecondsGone(reader, id)),
    blob: (id) => read((reader) => readBlob(reader, id)),
  }
}

async function findByHash(
  reader: Kysely<Tables>,
  infoHash: Uint8Array,
): Promise<GalleryTorrent | undefined> {
  const row = await selectGalleryTorrents(reader)
    .where((torrent) =>
      infoHash.length === 32
        ? torrent('torrents.info_hash_v2', '=', infoHash)
        : torrent.or([
            torrent('torrents.info_hash', '=', infoHash),
            torrent('torrents.info_hash_v2_short', '=', infoHash),
          ]),
    )
    .executeTakeFirst()
  return row && galleryTorrentOf(row)
}

async function listChain(
  reader: Kysely<Tables>,
  galleryId: number,
): Promise<GalleryTorrent[] | undefined> {
  const gallery = await reader
    .selectFrom('galleries')
    .select('announce_id')
    .where('id', '=', galleryId)
    .executeTakeFirst()
  if (gallery === undefined) return undefined
  const rows = await selectGalleryTorrents(reader)
    .where('torrents.announce_id', '=', gallery.announce_id)
    .orderBy('torrents.added_at', 'desc')
    .orderBy('torrents.id', 'desc')
    .execute()
  return rows.map(galleryTorrentOf)
}

type MemberPage = { readonly after: MemberTorrentMark | undefined; readonly limit: number }

/** Merged from a page of what they uploaded and one of what they announced; each is read by an index of its own. */
async function listOfMember(
  reader: Kysely<Tables>,
  memberId: number,
  page: MemberPage,
): Promise<GalleryTorrent[]> {
  assert(page.limit >= 1 && page.limit <= storagePageMax, 'the page has an impossible length')
  const uploaded = pageOf(selectGalleryTorrents(reader), page)
    .where('torrents.uploader_id', '=', memberId)
    .execute()
  const announced = pageOf(selectGalleryTorrents(reader), page)
    .where('torrents.id', 'in', (torrents) =>
      torrents
        .selectFrom('member_torrents')
        .select('torrent_id')
        .where('member_torrents.member_id', '=', memberId),
    )
    .execute()
  const rows = new Map([...(await uploaded), ...(await announced)].map((row) => [row.id, row]))
  return [...rows.values()]
    .toSorted((one, other) => other.added_at - one.added_at || other.id - one.id)
    .slice(0, page.limit)
    .map(galleryTorrentOf)
}

function pageOf(rows: GalleryTorrentQuery, { after, limit }: MemberPage): GalleryTorrentQuery {
  // By the state there is an index as well, which would lead past the torrents of everybody.
  const live = rows
    .where('torrents.removed_at', 'is', null)
    .where('torrents.banned_at', 'is', null)
    .orderBy('torrents.added_at', 'desc')
    .orderBy('torrents.id', 'desc')
    .limit(limit)
  if (after === undefined) return live
  return live.where((torrent) =>
    torrent.or([
      torrent('torrents.added_at', '<', after.addedAt),
      torrent.and([
        torrent('torrents.added_at', '=', after.addedAt),
        torrent('torrents.id', '<', after.id),
      ]),
    ]),
  )
}

type Edit = {
  readonly id: number
  readonly name?: string | undefined
  readonly comment?: string | undefined
}

async function edit(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  { id, name, comment }: Edit,
): Promise<GalleryTorrent | undefined> {
  const set: Updateable<Tables['torrents']> = {
    ...(name === undefined ? {} : { name: storedText(name) }),
    ...(comment === undefined ? {} : { comment: storedText(comment) }),
  }
  if (Object.keys(set).length > 0)
    await transaction
      .updateTable('torrents')
      .set(set)
      .where('id', '=', id)
      .where('gallery_id', 'is not', null)
      .execute()
  return name === undefined
    ? await findGalleryTorrent(transaction, id)
    : await reworded(transaction, search, id)
}

async function bury(
  transaction: Transaction<Tables>,
  torrentId: number,
  tombstone: Tombstone,
): Promise<void> {
  await transaction
    .updateTable('torrents')
    .set(tombstoneColumns(tombstone))
    .where('id', '=', torrentId)
    .where('gallery_id', 'is not', null)
    .where((torrent) =>
      torrent.or([
        torrent('tombstone_kind', 'is', null),
        ...(tombstone.kind === 'removed' ? [torrent('tombstone_kind', '<>', 'removed')] : []),
      ]),
    )
    .execute()
}

async function rebury(
  transaction: Transaction<Tables>,
  torrentId: number,
  { removal, before }: { readonly removal: Tombstone; readonly before: Tombstone },
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('torrents')
    .set({ ...tombstoneColumns(before), purged_at: before.purgedAt ?? null })
    .where('id', '=', torrentId)
    .where('tombstone_kind', '=', removal.kind)
    .where('tombstone_at', '=', removal.at)
    .where('tombstone_reason', '=', storedText(removal.reason))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

type Replacement = {
  readonly id: number
  readonly tombstone: Tombstone
  readonly torrent: NewGalleryTorrent
  readonly bound: UploadBound | undefined
}

async function replace(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  { id, tombstone, torrent, bound }: Replacement,
): Promise<ReplaceOutcome> {
  const before = await findGalleryTorrent(transaction, id)
  if (before === undefined || before.tombstone !== undefined) return { outcome: 'gone' }
  const added = await addGalleryTorrent(transaction, search, torrent, bound)
  if (added.outcome !== 'added') return added
  await bury(transaction, id, tombstone)
  await transaction
    .updateTable('torrents')
    .set({ replaced_by_id: added.torrent.id })
    .where('id', '=', id)
    .execute()
  const replaced = await refreshed(transaction, search, id)
  if (replaced === undefined) throw new Error('a torrent that was just replaced is not there')
  return { ...added, replaced }
}

async function restore(transaction: Transaction<Tables>, torrentId: number): Promise<void> {
  const upSeconds = await readUpSeconds(transaction)
  await transaction
    .updateTable('torrents')
    .set({
      ...noRemoval,
      replaced_by_id: null,
      active_up_seconds: upSeconds,
      purge_up_seconds: upSeconds,
    })
    .where('id', '=', torrentId)
    .where('tombstone_kind', 'is not', null)
    .where('id', 'in', (all) => all.selectFrom('torrent_blobs').select('torrent_id'))
    .execute()
}

/** The torrent as it is now, and what its galleries say of it. */
async function refreshed(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrentId: number,
): Promise<GalleryTorrent | undefined> {
  const torrent = await findGalleryTorrent(transaction, torrentId)
  if (torrent !== undefined) await refreshChains(transaction, search, [torrent.announceId])
  return torrent
}

/** The same, and the words by which it is found. */
async function reworded(
  transaction: Transaction<Tables>,
  search: SearchDialect,
  torrentId: number,
): Promise<GalleryTorrent | undefined> {
  const torrent = await refreshed(transaction, search, torrentId)
  await storeTorrentWords(transaction, search, [torrentId])
  return torrent
}

async function readBlob(
  reader: Kysely<Tables>,
  torrentId: number,
): Promise<TorrentBlob | undefined> {
  const row = await reader
    .selectFrom('torrent_blobs')
    .select(['info', 'piece_layers'])
    .where('torrent_id', '=', torrentId)
    .executeTakeFirst()
  return row && { info: row.info, pieceLayers: row.piece_layers ?? undefined }
}
