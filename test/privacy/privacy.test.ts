/**
 * The promise of docs/privacy.md, kept by the whole running program: after clients, visitors, members and the operator
 * have done everything there is to do, nothing of theirs is in its log, its metrics, its files or its database but
 * what the page lists, and the page lists nothing that is not there.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engines } from '../storage/databases.ts'
import { drivers } from '../support/drivers.ts'
import { usePostgres } from '../support/postgres.ts'
import { killThread, loseDatabase } from './accidents.ts'
import { clientsCome } from './clients.ts'
import { membersCome, membersJoin } from './members.ts'
import { blockSome, keepCatalogue, registerTorrents, reloadSome } from './operators.ts'
import { expectPromiseKept } from './promise-kept.ts'
import { Run } from './run.ts'
import { visitorsCome } from './visitors.ts'

const postgres = usePostgres()
/** It is the whole system, several times. */
const timeout = 180_000

/** Everything that happens, in the run that begins with nothing and in one that goes on. */
async function live(run: Run, isFirst: boolean): Promise<void> {
  const { waggle, cast } = run
  if (isFirst) run.markKeys()
  await run.look()
  if (run.mode === 'registered' && isFirst) {
    await registerTorrents(run)
    await membersJoin(run)
  }
  await clientsCome(waggle, cast)
  await visitorsCome(waggle, cast)
  await killThread(run)
  await blockSome(run)
  await reloadSome(run)
  if (run.mode === 'registered') {
    await membersCome(run)
    if (isFirst) await keepCatalogue(run)
    await loseDatabase(run)
  }
  await run.look()
  expect(existsSync(join(run.dataDirectory, 'swarms.snapshot'))).toBe(false)
  await run.stop()
}

async function liveTwice(run: Run): Promise<void> {
  await run.start({})
  await live(run, true)
  await run.start({
    'log.level': 'trace',
    'limits.per_prefix': 'true',
    'blocks.measure': 'true',
  })
  await live(run, false)
}

describe.runIf(process.platform === 'linux').for(drivers)('on the %s driver', (driver) => {
  test('an open tracker keeps what it says', { timeout }, async () => {
    using run = new Run({ mode: 'open', driver })
    await liveTwice(run)
    expectPromiseKept(run.mode, run.places, run.marks)
  })

  test.for(engines)(
    'a registered tracker on %s keeps what it says',
    { timeout },
    async (engine) => {
      const server = postgres()
      const database =
        engine === 'postgres' ? { database: { server, url: await server.newDatabase() } } : {}
      using run = new Run({ mode: 'registered', driver, ...database })
      await liveTwice(run)
      expectPromiseKept(run.mode, run.places, run.marks)
    },
  )
})
