/** Lets somebody ask a running tracker what a client would be told: over the very tables that its threads look into. */
import { getRandomValues } from 'node:crypto'
import { threadsMax } from '#base/limits'
import { Prng } from '#base/prng'
import type { Config } from '#config/config'
import type { Explain } from '#operate/explain/explanation'
import { Blocking } from '#tracker/admission/blocking'
import type { ThreadSettings } from '#tracker/threads/thread-setup'
import type { AdmissionKeeper } from './admission-keeper.ts'
import type { BlockKeeper } from './block-keeper.ts'
import { explainAnnounce } from './explainer.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'

export type ExplainParts = {
  readonly config: Config
  readonly blocks: BlockKeeper
  /** Undefined where every torrent is served. */
  readonly admission: AdmissionKeeper | undefined
  /** Undefined where no server runs. */
  readonly swarms: SwarmKeeper | undefined
  /** What threads are told at present. */
  readonly settings: () => Pick<ThreadSettings, 'policy' | 'galleries'>
}

export function createExplain(parts: ExplainParts): Explain {
  const { config, blocks, admission, swarms, settings } = parts
  let blocking: Blocking | undefined
  return async (query) => {
    blocking ??= openBlocking(blocks)
    return await Promise.resolve(
      explainAnnounce(
        {
          config,
          admission: admission?.open(settings().galleries),
          blocking,
          holding: (kind, target) => blocks.blocks.holding(kind, target),
          policy: () => settings().policy,
          swarm: swarms && ((infoHash) => swarms.countsOf(infoHash)),
        },
        query,
      ),
    )
  }
}

/** It notes nothing, so that main's slot stays as it is. */
function openBlocking({ region }: BlockKeeper): Blocking {
  const [seed0 = 0, seed1 = 0, seed2 = 0] = getRandomValues(new Int32Array(3))
  return new Blocking({ region, slot: threadsMax - 1, prng: new Prng(seed0, seed1, seed2) })
}
