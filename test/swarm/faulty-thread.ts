/**
 * A thread that dies again and again in the middle of what it does, at a store that its seed chooses. A death leaves
 * the shared memory as it is at that moment; all else that the thread had is dropped, and a new store goes on in its
 * slot when main has looked after what it left.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Prng } from '#base/prng'
import { openRegion, type RegionHandle } from '#base/region'
import type { Layout } from '#tracker/swarm/layout'
import { AnnounceEvent } from '#tracker/wire/announce'
import { addFaultPoints } from './fault-points.ts'

export type FaultyData = {
  readonly handle: RegionHandle
  readonly layout: Layout
  readonly slot: number
  readonly seed: number
  /** Word 0: 1 when everybody is to end. Word 1: how many deaths main has looked after. */
  readonly control: SharedArrayBuffer
}

class Death extends Error {}

/** Stores until the next death, at most. */
const storesMost = 600

const { handle, layout, slot, seed, control } = workerData as FaultyData
const words = new Int32Array(control)
const random = new Prng(seed, 3, 5)
let storesLeft = 0
addFaultPoints(() => {
  if (--storesLeft === 0) throw new Death()
})
const { StoreUnderTest } = await import('./store-under-test.ts')
const { randomAnnounce } = await import('./random-announce.ts')

let deaths = 0
while (Atomics.load(words, 0) === 0) {
  storesLeft = 1 + random.below(storesMost)
  const subject = new StoreUnderTest(openRegion(handle), layout, slot, {})
  try {
    live(subject)
  } catch (error) {
    if (!(error instanceof Death)) throw error
    deaths++
    parentPort?.postMessage('died')
    while (Atomics.load(words, 1) < deaths) Atomics.wait(words, 1, deaths - 1, 1000)
  }
}

function live(subject: InstanceType<typeof StoreUnderTest>): void {
  for (let step = 0; Atomics.load(words, 0) === 0; step++) {
    const one = randomAnnounce(random, slot)
    const event = one.isStop ? AnnounceEvent.stopped : AnnounceEvent.none
    subject.announce({ ...one, event, want: 5 })
    if (step % 64 === 0) subject.store.sweep()
  }
}
