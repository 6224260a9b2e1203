/**
 * What every tracker thread has, whatever its sockets: its store over the shared memory, its clock, and the
 * announcer. The entry files build the rest around it.
 */
import { getRandomValues } from 'node:crypto'
import { type Clock, systemClock } from '#base/clock'
import { Prng } from '#base/prng'
import { openRegion } from '#base/region'
import { Admission } from '#tracker/admission/admission'
import { Blocking } from '#tracker/admission/blocking'
import { TorrentTable } from '#tracker/admission/torrent-table'
import { Announcer } from '#tracker/announce/announcer'
import { SwarmClock } from '#tracker/swarm/swarm-clock'
import { SwarmStore } from '#tracker/swarm/swarm-store'
import type { ThreadSettings, ThreadSetup } from './thread-setup.ts'

export type ThreadParts = {
  readonly store: SwarmStore
  readonly announcer: Announcer
  /** The system's time; reading it tells the store and the admission. */
  readonly clock: Clock
  /** Brings reloaded settings into force. */
  readonly apply: (settings: ThreadSettings) => void
}

export function createThreadParts(setup: ThreadSetup): ThreadParts {
  const { settings } = setup
  const [seed0 = 0, seed1 = 0, seed2 = 0] = getRandomValues(new Int32Array(3))
  const prng = new Prng(seed0, seed1, seed2)
  const swarmClock = new SwarmClock(setup.stampUnitSeconds, settings.peerTimeoutSeconds)
  const admission = openAdmission(setup)
  const clock = {
    nowSeconds: (): number => {
      const nowSeconds = systemClock.nowSeconds()
      swarmClock.nowSeconds = nowSeconds
      if (admission !== undefined) admission.nowMinute = Math.floor(nowSeconds / 60)
      return nowSeconds
    },
  }
  clock.nowSeconds()
  const store = new SwarmStore({
    region: openRegion(setup.region),
    layout: setup.layout,
    slot: setup.slot,
    seed: setup.secrets.swarm,
    clock: swarmClock,
    prng,
    capSources: setup.capSources,
  })
  const blocking = new Blocking({ region: setup.blocks, slot: setup.slot, prng })
  const announcer = new Announcer({ store, policy: settings.policy, prng, admission, blocking })
  const apply = (changed: ThreadSettings): void => {
    announcer.policy = changed.policy
    swarmClock.setPeerTimeout(changed.peerTimeoutSeconds)
  }
  return { store, announcer, clock, apply }
}

function openAdmission({ admission, secrets }: ThreadSetup): Admission | undefined {
  if (admission === undefined) return undefined
  const region = openRegion(admission.region)
  return new Admission(new TorrentTable({ region, layout: admission.layout, seed: secrets.swarm }))
}
