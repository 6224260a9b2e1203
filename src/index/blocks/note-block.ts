/**
 * Writes into the audit log that a block was made, changed or lifted. A block is named by its kind and its number alone:
 * the log keeps what it is told for good, and a network is to be forgotten when its block is lifted.
 */
import type { Clock } from '#base/clock'
import type { AuditRepository } from '#index/audit/audit-repository'
import type { Block } from './block.ts'

export type BlockChange = 'added' | 'changed' | 'removed'

export type NoteBlockOptions = {
  readonly audit: Pick<AuditRepository, 'append'>
  readonly clock: Clock
}

const actions = { added: 'block.add', changed: 'block.change', removed: 'block.remove' } as const

/** `actor` is who did it. Rejects with StorageError. */
export async function noteBlock(
  { kind, id, reason }: Pick<Block, 'kind' | 'id' | 'reason'>,
  change: BlockChange,
  actor: string,
  { audit, clock }: NoteBlockOptions,
): Promise<void> {
  const target = `${kind.replace('_', '-')} block ${id}`
  const detail = change === 'removed' ? '' : reason
  const at = clock.nowSeconds()
  await audit.append([{ at, actor, action: actions[change], target, detail }])
}
