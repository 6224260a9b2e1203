/**
 * A store at its ceilings while hundreds of thousands of torrents are invented, half of them with two peers each: honest
 * swarms are served as if nothing happened. In a process of its own, where it runs as fast as in a thread of the
 * tracker; `npm run bench -- --cells flood` does the same with ten million.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { FloodResult, FloodSize } from '../../bench/store/measure-flood.ts'

const run = promisify(execFile)

async function flood(size: FloodSize): Promise<FloodResult> {
  const { stdout } = await run(process.execPath, [
    'bench/store/store-run.ts',
    'flood',
    JSON.stringify(size),
  ])
  return JSON.parse(stdout) as FloodResult
}

/** Which of the ceilings the flood runs into. */
const ceilings = {
  torrents: { torrentsMax: 200_000, peersMax: 2_000_000 },
  peers: { torrentsMax: 2_000_000, peersMax: 300_000 },
} as const

describe('honest swarms among invented ones', () => {
  test.for(['torrents', 'peers'] as const)('are served with all %s in use', async (ceiling) => {
    const { torrentsMax, peersMax } = ceilings[ceiling]
    const honest = { honestSwarms: 20_000, peersOfEach: 5 }
    const result = await flood({ ...honest, torrentsMax, peersMax, invented: 800_000 })
    expect(result.honest).toBeGreaterThan(80_000)
    expect(result.served).toBe(result.honest)
    expect(result.torrents).toBeLessThanOrEqual(torrentsMax)
    expect(result.peers).toBeLessThanOrEqual(peersMax)
    expect(result.usedBytes).toBeLessThanOrEqual(result.regionBytes)
    expect(result.evictedNeverReturned).toBeGreaterThan(600_000)
    expect(result.evictedOthers).toBe(0)
  })
})
