/** `waggle reconcile` as an operator runs it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { numberAt } from '../operate/json.ts'
import { RegisteredTracker } from '../operate/registered-tracker.ts'
import { runStatements } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'

const postgres = usePostgres()

describe.for(['sqlite', 'postgres'] as const)('waggle reconcile on %s', (engine) => {
  let tracker: RegisteredTracker
  beforeAll(async () => {
    tracker = await RegisteredTracker.prepare({ engine, postgres, settings: { mode: 'gallery' } })
    await tracker.start()
  }, 60_000)
  afterAll(() => tracker.remove(), 60_000)

  test('finds nothing where nothing is wrong, and else says what is and ends with status 1', async () => {
    const { operator, settings, dataDirectory } = tracker
    const [member] = await operator.json('member', 'add', 'Alice', '--role', 'member')
    const memberId = numberAt(member, 'id')
    expect(await operator.good('reconcile')).toMatch(
      /^\d+ sums are what their details add up to\n$/,
    )
    await tracker.stop()
    await runStatements(
      { url: settings['database.url'] ?? '', dataDirectory },
      `INSERT INTO member_totals VALUES (${memberId}, 5, 0, 0, 0, 0)`,
    )
    const { status, out } = await operator.run('reconcile')
    expect(status).toBe(1)
    const line = `member ${memberId}: member_totals.uploaded is 5, and its details add up to 0\n`
    expect(out).toContain(line)
    expect(out).toContain('report it as a fault of Waggle')
    const { status: jsonStatus, out: json } = await operator.run('reconcile', '--json')
    expect(jsonStatus).toBe(1)
    // By torrents and by days.
    expect(JSON.parse(json)).toMatchObject({ differing: 2, differences: [{ stored: 5 }, {}] })
    await tracker.start()
  })
})
