/** What a block would hit now, before somebody makes it. */
import { type BlockTarget, covers, kindOf } from './block.ts'
import type { BlockTracker, Census, Sources } from './block-tracker.ts'
import type { HoldingRule } from './rules-in-force.ts'

export type BlockPreview = {
  readonly target: BlockTarget
  /** The rule that refuses all of it already. */
  readonly holding: HoldingRule | undefined
  /** Undefined for a client: the swarms know none. */
  readonly census: Census | undefined
  /** Its part of the announces of the last hours; undefined where that is not measured, or not so finely. */
  readonly announces: AnnounceShare | undefined
}

export type AnnounceShare = { readonly samples: number; readonly share: number }

/** Rejects with BlockError where no tracker runs. */
export async function previewOf(target: BlockTarget, tracker: BlockTracker): Promise<BlockPreview> {
  const census = await tracker.census(target)
  const kind = kindOf(target)
  const sources = kind === 'info_hash' ? undefined : tracker.sources(kind)
  return {
    target,
    holding: tracker.holding(target),
    census,
    announces: sources === undefined ? undefined : shareOf(target, sources),
  }
}

/** Bits that are measured of each kind of key. */
const measuredBits = { ipv4: 24, ipv6: 48, clients: 64, infoHashes: 0 } as const

function shareOf(target: BlockTarget, { samples, entries }: Sources): AnnounceShare | undefined {
  if (target.prefixBits > measuredBits[target.space] || samples === 0) return undefined
  const hit = entries.filter((entry) => covers(target, entry.target))
  const count = hit.reduce((sum, entry) => sum + entry.count, 0)
  return { samples, share: count / samples }
}
