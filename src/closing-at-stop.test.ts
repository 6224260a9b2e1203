import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import type { Database } from '#index/storage/database'
import { openDatabase } from '#index/storage/open-database'
import { closingAtStop } from './closing-at-stop.ts'

const dataDirectory = mkdtempSync(join(tmpdir(), 'waggle-unit-'))
let database: Database
beforeAll(async () => {
  database = await openDatabase({ url: 'sqlite:stop.db', dataDirectory, clock: systemClock })
})
afterAll(() => rmSync(dataDirectory, { recursive: true }))

test('a stop ends what reads on and on, and closes the database', async () => {
  const stopping = new AbortController()
  let reads = 0
  const readOn = async (): Promise<void> => {
    for (;;) {
      await database.torrents.after(0, 1)
      reads++
      if (reads === 3) stopping.abort()
    }
  }
  await expect(closingAtStop(stopping.signal, database, readOn)).rejects.toThrow('closed')
  expect(reads).toBe(3)
})
