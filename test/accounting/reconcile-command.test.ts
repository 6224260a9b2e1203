/** `waggle reconcile` and `waggle points` as an operator runs them. */
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

  test('points are given once for a key, taken, and listed', async () => {
    const { operator } = tracker
    await operator.json('member', 'add', 'Bob', '--role', 'member')
    const why = ['--reason', 'for the maps', '--key', 'maps']
    expect(await operator.good('points', 'grant', 'bob', '30', ...why)).toMatch(
      /^granted +\d+ {2}Bob has 30 points\n$/,
    )
    expect(await operator.good('points', 'grant', 'bob', '30', ...why)).toMatch(/^unchanged .*30/)
    const mistake = ['--reason', 'a mistake']
    expect(await operator.good('points', 'take', 'bob', '10', ...mistake)).toMatch(/^taken .*20/)
    const { status, err } = await operator.run('points', 'take', 'bob', '21', ...mistake)
    expect([status, err.includes('only 20 points can be taken')]).toEqual([1, true])
    expect((await operator.run('points', 'grant', 'bob', '1.5', ...why)).status).toBe(1)
    const listed = await operator.good('points', 'list', 'bob')
    expect(listed).toMatch(/Z +-10 {2}staff +a mistake\n.*Z +30 {2}staff +for the maps\n$/)
    expect(await operator.json('points', 'list', 'bob')).toMatchObject([
      { kind: 'staff', amount: -10, reason: 'a mistake' },
      { amount: 30 },
    ])
  })

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
