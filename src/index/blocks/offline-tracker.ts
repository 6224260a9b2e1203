/** What blocks have where no tracker runs: the rules themselves, for a command that changes or checks them. */
import type { Clock } from '#base/clock'
import { kindOf } from './block.ts'
import { BlockError } from './block-error.ts'
import type { BlockTracker } from './block-tracker.ts'
import type { OwnBlocks } from './own-blocks.ts'
import type { RuleLists } from './rule-lists.ts'
import { RulesInForce } from './rules-in-force.ts'

export type OfflineTrackerOptions = {
  readonly own: OwnBlocks
  readonly lists: RuleLists
  readonly clock: Clock
  readonly deniesInfoHashes: boolean
}

export function createOfflineTracker(options: OfflineTrackerOptions): BlockTracker {
  const { own, lists, clock, deniesInfoHashes } = options
  return {
    // The next start reads the file.
    changed: () => {},
    lists: () => lists.reports(),
    holding: (target) => {
      const file = lists.file(kindOf(target))
      return new RulesInForce(target.space, file, own.all(), clock.nowSeconds()).holding(target)
    },
    deniesInfoHashes: () => deniesInfoHashes,
    census: () => Promise.reject(noTracker),
    sources: () => {
      throw noTracker
    },
  }
}

const noTracker = new BlockError(
  'no_tracker',
  'no tracker runs here that could tell; start it, and ask again when clients have announced',
)
