/**
 * What every tracker thread has, whatever its sockets: its store over the shared memory, its clock, and the
 * announcer. The entry files build the rest around it.
 */
import { getRandomValues } from 'node:crypto'
import { assert } from '#base/assert'
import { type Clock, systemClock } from '#base/clock'
import { Prng } from '#base/prng'
import { openRegion } from '#base/region'
import { openCounters } from '#telemetry/counters'
import { JournalWriter } from '#tracker/accounting/journal-writer'
import { Admission } from '#tracker/admission/admission'
import { Blocking } from '#tracker/admission/blocking'
import { GalleryDoor } from '#tracker/admission/gallery-door'
import { MemberTable } from '#tracker/admission/member-table'
import { limitCounts, NetworkLimits } from '#tracker/admission/network-limits'
import { TorrentTable } from '#tracker/admission/torrent-table'
import { Announcer } from '#tracker/announce/announcer'
import { metrics } from '#tracker/listeners/request-counters'
import { SwarmClock } from '#tracker/swarm/swarm-clock'
import { SwarmStore } from '#tracker/swarm/swarm-store'
import { SwarmTally, swarmTallyLength } from '#tracker/swarm/swarm-tally'
import type { ThreadSettings, ThreadSetup } from './thread-setup.ts'

export type ThreadParts = {
  readonly store: SwarmStore
  readonly announcer: Announcer
  /** The system's time; reading it tells the store, the admission and the journal. */
  readonly clock: Clock
  /** To be called after each batch of answers: main is shown what they noted. */
  readonly endBatch: () => void
  /** Brings reloaded settings into force. */
  readonly apply: (settings: ThreadSettings) => void
}

export function createThreadParts(setup: ThreadSetup): ThreadParts {
  const { settings } = setup
  const [seed0 = 0, seed1 = 0, seed2 = 0] = getRandomValues(new Int32Array(3))
  const prng = new Prng(seed0, seed1, seed2)
  const swarmClock = new SwarmClock(setup.stampUnitSeconds, settings.peerTimeoutSeconds)
  const { row } = openCounters(setup.counters, setup.slot)
  const limits = openLimits(setup, row)
  const admission = openAdmission(setup)
  const journal = openJournal(setup)
  const clock = {
    nowSeconds: (): number => {
      const nowSeconds = systemClock.nowSeconds()
      swarmClock.nowSeconds = nowSeconds
      if (admission !== undefined) admission.nowMinute = Math.floor(nowSeconds / 60)
      if (journal !== undefined) journal.nowSeconds = nowSeconds
      if (limits !== undefined) limits.nowSeconds = nowSeconds
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
    tally: new SwarmTally(row.subarray(metrics.evicted(), metrics.evicted() + swarmTallyLength)),
    // Elsewhere torrents are made by whoever registers them.
    creations: admission === undefined ? limits : undefined,
  })
  const blocking = new Blocking({ region: setup.blocks, slot: setup.slot, prng })
  const { policy } = settings
  const announcer = new Announcer({ store, policy, prng, admission, blocking, limits, journal })
  const apply = (changed: ThreadSettings): void => {
    announcer.policy = changed.policy
    if (admission?.door !== undefined) admission.door.policy = changed.galleries
    swarmClock.setPeerTimeout(changed.peerTimeoutSeconds)
    limits?.configure(changed.networks)
  }
  return { store, announcer, clock, endBatch: () => journal?.publish(), apply }
}

assert(metrics.limited() - metrics.evicted() === swarmTallyLength, 'a tally is a row of columns')

function openLimits({ settings, capSources }: ThreadSetup, row: Float64Array) {
  if (!capSources) return undefined
  const [key0 = 0, key1 = 0] = getRandomValues(new Int32Array(2))
  const counts = row.subarray(metrics.limited(), metrics.limited() + limitCounts)
  return new NetworkLimits({ settings: settings.networks, keys: [key0, key1], counts })
}

function openJournal({ journal, slot }: ThreadSetup): JournalWriter | undefined {
  return journal === undefined
    ? undefined
    : new JournalWriter({ region: openRegion(journal), slot })
}

function openAdmission({ admission, secrets, settings }: ThreadSetup): Admission | undefined {
  if (admission === undefined) return undefined
  const { layout, members } = admission
  const region = openRegion(admission.region)
  const torrents = new TorrentTable({ region, layout, seed: secrets.swarm })
  if (members === undefined) return new Admission(torrents)
  const table = new MemberTable(openRegion(members))
  return new Admission(torrents, new GalleryDoor(settings.galleries, table))
}
