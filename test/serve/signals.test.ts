/** Signals that come while the program starts: they wait until it is up, and nothing is lost. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { serveCommand } from '../support/failed-start.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { ProcessRun } from '../support/process-run.ts'
import { randomHash } from '../support/random-hash.ts'
import { baseSettings, freshDirectory, startWaggle } from '../support/waggle.ts'

const endedWell = { status: 0, signal: null }
const dataDirectory = freshDirectory()
afterAll(() => rmSync(dataDirectory, { recursive: true }))

describe.for(drivers)('a signal during the start on the %s driver', (driver) => {
  /** Runs the program, and sends the signal when it has said its first word, long before it is ready. */
  async function startWith(signal: NodeJS.Signals): Promise<ProcessRun> {
    const run = new ProcessRun(serveCommand({ settings: baseSettings(driver, dataDirectory) }))
    await run.line((line) => line !== '')
    run.signal(signal)
    return run
  }

  test.for(['SIGTERM', 'SIGINT'] as const)(
    '%s ends it, and the saved swarms stay',
    async (signal) => {
      const infoHash = randomHash()
      const before = await startWaggle({ driver, dataDirectory })
      await announce(before.http4, infoHash)
      expect(await before.stop()).toEqual(endedWell)

      const run = await startWith(signal)
      expect(await run.end).toEqual(endedWell)
      expect(run.stdout).toContain('"event":"stopped"')

      const after = await startWaggle({ driver, dataDirectory })
      expect(await scrape(after.http4, infoHash)).toMatchObject({ complete: 1 })
      // What was saved is out of date from now on: it must not come back after a crash.
      expect(existsSync(join(dataDirectory, 'swarms.snapshot'))).toBe(false)
      expect(await after.stop()).toEqual(endedWell)
    },
  )

  test('SIGHUP is answered by a reload once it is ready', async () => {
    const run = await startWith('SIGHUP')
    await run.line((line) => line.includes('"event":"reloaded"'))
    expect(run.stdout).toContain('"event":"ready"')
    run.signal('SIGTERM')
    expect(await run.end).toEqual(endedWell)
  })
})
