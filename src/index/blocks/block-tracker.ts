/** What blocks need of a tracker: of the one that runs here, or of none. */
import type { BlockKind, BlockTarget } from './block.ts'
import type { LineFault } from './rule-file.ts'
import type { HoldingRule } from './rules-in-force.ts'

export type BlockTracker = {
  /** The operator's own blocks of this kind have changed: they are in force when this returns. */
  readonly changed: (kind: BlockKind) => void
  /** The lists that the configuration names. */
  readonly lists: () => readonly ListReport[]
  /** The rule that holds for all of the target. */
  readonly holding: (target: BlockTarget) => HoldingRule | undefined
  /** Whether info-hashes may be denied here. */
  readonly deniesInfoHashes: () => boolean
  /** Undefined for a client, since the swarms know no clients, and where they cannot be read at present. Rejects with BlockError where no tracker runs. */
  readonly census: (target: BlockTarget) => Promise<Census | undefined>
  /** Who sends most; undefined while that is not measured. Throws BlockError where no tracker runs. */
  readonly sources: (kind: 'network' | 'client') => Sources | undefined
}

export type ListReport = {
  readonly kind: BlockKind
  /** As the configuration names it. */
  readonly path: string
  /** Rules that were read, those that have ended included. */
  readonly rules: number
  /** Lines that could not be read. */
  readonly faults: number
  readonly toldFaults: readonly LineFault[]
  /** Why the file could not be read the last time; what it held before is in force. */
  readonly problem: string | undefined
  /** When it was last read well, in unix seconds; undefined if never. */
  readonly readAt: number | undefined
}

/** Who is in the swarms now. */
export type Census = {
  readonly torrents: number
  readonly peers: number
  /** In all swarms together. */
  readonly allPeers: number
}

/** What was noted of requests in the last hours. */
export type Sources = {
  readonly samples: number
  readonly refused: number
  /** The heaviest first. */
  readonly entries: readonly SourceEntry[]
}

export type SourceEntry = {
  readonly target: BlockTarget
  readonly count: number
  readonly refused: number
}
