/** Signals that come while the program starts: they wait until it is up, unless it waits itself, and nothing is lost. */
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
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

/** Runs the program on the database of PostgreSQL at this port, where there is none. */
function startOn(directory: string, port: number): ProcessRun {
  const settings = {
    ...baseSettings('portable', directory),
    mode: 'registered',
    'database.url': `postgres://nobody@127.0.0.1:${port}/nothing`,
  }
  return new ProcessRun(serveCommand({ settings }))
}

describe('SIGTERM while the database is waited for', () => {
  test('ends it well where nobody answers, and the saved swarms stay', async () => {
    const directory = freshDirectory()
    const before = await startWaggle({ driver: 'portable', dataDirectory: directory })
    await announce(before.http4, randomHash())
    await before.stop()
    const snapshot = join(directory, 'swarms.snapshot')
    const saved = readFileSync(snapshot)

    await using silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const run = startOn(directory, port)
    const [connection] = (await once(silent, 'connection')) as [Socket]
    run.signal('SIGTERM')
    expect(await run.end).toEqual(endedWell)
    expect(run.stdout).toContain('"event":"stopped"')
    expect(readFileSync(snapshot)).toEqual(saved)
    connection.destroy()
    rmSync(directory, { recursive: true })
  })

  test('ends it well between two attempts', async () => {
    const directory = freshDirectory()
    const run = startOn(directory, 1)
    await run.line((line) => line.includes('"event":"database_awaited"'))
    run.signal('SIGTERM')
    expect(await run.end).toEqual(endedWell)
    rmSync(directory, { recursive: true })
  })
})
