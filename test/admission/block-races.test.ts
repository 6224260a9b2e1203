/** Main replaces lists of blocks while real threads look into them: nobody gets a wrong answer at any moment. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { PrefixList } from '#base/prefix-list'
import { Prng } from '#base/prng'
import { createBlockRegion } from '#tracker/admission/block-layout'
import { BlockTables } from '#tracker/admission/block-tables'
import type { Asked, BlockedData } from './blocked-thread.ts'

const threads = 2
const replacements = 300

/** Networks that are in every list: 10.x.0.0/16 for even x. Nothing is ever blocked for odd ones. */
const steady = Array.from({ length: 100 }, (_, index) => (10 << 24) | (index << 17))

/** The address as it stands in memory. */
function inNetworkOrder(address: number): number {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(address | 0)
  return bytes.readInt32LE()
}

/** The steady networks, some of them in parts, among others that come and go. */
function listOf(random: Prng): PrefixList {
  const list = new PrefixList(1)
  for (const network of steady) {
    const isWhole = random.below(2) === 0
    const parts = isWhole ? [network] : [network, network | 0x8000]
    for (const part of parts) list.add([part >>> 0], isWhole ? 16 : 17, 1 + random.below(9))
  }
  const others = random.below(5000)
  for (let count = 0; count < others; count++)
    list.add([((64 << 24) | (random.next() & 0x3f_ffff)) >>> 0], 32, 10)
  return list
}

test('blocks that stay hold at every moment in which others come and go', async () => {
  const region = createBlockRegion()
  const tables = new BlockTables(region)
  const random = new Prng(1, 2, 3)
  tables.replace({ ipv4: listOf(random) })
  const control = new SharedArrayBuffer(64)
  const signals = new Int32Array(control)
  const inside = steady.map((network) => inNetworkOrder(network | random.below(0x1_0000)))
  const outside = steady.map((network) =>
    inNetworkOrder(network | 0x1_0000 | random.below(0x1_0000)),
  )
  const workers = Array.from({ length: threads }, async (_, slot) => {
    const workerData: BlockedData = {
      region: region.handle,
      slot,
      addresses: [...inside, ...outside],
      blocked: inside.length,
      control,
    }
    const worker = new Worker(new URL('blocked-thread.ts', import.meta.url), { workerData })
    const [result] = (await once(worker, 'message')) as [Asked]
    return result
  })
  const rounds = (): number[] => Array.from(signals.subarray(1, 1 + threads))
  /** Every thread has looked into the list in force. */
  const othersHaveLooked = async (): Promise<void> => {
    const before = rounds()
    while (rounds().some((count, slot) => count < (before[slot] ?? 0) + 2))
      await new Promise((resolve) => setImmediate(resolve))
  }
  for (let count = 0; count < replacements; count++) {
    tables.replace({ ipv4: listOf(random) })
    if (count % 50 === 0) await othersHaveLooked()
  }
  Atomics.store(signals, 0, 1)
  for (const { asked, wrong } of await Promise.all(workers)) {
    expect(asked).toBeGreaterThan(0)
    expect(wrong).toBe(0)
  }
})
