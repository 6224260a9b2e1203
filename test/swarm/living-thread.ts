/** A thread that announces beside one that dies, and knows at the end which of its peers must be there. */
import { parentPort, workerData } from 'node:worker_threads'
import { Prng } from '#base/prng'
import { openRegion } from '#base/region'
import { AnnounceEvent } from '#tracker/wire/announce'
import type { FaultyData } from './faulty-thread.ts'
import { randomAnnounce } from './random-announce.ts'
import { peerName, StoreUnderTest } from './store-under-test.ts'

const { handle, layout, slot, seed, control } = workerData as FaultyData
const words = new Int32Array(control)
const random = new Prng(seed, slot, 7)
const subject = new StoreUnderTest(openRegion(handle), layout, slot, {})
/** By torrent. */
const peers = new Map<number, Set<string>>()
for (let step = 1; Atomics.load(words, 0) === 0; step++) {
  // Others want the processor too.
  if (step % 100 === 0) Atomics.wait(words, 0, 0, 1)
  const one = randomAnnounce(random, slot)
  const event = one.isStop ? AnnounceEvent.stopped : AnnounceEvent.none
  subject.announce({ ...one, event, want: 5 })
  const known = peers.get(one.torrent) ?? new Set()
  peers.set(one.torrent, known)
  if (one.isStop) known.delete(peerName(one.peer, one.family))
  else known.add(peerName(one.peer, one.family))
}
parentPort?.postMessage(peers)
