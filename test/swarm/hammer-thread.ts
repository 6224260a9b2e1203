/**
 * One of two threads that announce at the same torrents at once. Each has peers of its own, so that it
 * knows at the end which of them must be there; it posts that back.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Prng } from '#base/prng'
import { openRegion, type RegionHandle } from '#base/region'
import { AnnounceEvent } from '#tracker/wire/announce'
import { ReferenceSwarms } from './reference-swarms.ts'
import { layoutFor, peerName, type StoreOptions, StoreUnderTest } from './store-under-test.ts'

export type HammerData = {
  readonly handle: RegionHandle
  readonly slot: number
  readonly steps: number
  /** The ceilings of the store. */
  readonly options: StoreOptions
  /** Peers of invented torrents that come with each step, so that the store is full. */
  readonly invented: number
  /** A word that both threads raise and wait for, so that they begin together. */
  readonly gate: SharedArrayBuffer
}

const { handle, slot, steps, options, invented, gate } = workerData as HammerData
const subject = new StoreUnderTest(openRegion(handle), layoutFor(options), slot, options)
const model = new ReferenceSwarms()
const random = new Prng(slot, 11, 13)
const laterSeconds = 600

/** Peers that come back and stay, so that no swarm gives way. */
function settleIn(): void {
  for (let torrent = 0; torrent < 3; torrent++)
    for (let peer = 4000 + slot; peer < 4004; peer += 2) announce(torrent, peer, 1, false)
}

function announce(torrent: number, peer: number, left: number, isStop: boolean): void {
  const event = isStop ? AnnounceEvent.stopped : AnnounceEvent.none
  const { stored } = subject.announce({ torrent, peer, left, event, want: 30 })
  if (isStop) model.stop(`${torrent}`, peerName(peer, 4))
  else if (stored) {
    const modelPeer = { seeder: left === 0, partial: false, family: 4, seenSeconds: 0 } as const
    model.announce(`${torrent}`, peerName(peer, 4), modelPeer, false)
  }
}

settleIn()
subject.clock.nowSeconds += laterSeconds
settleIn()
const waiting = new Int32Array(gate)
Atomics.add(waiting, 0, 1)
while (Atomics.load(waiting, 0) < 2);
for (let step = 0; step < steps; step++) {
  const torrent = random.below(3)
  const peer = random.below(1500) * 2 + slot
  announce(torrent, peer, random.below(2), random.below(3) === 0)
  for (let fake = 0; fake < invented; fake++)
    subject.announce({ torrent: 1000 + step * 2 + slot, peer: 10_000 + fake })
}
parentPort?.postMessage([...model.torrents].map(([torrent, swarm]) => [torrent, [...swarm]]))
