/** A thread that runs out of memory ends alone, and another takes its place. */
import { expect, test, vi } from 'vitest'
import type { Log } from '#telemetry/log'
import { Supervisor } from '#tracker/threads/supervisor'
import type { ThreadSetup } from '#tracker/threads/thread-setup'

test('a thread without memory is started again, and the process lives on', async () => {
  const deaths: { event: string; error: unknown }[] = []
  const note: Log['error'] = (event, _message, fields) => {
    deaths.push({ event, error: fields?.['err'] })
  }
  const recovered: number[] = []
  const lives = new SharedArrayBuffer(4)
  // All that the thread looks at; a real one's setup needs a tracker around it.
  const setup = { slot: 5, counters: lives, work: { kind: 'portable' } } as unknown as ThreadSetup
  const supervisor = new Supervisor({
    setups: [setup],
    mailCounts: new SharedArrayBuffer(64 * 4),
    log: { error: note } as unknown as Log,
    entryOf: () => new URL('hungry-thread.ts', import.meta.url),
    resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 },
    recover: (slot) => {
      recovered.push(slot)
      return { taken: 0, emptied: 0 }
    },
    giveUp: (reason) => expect.fail(reason),
  })
  await supervisor.start()
  await vi.waitFor(() => expect(new Int32Array(lives)[0]).toBe(3), {
    timeout: 60_000,
    interval: 20,
  })
  expect(recovered).toEqual([5, 5])
  expect(supervisor.restarts).toBe(2)
  expect(deaths).toMatchObject(
    Array.from({ length: 2 }, () => ({
      event: 'thread_died',
      error: { code: 'ERR_WORKER_OUT_OF_MEMORY' },
    })),
  )
  await supervisor.stop()
  // Whatever ended it may have left a lock.
  expect(recovered.slice(2)).toContain(5)
})
