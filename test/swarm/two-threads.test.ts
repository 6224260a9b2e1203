/** Two threads at the same three torrents at once: nothing is lost, nothing is counted twice. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import type { RegionHandle } from '#base/region'
import { reclaim } from '#tracker/swarm/reclaim'
import { swarmTotals } from '#tracker/swarm/swarm-totals'
import type { HammerData } from './hammer-thread.ts'
import type { ModelPeer } from './reference-swarms.ts'
import {
  formattedRegion,
  layoutFor,
  type StoreOptions,
  StoreUnderTest,
} from './store-under-test.ts'

type Swarms = [string, [string, ModelPeer][]][]

const kinds: RegionHandle['kind'][] =
  process.platform === 'linux' ? ['memory-file', 'shared'] : ['shared']

/** Two threads at the same store, with what each of them knows to be there. */
async function hammer(
  kind: RegionHandle['kind'],
  options: StoreOptions,
  steps: number,
  invented: number,
): Promise<{ subject: StoreUnderTest; models: Swarms[] }> {
  const { region, layout } = formattedRegion({ kind, ...options })
  const gate = new SharedArrayBuffer(4)
  const run = async (slot: number): Promise<Swarms> => {
    const workerData: HammerData = { handle: region.handle, slot, steps, options, invented, gate }
    const worker = new Worker(new URL('hammer-thread.ts', import.meta.url), { workerData })
    // The last message may be delivered together with the exit, so both are listened for from the start.
    const [[swarms]] = (await Promise.all([once(worker, 'message'), once(worker, 'exit')])) as [
      [Swarms],
      unknown,
    ]
    return swarms
  }
  const models = await Promise.all([run(0), run(1)])
  return { subject: new StoreUnderTest(region, layout, 2, options), models }
}

/** The counts of the three torrents that both threads announce, here and by the models. */
function expectAgreement(subject: StoreUnderTest, models: readonly Swarms[]): void {
  expect(subject.faults()).toEqual([])
  for (const torrent of [0, 1, 2]) {
    const peers = models.flatMap((swarms) => new Map(swarms).get(`${torrent}`) ?? [])
    const seeders = peers.filter(([, peer]) => peer.seeder)
    const { seeders: counted, leechers } = subject.scrape(torrent)
    expect([counted, leechers]).toEqual([seeders.length, peers.length - seeders.length])
    const told = subject.announce({ torrent, peer: 1_000_000, want: 1000 }).ipv4
    const names = new Set(peers.map(([name]) => name))
    expect(told.filter((name) => !names.has(name))).toEqual([])
  }
}

test.each(kinds)('two threads agree with their models in a %s region', async (kind) => {
  const { subject, models } = await hammer(kind, {}, 100_000, 0)
  expectAgreement(subject, models)
})

test.each(kinds)(
  'two threads at a full store lose nobody who stays, in a %s region',
  async (kind) => {
    const options = { peersMax: 5000, torrentsMax: 1000 }
    const { subject, models } = await hammer(kind, options, 15_000, 2)
    expectAgreement(subject, models)
    const { torrents, seeders4, leechers4, usedBytes } = swarmTotals(subject.store.parts.memory)
    expect(torrents).toBeLessThanOrEqual(1000)
    expect(seeders4 + leechers4).toBeLessThanOrEqual(5000)
    expect(usedBytes).toBeLessThanOrEqual(layoutFor(options).bytes)
    expect(reclaim(subject.store.parts)).toEqual({ result: 'done', bytes: 0 })
  },
)
