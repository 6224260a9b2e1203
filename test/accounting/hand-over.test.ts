/**
 * Hands over again and again while members announce: every announce is answered, and what is credited in the end is
 * exactly what clients have reported.
 */
import { join } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { setTimeout as waitFor } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { handOver } from '#operate/api/handover-route'
import { createSocketClient } from '#operate/api/socket-client'
import { RegisteredTracker } from '../operate/registered-tracker.ts'
import { usePostgres } from '../support/postgres.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { announce, look, type MemberClient, makeClients } from './member-clients.ts'

/** As if the new program had a step more: the running one goes on, and the database is as it was. */
async function refuseAnotherSchema(dataDirectory: string, control: string): Promise<void> {
  const file = join(dataDirectory, 'waggle.db')
  const [last] = inDatabase(file, 'SELECT * FROM schema_migrations ORDER BY number DESC LIMIT 1')
  const values = Object.values(last ?? {})
  inDatabase(file, 'DELETE FROM schema_migrations WHERE number = ?', [last?.['number'] ?? 0])
  const client = createSocketClient(control)
  await expect(client.call(handOver, {})).rejects.toThrow(/changes the database \(1 step/)
  await client.close()
  const steps = values.map(() => '?').join()
  // It would be refused, had the step been done.
  inDatabase(file, `INSERT INTO schema_migrations VALUES (${steps})`, values)
}

function inDatabase(
  file: string,
  statement: string,
  values: readonly SQLOutputValue[] = [],
): Record<string, SQLOutputValue>[] {
  const database = new DatabaseSync(file, { timeout: 10_000 })
  const rows = database.prepare(statement).all(...values)
  database.close()
  return rows
}

const postgres = usePostgres()
const handOvers = 3
/** Requests at the same time. */
const lanes = 4

test.runIf(process.platform === 'linux')(
  'hand-overs lose no credit and double none',
  { timeout: 300_000 },
  async () => {
    const seed = systemClock.nowSeconds()
    const random = seededRandom(seed)
    const settings = { mode: 'gallery', 'tracker.announce_urls': '["http://tracker.example"]' }
    const tracker = await RegisteredTracker.prepare({ engine: 'sqlite', postgres, settings })
    const clients = await makeClients(tracker)
    await tracker.start()
    // What a session is credited begins with its first announce.
    for (const client of clients) await announce(tracker, client, 0)
    const over = new AbortController()
    /** The clients of a lane are its own: no announce of theirs overtakes another. */
    const lane = async (own: readonly MemberClient[]): Promise<void> => {
      while (!over.signal.aborted)
        for (const client of own) {
          await announce(tracker, client, random.below(1_000_000))
          await waitFor(5)
        }
    }
    const announcing = Promise.all(
      Array.from({ length: lanes }, (_, number) =>
        lane(clients.filter((_client, index) => index % lanes === number)),
      ),
    )
    const control = join(tracker.dataDirectory, 'control.sock')
    await refuseAnotherSchema(tracker.dataDirectory, control)
    for (let round = 0; round < handOvers; round++) {
      const client = createSocketClient(control)
      await client.call(handOver, {})
      await client.close()
    }
    over.abort()
    await announcing
    // In another second than what came before, and then to the end.
    await waitFor(1100)
    for (const client of clients) await announce(tracker, client, 1)
    await tracker.stop()
    await look(tracker, clients, `seed ${seed}`)
    for (const { credited, uploaded } of clients) expect(credited, `seed ${seed}`).toBe(uploaded)
    await tracker.remove()
  },
)
