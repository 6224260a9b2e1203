/**
 * `waggle torrent import` and `waggle import` as real processes: what they register, how they are stopped and go on, and
 * what they say of what is wrong.
 */
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { usePostgres } from '../support/postgres.ts'
import { projectRoot } from '../support/process-run.ts'
import { freshDirectory } from '../support/waggle.ts'
import { numberAt, textAt } from './json.ts'
import { jsonLines, type Operator } from './operator.ts'
import { RegisteredTracker, useTracker } from './registered-tracker.ts'
import { continuation, hashTexts, listFile } from './torrent-list.ts'

const postgres = usePostgres()
const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

const setups = [
  ['sqlite', 'without a server'],
  ['postgres', 'with a running server'],
] as const

const lines = 50_000
const hookTimeoutMs = 60_000

describe.for(setups)('an import of 50 000 torrents on %s, %s', ([engine, way]) => {
  const file = join(files, `${engine} ${way}.jsonl`)
  let tracker: RegisteredTracker
  beforeAll(async () => {
    tracker = await RegisteredTracker.prepare({ engine, postgres })
    if (way === 'with a running server') await tracker.start()
    else await tracker.operator.good('db', 'migrate')
    listFile(file, 0, lines)
  }, hookTimeoutMs)
  afterAll(() => tracker.remove())

  const liveCount = async (): Promise<number> => {
    const [numbers] = await tracker.operator.json('stats')
    return numberAt(numbers, 'torrents', 'live')
  }
  let stoppedAt = 0

  test('is stopped by SIGINT after a whole batch, and says how to go on', async () => {
    const run = tracker.operator.start('torrent', 'import', file)
    await run.line((line) => line.startsWith('10000 entries, '))
    run.signal('SIGINT')
    const { status } = await run.end
    expect(status).toBe(1)
    expect(run.stderr).toMatch(/^stopped; go on with: waggle torrent import .*\n$/)
    stoppedAt = continuation(run.stderr)
    expect(stoppedAt).toBeGreaterThanOrEqual(10_000)
    expect(stoppedAt).toBeLessThan(lines)
    expect(run.stdout).toContain(`${stoppedAt} entries read in `)
    expect(await liveCount()).toBe(stoppedAt)
  })

  test('goes on where it was stopped, with a line for each ten thousand', async () => {
    const words = ['torrent', 'import', file, '--continue', `${stoppedAt}`]
    const out = await tracker.operator.good(...words)
    expect(out).toMatch(/^\d+ entries, \d+ a second$/m)
    expect(out).toContain(
      `: ${lines - stoppedAt} torrents added, 0 known before, 0 restored, 0 refused\n`,
    )
    expect(await liveCount()).toBe(lines)
  })

  test('does no harm a second time', async () => {
    const [report] = await tracker.operator.json('torrent', 'import', file)
    expect(report).toEqual({
      added: 0,
      known: lines,
      restored: 0,
      banned: 0,
      refused: 0,
      position: lines,
      stopped: false,
      dry_run: false,
    })
  })
})

