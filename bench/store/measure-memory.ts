/** Memory that the store takes for each peer: what of its region is in RAM, by the kernel's count. */
import { readFileSync } from 'node:fs'
import { FilledStore } from './filled-store.ts'
import { type ShapeName, shapes } from './shapes.ts'

const million = 1_000_000
const milestones = [1, 5, 10]

export type MemoryResult = readonly {
  readonly millions: number
  readonly bytesPerPeer: number
}[]

/** Fills a store with peers of this shape, up to `most` millions. */
export function measureMemory(name: ShapeName, most: number): MemoryResult {
  const shape = shapes[name]()
  const torrents = name === 'singles' ? most * million : million
  const filled = new FilledStore(most * million + 10_000, torrents + 10_000)
  const results: { millions: number; bytesPerPeer: number }[] = []
  const before = sharedBytes()
  let peer = 0
  for (const millions of milestones.filter((one) => one <= most)) {
    for (; peer < millions * million; peer++) filled.announce(shape(peer), peer, 0)
    results.push({ millions, bytesPerPeer: (sharedBytes() - before) / peer })
  }
  return results
}

/** The store's region is the only shared memory of this process. */
function sharedBytes(): number {
  const line = /^RssShmem:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(line?.[1] ?? 0) * 1024
}
