/** A thread that dies a thousand times under a lock, beside others that announce to the same swarms. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { Header, Shard, Slot, shardCount, slotWords } from '#tracker/swarm/layout'
import { reclaim } from '#tracker/swarm/reclaim'
import { recoverLocks } from '#tracker/swarm/recovery'
import type { SwarmParts } from '#tracker/swarm/swarm-parts'
import type { FaultyData } from './faulty-thread.ts'
import { largeTorrents, smallTorrents } from './random-announce.ts'
import { formattedRegion, StoreUnderTest } from './store-under-test.ts'

const deathsUnderLock = 1000
const faultySlot = 0
const livingSlots = [1, 2]
const mainSlot = 63

/** Peers by torrent, as a thread knows them. */
type Known = Map<number, Set<string>>

/** The shard whose lock the dead thread has, or -1: it has one at most. */
function lockedShard({ memory, index }: SwarmParts, slot: number): number {
  for (let shard = 0; shard < shardCount; shard++)
    if (Atomics.load(memory.words, index.shardAt(shard)) === slot + 1) return shard
  return -1
}

/** Until nobody holds a lock for longer than it takes. */
function reclaimAll(parts: SwarmParts): number {
  for (;;) {
    const reclaimed = reclaim(parts)
    if (reclaimed.result === 'broken') throw new Error('blocks are named twice')
    if (reclaimed.result === 'done') return reclaimed.bytes
  }
}

/** Peers that fit still, wherever that is noted. */
function roomLeft({ memory }: SwarmParts): number {
  const { words, layout } = memory
  let room = words[Header.peersLeft] ?? 0
  for (let slot = 0; slot < 64; slot++)
    room += words[layout.slotsAt + slot * slotWords + Slot.peersLeft] ?? 0
  return room
}

function peersCounted({ memory, index }: SwarmParts): number {
  let peers = 0
  for (let shard = 0; shard < shardCount; shard++)
    for (let kind = 0; kind < 4; kind++)
      peers += memory.words[index.shardAt(shard) + Shard.peers + kind] ?? 0
  return peers
}

function shardOf({ index }: SwarmParts, torrent: number): number {
  const infoHash = Buffer.alloc(20)
  infoHash.writeUInt32BE(torrent, 8)
  return index.shardOf(index.hash(new Int32Array(new Uint8Array(infoHash).buffer)))
}

test('a thousand deaths under a lock: no hang, right counts, no memory lost', async () => {
  const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 2 ** 31)
  process.stdout.write(`seed ${seed} (FAULT_SEED)\n`)
  const { region, layout } = formattedRegion({ peersMax: 60_000, torrentsMax: 10_000 })
  const control = new SharedArrayBuffer(8)
  const words = new Int32Array(control)
  const main = new StoreUnderTest(region, layout, mainSlot, {})
  const { parts } = main.store
  const start = (file: string, slot: number): Worker => {
    const workerData: FaultyData = { handle: region.handle, layout, slot, seed, control }
    return new Worker(new URL(file, import.meta.url), { workerData })
  }
  const living = livingSlots.map((slot) => start('living-thread.ts', slot))
  const known = Promise.all(living.map((worker) => once(worker, 'message')))
  const faulty = start('faulty-thread.ts', faultySlot)
  const ended = Promise.all([...living, faulty].map((worker) => once(worker, 'exit')))
  const emptiedShards = new Set<number>()
  let underLock = 0
  let emptied = 0
  let reclaimedBytes = 0
  const enough = new Promise<void>((resolve, reject) => {
    faulty.on('error', reject)
    const lookAfter = (): void => {
      const shard = lockedShard(parts, faultySlot)
      const recovered = recoverLocks(parts, faultySlot)
      if (recovered.taken > 0) underLock++
      emptied += recovered.emptied
      if (recovered.emptied > 0) emptiedShards.add(shard)
      // As often as the program would, where deaths come one after the other.
      if (recovered.emptied > 0 && emptied % 50 === 0) reclaimedBytes += reclaimAll(parts)
      if (underLock === deathsUnderLock) {
        Atomics.store(words, 0, 1)
        resolve()
      }
      Atomics.add(words, 1, 1)
      Atomics.notify(words, 1)
    }
    faulty.on('message', () => {
      try {
        lookAfter()
      } catch (error) {
        reject(error)
      }
    })
  })
  await enough.finally(() => Atomics.store(words, 0, 1))
  const models = (await known) as [Known][]
  await ended

  expect(main.faults()).toEqual([])
  expect(underLock).toBe(deathsUnderLock)
  // Deaths of every kind: such as leave a shard whole, and such as break it.
  expect(emptied).toBeGreaterThan(deathsUnderLock / 50)
  expect(emptied).toBeLessThan(deathsUnderLock)
  reclaimedBytes += reclaimAll(parts)
  expect(reclaimedBytes).toBeGreaterThan(0)
  // Every block is in use or free now.
  expect(reclaimAll(parts)).toBe(0)
  expect(roomLeft(parts) + peersCounted(parts)).toBe(layout.peersMax)

  let looked = 0
  for (let torrent = 0; torrent < largeTorrents + smallTorrents; torrent++) {
    if (emptiedShards.has(shardOf(parts, torrent))) continue
    const there = new Set<string>()
    for (const family of [4, 6] as const) {
      const { ipv4, ipv6 } = main.announce({ torrent, peer: 3, family, want: 1600 })
      for (const name of [...ipv4, ...ipv6]) there.add(name)
    }
    const missing = models.flatMap(([peers]) =>
      [...(peers.get(torrent) ?? [])].filter((name) => !there.has(name)),
    )
    expect(missing).toEqual([])
    looked++
  }
  expect(looked).toBeGreaterThan(smallTorrents / 4)
}, 120_000)
