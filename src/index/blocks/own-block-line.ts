/** A block of the operator's as a line of JSON, and back. What is not as this program writes it is no block. */
import { type Block, type BlockKind, blockKinds, newBlockId } from './block.ts'
import { parseTarget, targetText } from './block-target.ts'

/** The line with its end. */
export function lineOfBlock(block: Block): string {
  const { id, kind, text, reason, addedAt, endsAt, addedBy } = block
  const fields = {
    id,
    kind,
    target: text,
    reason,
    added_at: addedAt,
    ends_at: endsAt ?? null,
    added_by: addedBy,
  }
  return `${JSON.stringify(fields)}\n`
}

export function blockOfLine(line: string): Block | undefined {
  const fields = objectOf(line)
  if (fields === undefined) return undefined
  // Lines of before had none.
  const { id = newBlockId(), kind, reason, added_at: addedAt, added_by: addedBy } = fields
  const endsAt = fields['ends_at'] ?? undefined
  if (
    typeof id !== 'string' ||
    !isKind(kind) ||
    typeof reason !== 'string' ||
    typeof addedBy !== 'string'
  )
    return undefined
  if (!isSeconds(addedAt) || !(endsAt === undefined || isSeconds(endsAt))) return undefined
  const target = parseTarget(kind, String(fields['target']))
  if (typeof target === 'string') return undefined
  return { id, kind, target, text: targetText(target), reason, addedAt, endsAt, addedBy }
}

function objectOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function isKind(value: unknown): value is BlockKind {
  return blockKinds.some((kind) => kind === value)
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
