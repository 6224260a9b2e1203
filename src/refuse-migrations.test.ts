/** A version that would change the database under a running server is refused, and changes nothing. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { loadConfig } from '#config/load'
import { migrateDatabase } from '#index/storage/operations/migrate-database'
import { refuseMigrations } from './refuse-migrations.ts'

const root = mkdtempSync(join(tmpdir(), 'waggle-migrations-'))
afterAll(() => rmSync(root, { recursive: true }))

function configOf(name: string): Config {
  const directory = join(root, name)
  mkdirSync(directory)
  return loadConfig({ overrides: ['mode=registered', `data.directory=${directory}`] })
}

async function withDatabase(name: string): Promise<Config> {
  const config = configOf(name)
  const { url } = config.database
  await migrateDatabase({ url, dataDirectory: config.data.directory, clock: systemClock })
  return config
}

/** Does `statement` to the steps that have been done; gives how many are noted then. */
function changeSteps({ data }: Config, statement: string): unknown {
  const database = new DatabaseSync(join(data.directory, 'waggle.db'))
  database.exec(statement)
  const steps = database.prepare('SELECT count(*) AS steps FROM schema_migrations').get()
  database.close()
  return steps?.['steps']
}

const last = '(SELECT max(number) FROM schema_migrations)'

describe('a hand-over', () => {
  test('goes on with the schema that both versions have', async () => {
    await refuseMigrations(await withDatabase('same'))
  })

  test('is refused where the new version has more steps, and none of them is done', async () => {
    const config = await withDatabase('newer')
    const steps = changeSteps(config, `DELETE FROM schema_migrations WHERE number = ${last}`)
    const refusing = refuseMigrations(config)
    await expect(refusing).rejects.toThrow(StartError)
    await expect(refusing).rejects.toThrow(
      /^this version changes the database \(1 step of its schema\).*: back it up and restart the server$/,
    )
    expect(changeSteps(config, '')).toBe(steps)
  })

  test('is refused to an older version', async () => {
    const config = await withDatabase('older')
    changeSteps(
      config,
      `INSERT INTO schema_migrations SELECT number + 1, 'new', 'x', 0 FROM schema_migrations WHERE number = ${last}`,
    )
    const refusing = refuseMigrations(config)
    await expect(refusing).rejects.toThrow(StartError)
    await expect(refusing).rejects.toThrow(/a newer Waggle has made it/)
  })

  test('is refused where the database has been taken away, and makes none', async () => {
    const config = configOf('gone')
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(refuseMigrations(config)).rejects.toThrow(/has been taken away; put it back/)
  })

  test('needs no database where there is none', async () => {
    await refuseMigrations(loadConfig({ overrides: ['data.directory=/nowhere'] }))
  })
})