describe('an import', () => {
  const tracker = useTracker({ engine: 'sqlite', postgres })
  const operator = (): Operator => tracker().operator

  test('lists what is wrong with its line, registers the rest, and exits 1', async () => {
    const file = join(files, 'faulty.jsonl')
    const [one, two] = hashTexts(900_000, 2)
    writeFileSync(
      file,
      `{"info_hash":"${one}","name":"good"}\n{"info_hash":"zz","name":"bad"}\n\n{\n`,
    )
    appendFileSync(file, `{"info_hash":"${two}","name":"also good","banned":"spam"}\n`)
    const { status, out, err } = await operator().run('torrent', 'import', file)
    expect(status).toBe(1)
    expect(err).toMatch(new RegExp(`^${file}: line 2: .*\n${file}: line 4: .*\n$`))
    expect(out).toContain(
      '4 entries read in 1 s: 2 torrents added, 0 known before, 0 restored, 2 refused',
    )
    const [banned] = await operator().json('torrent', 'list', '--state', 'banned')
    expect(banned).toMatchObject({ name: 'also good', ban: { reason: 'spam', public: true } })
  })

  test('can be rehearsed, and then registers nothing', async () => {
    const file = join(files, 'rehearsed.jsonl')
    listFile(file, 800_000, 10)
    const words = ['torrent', 'import', file, '--dry-run']
    expect(await operator().good(...words)).toMatch(
      /^10 entries read in 1 s: 10 could be registered, 0 refused; nothing was changed/,
    )
    const [hash = ''] = hashTexts(800_000, 1)
    expect((await operator().run('torrent', 'pin', hash)).err).toContain('is not registered')
  })

  test('that is to go on behind the end of its file says so, and ends with status 1', async () => {
    const file = join(files, 'short.jsonl')
    listFile(file, 850_000, 3)
    const words = ['torrent', 'import', file, '--continue']
    const { status, out, err } = await operator().run(...words, '5')
    expect({ status, err }).toEqual({
      status: 1,
      err: `${file} ends at 3, and --continue 5 is behind that: nothing was read; give the number that the import of this file ended with, or leave --continue out\n`,
    })
    expect(out).toContain('0 entries read in 1 s: 0 torrents added')
    // The end itself is where an import may have been stopped.
    expect(await operator().good(...words, '3')).toContain('0 entries read in 1 s')
  })

  test('of a list of refused torrents bans what is registered, and keeps bans that are there', async () => {
    const file = join(files, 'blacklist.txt')
    const [live, banned, removed, fresh] = hashTexts(870_000, 4)
    for (const hash of [live, banned, removed])
      await operator().good('torrent', 'add', '--hash', String(hash), '--name', 'listed')
    await operator().good('torrent', 'ban', String(banned), '--reason', 'the first reason')
    await operator().good('torrent', 'remove', String(removed))
    writeFileSync(file, [live, banned, removed, fresh].join('\n'))
    const [report] = await operator().json('import', 'opentracker-blacklist', file)
    expect(report).toMatchObject({ added: 1, known: 2, restored: 1, banned: 2, refused: 0 })
    const list = await operator().json('torrent', 'list', '--state', 'banned')
    const bans = new Map(
      list.map((one) => [textAt(one, 'info_hash'), textAt(one, 'ban', 'reason')]),
    )
    const unknown = 'banned by the tracker that it was imported from'
    expect([live, banned, removed, fresh].map((hash) => bans.get(String(hash)))).toEqual([
      unknown,
      'the first reason',
      unknown,
      unknown,
    ])
  })

  test('of a file that is not there is refused', async () => {
    const { status, err } = await operator().run('torrent', 'import', join(files, 'missing'))
    expect({ status, err }).toEqual({
      status: 1,
      err: `${join(files, 'missing')}: there is no such file: correct the path\n`,
    })
  })

  test('whose server dies says where it was', async () => {
    const file = join(files, 'interrupted.jsonl')
    listFile(file, 500_000, lines)
    const run = operator().start('torrent', 'import', file)
    await run.line((line) => line.startsWith('10000 entries, '))
    await tracker().kill()
    expect((await run.end).status).toBe(1)
    expect(run.stderr).toContain('did not answer to the end')
    const position = continuation(run.stderr)
    expect(run.stdout).toContain(
      `: ${position} torrents added, 0 known before, 0 restored, 0 refused\n`,
    )
    await tracker().start()
    const words = ['torrent', 'import', file, '--continue', `${position}`]
    const [rest] = await operator().json(...words)
    const [added, known] = [numberAt(rest, 'added'), numberAt(rest, 'known')]
    // What was under way when the server died may have been stored.
    expect(position + added + known).toBe(lines)
    expect(known).toBeLessThanOrEqual(1000)
  })

  test('does not keep its server from stopping, and can go on', async () => {
    const file = join(files, 'stopping.jsonl')
    listFile(file, 600_000, lines)
    const run = operator().start('torrent', 'import', file)
    await run.line((line) => line.startsWith('10000 entries, '))
    await tracker().stop()
    expect((await run.end).status).toBe(1)
    const position = continuation(run.stderr)
    await tracker().start()
    const words = ['torrent', 'import', file, '--continue', `${position}`]
    const [rest] = await operator().json(...words)
    expect(position + numberAt(rest, 'added') + numberAt(rest, 'known')).toBe(lines)
  })
})

describe('what other trackers keep', () => {
  const tracker = useTracker({ engine: 'sqlite', postgres })

  test.for([
    ['php', 'rivettracker.sql'],
    ['php', 'tbdev.sql'],
    ['xbt', 'xbt.sql'],
    ['opentracker', 'opentracker-whitelist.txt'],
    ['opentracker-blacklist', 'opentracker-blacklist.txt'],
    ['jsonl', 'torrents.jsonl'],
  ] as const)('is registered from %s: %s', async ([format, name]) => {
    const { operator } = tracker()
    const before = await totalOf(operator)
    const { out } = await operator.run('import', format, sample(name), '--json')
    const [report] = jsonLines(out)
    const [added, known] = [numberAt(report, 'added'), numberAt(report, 'known')]
    expect(added + known).toBeGreaterThan(0)
    expect(await totalOf(operator)).toBe(before + added)
    const [rehearsal] = jsonLines(
      (await operator.run('import', format, sample(name), '--dry-run', '--json')).out,
    )
    expect(rehearsal).toMatchObject({ added: 0, dry_run: true })
  })

  test('is registered from the database of torrust', async () => {
    const file = join(files, 'torrust.db')
    const database = new DatabaseSync(file)
    database.exec(`CREATE TABLE whitelist (id INTEGER PRIMARY KEY, info_hash TEXT NOT NULL UNIQUE)`)
    const insert = database.prepare('INSERT INTO whitelist (info_hash) VALUES (?)')
    for (const hash of hashTexts(700_000, 3)) insert.run(hash)
    database.close()
    const out = await tracker().operator.good('import', 'torrust', file)
    expect(out).toContain(': 3 torrents added, 0 known before')
  })
})

function sample(name: string): string {
  return join(projectRoot, 'test/imports/samples', name)
}

async function totalOf(operator: Operator): Promise<number> {
  const [numbers] = await operator.json('stats')
  return numberAt(numbers, 'torrents', 'live') + numberAt(numbers, 'torrents', 'banned')
}
