/** What main does about the swarms when a process or a thread beside it is gone. */
import { fstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { within } from '#base/within'
import { createLog } from '#telemetry/log'
import { Header, planLayout, Shard, Slot, shardWords, slotWords } from '#tracker/swarm/layout'
import { SwarmKeeper } from './swarm-keeper.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-keeper-'))
afterAll(() => rmSync(directory, { recursive: true }))

const ownSlot = 3
const otherSlot = 7
/** Longer than a keeper waits before it reclaims. */
const reclaimMs = 400

class KeptSwarms {
  readonly events: string[] = []
  readonly keeper = new SwarmKeeper({
    layout: planLayout(1000, 100),
    seed: [1, 2],
    peerTimeoutSeconds: 3600,
    capSources: false,
    clock: systemClock,
    snapshotFile: join(directory, 'swarms.snapshot'),
    log: createLog({
      level: 'info',
      stream: { write: (line: string) => void this.events.push(line) },
    }),
  })

  get words(): Int32Array {
    return this.keeper.swarms.parts.memory.words
  }

  lockAt(shard: number): number {
    return this.keeper.layout.shardsAt + shard * shardWords + Shard.lock
  }

  /** As a thread leaves it that dies with a lock. */
  lock(shard: number, slot: number): void {
    this.words[this.lockAt(shard)] = slot + 1
  }

  peersLeftAt(slot: number): number {
    return this.keeper.layout.slotsAt + slot * slotWords + Slot.peersLeft
  }
}

describe('SwarmKeeper', () => {
  test('takes what a process that is gone had, and leaves what its own threads have', () => {
    const swarms = new KeptSwarms()
    const { keeper, words } = swarms
    const all = words[Header.peersLeft] as number
    words[Header.peersLeft] = all - 30
    words[swarms.peersLeftAt(ownSlot)] = 10
    words[swarms.peersLeftAt(otherSlot)] = 20
    swarms.lock(0, ownSlot)
    swarms.lock(1, otherSlot)
    expect(keeper.clearUpBeside([ownSlot])).toEqual({ taken: 1, emptied: 0 })
    expect(words[swarms.lockAt(0)]).toBe(ownSlot + 1)
    expect(words[swarms.lockAt(1)]).toBe(0)
    expect(words[swarms.peersLeftAt(ownSlot)]).toBe(10)
    expect(words[swarms.peersLeftAt(otherSlot)]).toBe(0)
    expect(words[Header.peersLeft]).toBe(all - 10)
  })

  test('reclaims nothing of swarms that it has left', async () => {
    const { keeper, events } = died()
    keeper.leave()
    await keeper.reclaimed()
    expect(events).toEqual([])
  })

  test('gives its memory back once, and saves nothing of what it has left', () => {
    const { keeper } = new KeptSwarms()
    keeper.leave()
    // A second time would close a descriptor that is somebody else's by now.
    const other = new KeptSwarms()
    keeper.leave()
    const { handle } = other.keeper.region
    if (handle.kind === 'memory-file') expect(fstatSync(handle.descriptor).size).toBe(handle.bytes)
    expect(() => keeper.save()).toThrow('swarms that were left are not saved')
  })

  test('reclaims only when the process that has the same swarms is gone', async () => {
    const gone = Promise.withResolvers<void>()
    const { keeper, events } = died((one) => one.keeper.reclaimAfter(gone.promise))
    expect(await within(keeper.reclaimed(), reclaimMs)).toBe(false)
    expect(events).toEqual([])
    gone.resolve()
    await keeper.reclaimed()
    expect(events).toEqual([expect.stringContaining('"event":"memory_reclaimed"')])
  })
})

/** Swarms of which a thread held a lock when it died. */
function died(before: (swarms: KeptSwarms) => void = () => undefined): KeptSwarms {
  const swarms = new KeptSwarms()
  before(swarms)
  swarms.lock(0, ownSlot)
  expect(swarms.keeper.recover(ownSlot).taken).toBe(1)
  return swarms
}
