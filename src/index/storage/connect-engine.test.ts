import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { connectEngine } from './connect-engine.ts'
import { migrate } from './migrations/migrate.ts'

test('a stop ends the waiting for a database that is not there', async () => {
  const stopping = new AbortController()
  const options = {
    url: 'postgres://nobody@127.0.0.1:1/nothing',
    dataDirectory: tmpdir(),
    clock: systemClock,
    connectSeconds: 600,
    onRetry: () => stopping.abort(),
    stop: stopping.signal,
  }
  const connecting = connectEngine(options, (engine) => migrate({ engine, clock: systemClock }))
  await expect(connecting).rejects.toMatchObject({ name: 'AbortError' })
})
