/**
 * Keeps others from the versions of a gallery until a transaction ends: what is read after it is as they left it. Whoever
 * changes galleries begins with it, whoever changes torrents comes to it after them, and of several chains everybody takes
 * that with the lower id first: so no two transactions wait for each other.
 */
import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function lockChain(
  transaction: Transaction<Tables>,
  announceId: number,
): Promise<void> {
  // The first version stands for all: of several rows, two transactions might take another first. To change nothing is the
  // one way of locking that both engines know; SQLite has one writer at a time anyway.
  await transaction
    .updateTable('galleries')
    .set((gallery) => ({ torrent_count: gallery.ref('torrent_count') }))
    .where('id', '=', announceId)
    .execute()
}

/** Of any of its versions. The announce id, or undefined where there is no such gallery. */
export async function lockChainOf(
  transaction: Transaction<Tables>,
  galleryId: number,
): Promise<number | undefined> {
  // It never changes.
  const gallery = await transaction
    .selectFrom('galleries')
    .select('announce_id')
    .where('id', '=', galleryId)
    .executeTakeFirst()
  if (gallery !== undefined) await lockChain(transaction, gallery.announce_id)
  return gallery?.announce_id
}
