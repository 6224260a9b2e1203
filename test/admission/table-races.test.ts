/**
 * Main changes the table of registered torrents while real threads look into it and count there: nobody gets a
 * wrong answer, and nothing that is counted is lost, whether the torrent stays, goes, or comes back.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { Prng } from '#base/prng'
import type { RegionHandle } from '#base/region'
import type { TorrentActivity } from '#tracker/admission/activity-reader'
import { Control, nameOf, numbers } from './looking-plan.ts'
import type { Looked, LookingData } from './looking-thread.ts'
import { hashOf, RegisteredTorrents } from './registered-torrents.ts'

const threads = 2
const kinds: RegionHandle['kind'][] =
  process.platform === 'linux' ? ['memory-file', 'shared'] : ['shared']

class Race {
  readonly torrents: RegisteredTorrents
  readonly #control = new SharedArrayBuffer(64)
  readonly #signals = new Int32Array(this.#control)
  readonly #random = new Prng(1, 2, 3)
  readonly #stored = new Map<number, number>()
  readonly #isThere = new Set<number>()
  #changes = 0

  constructor(kind: RegionHandle['kind']) {
    // Small, so that the index grows and is renewed often and entries are used again.
    this.torrents = new RegisteredTorrents(numbers.steady + numbers.fleeting, undefined, kind)
    for (let number = 0; number < numbers.steady; number++)
      this.torrents.put(number, { name: nameOf(number, 0) })
  }

  start(): Promise<Looked>[] {
    const { region, layout } = this.torrents
    return Array.from({ length: threads }, async (_, thread) => {
      const workerData: LookingData = {
        handle: region.handle,
        layout,
        thread,
        control: this.#control,
      }
      const worker = new Worker(new URL('looking-thread.ts', import.meta.url), { workerData })
      const [[looked]] = (await Promise.all([once(worker, 'message'), once(worker, 'exit')])) as [
        [Looked],
        unknown,
      ]
      return looked
    })
  }

  async ready(): Promise<void> {
    while (Atomics.load(this.#signals, Control.ready) < threads) await nextTurn()
  }

  stop(): void {
    Atomics.store(this.#signals, Control.stop, 1)
  }

  /** Adds, removes and renames some torrents; gives how many found no room. */
  change(): number {
    let refused = 0
    for (let count = 0; count < 500; count++) {
      const number = numbers.steady + this.#random.below(numbers.fleeting)
      if (this.#isThere.has(number)) this.torrents.remove(number)
      else if (!this.torrents.put(number)) refused++
      if (!this.#isThere.delete(number)) this.#isThere.add(number)
      const renamed = this.#random.below(numbers.steady)
      this.torrents.put(renamed, { name: nameOf(renamed, ++this.#changes) })
    }
    return refused
  }

  /** Stores what was counted; a flush may fail and be given up. */
  flush(isLost: boolean): void {
    const { activity } = this.torrents
    while (activity.collect());
    if (isLost) return activity.carryBack()
    for (const one of activity.activities) this.#store(one)
    activity.commit()
  }

  /** A flush comes every half minute, in which every thread has done what it had in hand. */
  async othersHaveMoved(): Promise<void> {
    const step = (thread: number): number => Atomics.load(this.#signals, Control.steps + thread)
    const before = Array.from({ length: threads }, (_, thread) => step(thread))
    while (before.some((steps, thread) => step(thread) < steps + 2)) await nextTurn()
  }

  get stored(): ReadonlyMap<number, number> {
    return this.#stored
  }

  #store({ torrentId, completions }: TorrentActivity): void {
    const stored = (this.#stored.get(torrentId) ?? 0) + completions
    if (stored > 0) this.#stored.set(torrentId, stored)
  }
}

async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

test.each(kinds)('lookups and counts are right while a %s region changes', async (kind) => {
  const race = new Race(kind)
  const looking = race.start()
  await race.ready()
  for (let round = 0; round < 150; round++) {
    expect(race.change()).toBe(0)
    await nextTurn()
    if (round % 3 !== 0) continue
    await race.othersHaveMoved()
    race.flush(round % 7 === 0)
  }
  race.stop()
  const looked = await Promise.all(looking)
  race.flush(false)
  race.flush(false)
  expect(looked.flatMap(({ faults }) => faults)).toEqual([])
  const counted = new Map<number, number>()
  for (const { completions } of looked)
    for (const [id, count] of completions) counted.set(id, (counted.get(id) ?? 0) + count)
  expect(counted.size).toBeGreaterThan(numbers.steady)
  expect(race.stored).toEqual(counted)
})

test('a torrent is unknown, known, banned and unknown again with the very next lookup', async () => {
  const race = new Race('shared')
  const looking = race.start()
  await race.ready()
  const { table } = race.torrents
  const number = numbers.steady
  const find = (): number => table.find(new Int32Array(Uint8Array.from(hashOf(number)).buffer))
  for (let round = 0; round < 2000; round++) {
    race.torrents.put(number, { torrentId: number + 1 })
    expect(table.isLive(find())).toBe(true)
    race.torrents.put(number, { torrentId: number + 1, isBanned: true, banReason: 'why not' })
    expect(table.isBanned(find())).toBe(true)
    race.torrents.remove(number)
    expect(find()).toBe(0)
    if (round % 200 === 0) {
      await race.othersHaveMoved()
      race.flush(false)
    }
  }
  race.stop()
  expect((await Promise.all(looking)).flatMap(({ faults }) => faults)).toEqual([])
})
