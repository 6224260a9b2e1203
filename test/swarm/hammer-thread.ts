/**
 * One of two threads that announce at the same torrents at once. Each has peers of its own, so that it
 * knows at the end which of them must be there; it posts that back.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Prng } from '#base/prng'
import { openRegion, type RegionHandle } from '#base/region'
import { AnnounceEvent } from '#tracker/wire/announce'
import { ReferenceSwarms } from './reference-swarms.ts'
import { layoutFor, peerName, StoreUnderTest } from './store-under-test.ts'

export type HammerData = {
  readonly handle: RegionHandle
  readonly slot: number
  readonly steps: number
  /** A word that both threads raise and wait for, so that they begin together. */
  readonly gate: SharedArrayBuffer
}

const { handle, slot, steps, gate } = workerData as HammerData
const subject = new StoreUnderTest(openRegion(handle), layoutFor({}), slot, {})
const model = new ReferenceSwarms()
const random = new Prng(slot, 11, 13)
const waiting = new Int32Array(gate)
Atomics.add(waiting, 0, 1)
while (Atomics.load(waiting, 0) < 2);
for (let step = 0; step < steps; step++) {
  const torrent = random.below(3)
  const peer = random.below(1500) * 2 + slot
  const isStop = random.below(3) === 0
  const left = random.below(2)
  const event = isStop ? AnnounceEvent.stopped : AnnounceEvent.none
  subject.announce({ torrent, peer, left, event, want: 30 })
  if (isStop) model.stop(`${torrent}`, peerName(peer, 4))
  else {
    const modelPeer = { seeder: left === 0, partial: false, family: 4, seenSeconds: 0 } as const
    model.announce(`${torrent}`, peerName(peer, 4), modelPeer, false)
  }
}
parentPort?.postMessage([...model.torrents].map(([torrent, swarm]) => [torrent, [...swarm]]))
