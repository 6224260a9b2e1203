/**
 * How long the announce path stands still at most: batches of 64 announces and single steps of expiry, by the
 * CPU clock of the thread, over a large store in which one swarm of a million expires at once.
 *
 * The CPU clock leaves out what other processes take, but not interrupts and page faults that the thread meets.
 */
import { threadCpuNanoseconds } from '../load/syscalls.ts'
import { FilledStore, peerTimeoutSeconds } from './filled-store.ts'
import { shapes } from './shapes.ts'

const million = 1_000_000
const batchAnnounces = 64
const batches = 40_000
const bigSwarm = 999_999_999
const bigSwarmPeers = million

export type Pause = {
  readonly count: number
  /** Microseconds. */
  readonly median: number
  readonly p9999: number
  readonly second: number
  readonly longest: number
}

export type PausesResult = {
  readonly arriving: Pause
  readonly returning: Pause
  /** Steps while the big swarm expires. */
  readonly expiring: Pause
  /** Steps of a lap in which nobody expires. */
  readonly idleLap: Pause
}

export function measurePauses(millions: number): PausesResult {
  const peers = millions * million
  const filled = new FilledStore(peers + bigSwarmPeers + 10_000 * batchAnnounces, million + 10_000)
  const { clock, store } = filled
  for (let peer = 0; peer < bigSwarmPeers; peer++) filled.announce(bigSwarm, peer, 0)
  clock.nowSeconds += Math.floor(peerTimeoutSeconds / 2)
  const zipf = shapes.zipf()
  const torrents = Uint32Array.from({ length: peers }, zipf)
  const first = bigSwarmPeers
  const announce = (peer: number): void =>
    filled.announce(torrents[peer] as number, first + peer, 30)
  const arrivals = batches * batchAnnounces
  let next = 0
  for (; next < peers - arrivals; next++) announce(next)
  const arriving = timeEach(batches, () => {
    for (let index = 0; index < batchAnnounces; index++) announce(next++)
  })
  let known = 0
  const returning = timeEach(batches, () => {
    for (let index = 0; index < batchAnnounces; index++) announce((known += 7919) % peers)
  })
  const idleLap = timeSteps(() => store.sweep())
  clock.nowSeconds += Math.floor(peerTimeoutSeconds / 2) + 400
  const expiring = timeSteps(() => store.sweep())
  return { arriving, returning, idleLap, expiring }
}

/** Room for the times of one kind, made before they are taken: a growing array would pause by itself. */
const times = new Float64Array(1_000_000)

/** All steps that are due, each by itself. */
function timeSteps(step: () => boolean): Pause {
  let count = 0
  for (let goesOn = true; goesOn && count < times.length; count++) {
    const began = threadCpuNanoseconds()
    goesOn = step()
    times[count] = threadCpuNanoseconds() - began
  }
  return summary(times.subarray(0, count))
}

function timeEach(count: number, work: () => void): Pause {
  for (let round = 0; round < count; round++) {
    const began = threadCpuNanoseconds()
    work()
    times[round] = threadCpuNanoseconds() - began
  }
  return summary(times.subarray(0, count))
}

function summary(nanoseconds: Float64Array): Pause {
  const sorted = nanoseconds.toSorted()
  const at = (index: number): number => (sorted[index] ?? 0) / 1000
  const last = sorted.length - 1
  return {
    count: sorted.length,
    median: at(Math.floor(last / 2)),
    p9999: at(Math.floor(last * 0.9999)),
    second: at(last - 1),
    longest: at(last),
  }
}
