/**
 * Deletes what is known of a member's clients. Sums stay under the number of the account: those of torrents are made of
 * them.
 */
import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function eraseClients(
  transaction: Transaction<Tables>,
  memberId: number,
): Promise<void> {
  await transaction.deleteFrom('announce_marks').where('member_id', '=', memberId).execute()
  await transaction
    .updateTable('member_torrents')
    .set({ client: '' })
    .where('member_id', '=', memberId)
    .execute()
}
