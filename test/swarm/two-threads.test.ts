/** Two threads at the same three torrents at once: nothing is lost, nothing is counted twice. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import type { RegionHandle } from '#base/region'
import type { HammerData } from './hammer-thread.ts'
import type { ModelPeer } from './reference-swarms.ts'
import { formattedRegion, StoreUnderTest } from './store-under-test.ts'

type Swarms = [string, [string, ModelPeer][]][]

const kinds: RegionHandle['kind'][] =
  process.platform === 'linux' ? ['memory-file', 'shared'] : ['shared']

test.each(kinds)('two threads agree with their models in a %s region', async (kind) => {
  const { region, layout } = formattedRegion({ kind })
  const gate = new SharedArrayBuffer(4)
  const hammer = async (slot: number): Promise<Swarms> => {
    const workerData: HammerData = { handle: region.handle, slot, steps: 100_000, gate }
    const worker = new Worker(new URL('hammer-thread.ts', import.meta.url), { workerData })
    // The last message may be delivered together with the exit, so both are listened for from the start.
    const [[swarms]] = (await Promise.all([once(worker, 'message'), once(worker, 'exit')])) as [
      [Swarms],
      unknown,
    ]
    return swarms
  }
  const models = await Promise.all([hammer(0), hammer(1)])
  const subject = new StoreUnderTest(region, layout, 2, {})
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
})
