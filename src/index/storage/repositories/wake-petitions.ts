/** Has the next sweep look at the petitions in force about what was restored: they are in force no longer. */
import type { Transaction } from 'kysely'
import type { PetitionKind } from '#index/petitions/petition'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'

/** `targetIds` as `PetitionTarget` has them. In the transaction that restores them. */
export async function wakePetitions(
  transaction: Transaction<Tables>,
  kind: PetitionKind,
  targetIds: readonly number[],
): Promise<void> {
  for (const chunk of chunksOf(targetIds, 1))
    await transaction
      .updateTable('petitions')
      .set({ due_at: 0 })
      .where('kind', '=', kind)
      .where('target_id', 'in', chunk)
      .where('state', 'in', ['active', 'appealed'])
      .execute()
}
