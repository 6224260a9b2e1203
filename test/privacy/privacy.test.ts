/**
 * The promise of docs/privacy.md, kept by the whole running program: after clients, visitors and the operator have done
 * everything there is to do, nothing of theirs is in its log, its metrics, its files or its database but what the
 * page lists, and the page lists nothing that is not there.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { freshDirectory, startWaggle, type Waggle } from '../support/waggle.ts'
import { castOf } from './cast.ts'
import { clientSettings, clientsCome } from './clients.ts'
import { Marks } from './marks.ts'
import { filesOf } from './places.ts'
import { search } from './search.ts'
import { visitorsCome } from './visitors.ts'

test.for(drivers)('%s', async (driver) => {
  const dataDirectory = freshDirectory()
  const marks = new Marks()
  const cast = castOf(marks)
  const waggle = await startWaggle({
    driver,
    dataDirectory,
    settings: { ...clientSettings, 'log.level': 'trace' },
  })
  await clientsCome(waggle, cast)
  await visitorsCome(waggle, cast)
  await waggle.stop()
  const places = [
    ...filesOf(dataDirectory),
    { where: 'log', bytes: Buffer.from(waggle.run.stdout + waggle.run.stderr) },
  ]
  console.log(waggle.run.stdout)
  console.log(places.map((p) => [p.where, p.bytes.length]))
  console.log(search(places, marks.all).map((f) => f.told))
})
