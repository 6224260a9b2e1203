/** What main does while a lock is held by a thread that is gone: only main can free it, so it waits for none. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { openRegion } from '#base/region'
import { SwarmKeeper } from '#swarm-keeper'
import { createLog } from '#telemetry/log'
import { planLayout, shardCount } from '#tracker/swarm/layout'
import { tryLock } from '#tracker/swarm/lock'
import { StoreUnderTest } from './store-under-test.ts'

const deadSlot = 3
const directory = mkdtempSync(join(tmpdir(), 'waggle-abandoned-'))
afterAll(() => rmSync(directory, { recursive: true }))

const layout = planLayout(10_000, 5000)
const keeper = new SwarmKeeper({
  layout,
  seed: [1, 2],
  peerTimeoutSeconds: 2700,
  capSources: false,
  clock: { nowSeconds: () => 1_000_000 },
  snapshotFile: join(directory, 'swarms.snapshot'),
  log: createLog({ level: 'silent' }),
})
afterAll(() => keeper.leave())
const region = openRegion(keeper.region.handle)
const subject = new StoreUnderTest(region, layout, deadSlot, {})
for (let torrent = 0; torrent < 3000; torrent++) subject.announce({ torrent, peer: torrent })

const infoHash = new Uint8Array(20)
new DataView(infoHash.buffer).setUint32(8, 7)
const hashWords = new Int32Array(infoHash.buffer)
const { index, memory } = subject.store.parts
const lockAt = index.shardAt(index.shardOf(index.hash(hashWords)))
const everybody = { words: [0], prefixBits: 0 }

/** The thread of `deadSlot` ends while it holds the lock. */
function die(): void {
  expect(tryLock(memory.words, lockAt, deadSlot)).toBe(true)
}

describe('while a thread that is gone holds a lock', () => {
  test('sizes are counted in all other shards, and in this one once it is free', () => {
    die()
    keeper.sizes.lap()
    const before = keeper.sizes.count(1)
    expect(before).toBeGreaterThan(3000 * (1 - 10 / shardCount))
    expect(before).toBeLessThan(3000)
    expect(keeper.recover(deadSlot).taken).toBe(1)
    keeper.sizes.lap()
    expect(keeper.sizes.count(1)).toBe(3000)
    die()
    keeper.sizes.lap()
    expect(keeper.sizes.count(1)).toBe(3000)
    keeper.recover(deadSlot)
  })

  test('a swarm is said to be busy', () => {
    die()
    expect(keeper.countsOf(hashWords)).toBe('busy')
    expect(keeper.swarms.scrape(infoHash, 0)).toBe(false)
    keeper.recover(deadSlot)
    expect(keeper.countsOf(hashWords)).toMatchObject({ leechers4: 1 })
    expect(keeper.swarms.scrape(infoHash, 0)).toBe(true)
  })

  test('a census lets main hear of the end, and then goes on', async () => {
    die()
    const counted = keeper.census(everybody)
    const asked = keeper.peersOf(infoHash)
    await nextTurn()
    keeper.recover(deadSlot)
    expect(await counted).toEqual({ torrents: 3000, peers: 3000 })
    expect(await asked).toBe(1)
  })

  test('a census gives up where nobody frees it', async () => {
    die()
    expect(await keeper.census(everybody)).toBeUndefined()
    expect(await keeper.peersOf(infoHash)).toBeUndefined()
    keeper.recover(deadSlot)
  })
})
