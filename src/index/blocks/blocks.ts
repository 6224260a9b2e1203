/**
 * The blocks that the operator makes and lifts, what one would hit, and who sends most. What is changed is kept, and in
 * force with the next announce.
 */
import type { Clock } from '#base/clock'
import { blockReasonBytesMax } from '#base/limits'
import {
  type Block,
  type BlockKind,
  type BlockTarget,
  kindOf,
  listKeys,
  type NewBlock,
  newBlockId,
} from './block.ts'
import { BlockError } from './block-error.ts'
import { type BlockPreview, previewOf } from './block-preview.ts'
import { readTarget, targetText } from './block-target.ts'
import type { BlockTracker, ListReport, Sources } from './block-tracker.ts'
import type { OwnBlocks } from './own-blocks.ts'
import type { HoldingRule } from './rules-in-force.ts'

export type BlocksOptions = {
  readonly own: OwnBlocks
  readonly tracker: BlockTracker
  readonly clock: Clock
}

/** All throw, or reject with, BlockError where what is asked cannot be. */
export type Blocks = {
  /** A block with the same target is changed. `actor` is who asks: `operator`, `token 3`. */
  readonly add: (
    given: NewBlock,
    actor: string,
  ) => { readonly outcome: 'added' | 'changed'; readonly block: Block }
  /** The block that held. */
  readonly remove: (kind: BlockKind, target: string) => Block
  readonly own: () => readonly Block[]
  readonly lists: () => readonly ListReport[]
  readonly preview: (kind: BlockKind, target: string) => Promise<BlockPreview>
  /** The rule that refuses all of the target. */
  readonly holding: (kind: BlockKind, target: string) => HoldingRule | undefined
  /** Who sends most. */
  readonly sources: (kind: 'network' | 'client') => Sources
}

export function createBlocks({ own, tracker, clock }: BlocksOptions): Blocks {
  return {
    add: (given, actor) => {
      const made = newBlock(given, actor, clock.nowSeconds())
      if (made.kind === 'info_hash' && !tracker.deniesInfoHashes()) throw hashesServed
      const before = own.find(made.kind, made.text)
      const block = { ...made, id: before?.id ?? newBlockId() }
      own.put(block)
      tracker.changed(block.kind)
      return { outcome: before === undefined ? 'added' : 'changed', block }
    },
    remove: (kind, text) => {
      const target = readTarget(kind, text)
      const block = own.find(kind, targetText(target))
      if (block === undefined) throw notOwn(target, tracker)
      own.remove(block)
      tracker.changed(kind)
      return block
    },
    own: () => own.all(),
    lists: () => tracker.lists(),
    preview: (kind, text) => previewOf(readTarget(kind, text), tracker),
    holding: (kind, text) => tracker.holding(readTarget(kind, text)),
    sources: (kind) => {
      const sources = tracker.sources(kind)
      if (sources === undefined) throw notMeasured
      return sources
    },
  }
}

/** Throws BlockError. */
function newBlock(
  { kind, target: given, reason, endsAt }: NewBlock,
  actor: string,
  now: number,
): Omit<Block, 'id'> {
  const target = readTarget(kind, given)
  const text = targetText(target)
  if (kind === 'network' && hasHostBits(given, target))
    throw new BlockError(
      'invalid_target',
      `${given} has bits behind its prefix; write ${text} for the network, or the address alone`,
    )
  if (endsAt !== undefined && endsAt <= now)
    throw new BlockError('invalid_end', 'the end is past; give one that is to come, or none')
  return { kind, target, text, reason: checkedReason(reason), addedAt: now, endsAt, addedBy: actor }
}

/** `10.1.2.3/8`: whether a network or an address was meant, nobody can tell. */
function hasHostBits(given: string, { words }: BlockTarget): boolean {
  const [address = ''] = given.split('/')
  return readTarget('network', address).words.some((word, at) => word !== words[at])
}

/** Throws BlockError. */
function checkedReason(reason: string): string {
  const isLine = reason.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(reason)
  if (isLine && reason.isWellFormed() && Buffer.byteLength(reason) <= blockReasonBytesMax)
    return reason
  throw new BlockError(
    'invalid_reason',
    `the reason must be one line of at most ${blockReasonBytesMax} bytes; say why, for whoever looks later`,
  )
}

function notOwn(target: BlockTarget, tracker: BlockTracker): BlockError {
  const text = targetText(target)
  const holding = tracker.holding(target)
  if (holding?.source !== 'list')
    return new BlockError('unknown_block', `there is no block of ${text}; list them to see all`)
  return new BlockError(
    'listed_block',
    `${text} is blocked by line ${holding.rule.line} of ${listKeys[kindOf(target)]}; take it out there, and have the server reload (SIGHUP)`,
  )
}

const hashesServed = new BlockError(
  'info_hashes_served',
  'this tracker serves every info-hash; to deny some, name a file in blocks.info_hashes_file, which may be empty, and reload: the policy page then says so',
)

const notMeasured = new BlockError(
  'not_measured',
  'it is not noted where announces come from; write blocks.measure = true, reload (SIGHUP), and ask again when some have come: the privacy page then says so',
)
