/** Keeps others from the versions of a gallery until a transaction ends: what is read after it is as they left it. */
import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function lockChain(
  transaction: Transaction<Tables>,
  announceId: number,
): Promise<void> {
  // The one way of locking rows that both engines know. SQLite has one writer at a time anyway.
  await transaction
    .updateTable('galleries')
    .set((gallery) => ({ torrent_count: gallery.ref('torrent_count') }))
    .where('announce_id', '=', announceId)
    .execute()
}
