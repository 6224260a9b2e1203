/** Torrents from before there was a search are found, and so are those that stand far down in a list. */
import { expect, test } from 'vitest'
import { connectEngine } from '#index/storage/connect-engine'
import type { EngineName } from '#index/storage/engine'
import { migrate } from '#index/storage/migrations/migrate'
import { migrations } from '#index/storage/migrations/migrations'
import { engines, runStatements, useDatabases } from './databases.ts'
import { walkList } from './walk-list.ts'

const databases = useDatabases()

/** The last of the steps without a search. */
const lastWithout = 3

/** More than a walk down a list passes; those with the word come last, and are more than are gathered at once. */
const before = 41_000
const withWord = 5200

const columns = 'info_hash, name, is_private, added_at, active_up_seconds, completed'
const oldTorrents: Readonly<Record<EngineName, string>> = {
  sqlite: `
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${before + withWord})
    INSERT INTO torrents (${columns})
    SELECT CAST(printf('%020d', n) AS BLOB), iif(n > ${before}, 'Église de Saint', 'map of') || ' ' || n, 0, n, 0, n % 5
    FROM numbers`,
  postgres: `
    INSERT INTO torrents (${columns})
    SELECT convert_to(lpad(n::text, 20, '0'), 'UTF8'),
      CASE WHEN n > ${before} THEN 'Église de Saint' ELSE 'map of' END || ' ' || n, 0, n, 0, n % 5
    FROM generate_series(1, ${before + withWord}) AS n`,
}

test.for(engines)(
  'on %s names from before the search are found, however far down',
  async (engine) => {
    const address = await databases.newAddress(engine)
    const { clock } = databases
    const older = migrations.filter(({ number }) => number <= lastWithout)
    const connected = await connectEngine({ ...address, clock }, (reached) =>
      migrate({ engine: reached, clock, migrations: older }),
    )
    await connected.close()
    await runStatements(address, oldTorrents[engine])
    const database = await databases.open(engine, address)
    const { torrents } = database
    expect(await database.check()).toEqual([])
    expect(await torrents.total({ state: 'live', search: '17' })).toMatchObject({ count: 1 })
    const list = { state: 'live', search: 'eglise', order: 'added', limit: 500 } as const
    const upwards = await walkList(torrents, { ...list, isDescending: false })
    const ids = Array.from({ length: withWord }, (_, index) => before + 1 + index)
    expect(upwards.flat()).toEqual(ids)
    const downwards = await walkList(torrents, { ...list, isDescending: true })
    expect(downwards.flat()).toEqual(ids.toReversed())
    // Thousands share each value, and a walk ends among them.
    const bySize = await walkList(torrents, { ...list, order: 'size', isDescending: false })
    expect(bySize.flat()).toEqual(ids)
  },
)
