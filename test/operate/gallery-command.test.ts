/**
 * `waggle gallery` as real processes, with a running server and without one: what it prints, what it refuses, and how a
 * list of galleries is moved in, stopped, and moved in again.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jpeg, pngBomb } from '../galleries/pictures.ts'
import { runStatements } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'
import { freshDirectory } from '../support/waggle.ts'
import { numberAt, textAt, valueAt } from './json.ts'
import { jsonLines } from './operator.ts'
import { RegisteredTracker } from './registered-tracker.ts'

const postgres = usePostgres()
const hookTimeoutMs = 60_000
const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

const aKey: unknown = expect.stringMatching(/^[0-9a-z]{10}$/)
const noSuchGallery: unknown = expect.stringContaining('there is no such gallery')

const setups = [
  ['sqlite', 'without a server'],
  ['postgres', 'with a running server'],
] as const

/** Lines of a file, one object each. */
function listFile(name: string, lines: readonly unknown[]): string {
  const path = join(files, name)
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  writeFileSync(path, `${text.join('\n')}\n`)
  return path
}

describe.for(setups)('waggle gallery on %s, %s', ([engine, way]) => {
  let tracker: RegisteredTracker
  beforeAll(async () => {
    const settings = { mode: 'gallery', 'tracker.announce_urls': '["http://tracker.example"]' }
    tracker = await RegisteredTracker.prepare({ engine, postgres, settings })
    if (way === 'with a running server') await tracker.start()
    await tracker.operator.good('member', 'add', 'Alice', '--role', 'uploader')
  }, hookTimeoutMs)
  afterAll(() => tracker.remove())

  const count = async (): Promise<number> =>
    (await tracker.operator.json('gallery', 'list', '--state', 'all')).length

  test('add prints id, key and announce addresses, and sets the cover', async () => {
    const picture = join(files, `${engine} ${way}.jpg`)
    writeFileSync(picture, await jpeg(200, 100))
    const words = ['--title', 'Kersenbloesem', '--owner', 'alice', '--category', 'prints']
    const more = ['--tag', 'artist:hiroshige', '--tag', 'woodcut', '--pages', '12']
    const [added] = await tracker.operator.json(
      'gallery',
      'add',
      ...words,
      ...more,
      '--cover',
      picture,
    )
    const id = numberAt(added, 'id')
    expect(added).toMatchObject({
      outcome: 'added',
      key: aKey,
      announce_urls: [`http://tracker.example/${id}/announce`],
      category: 'Prints',
      tags: ['woodcut', 'artist:hiroshige'],
      owner: { name: 'Alice' },
      cover: { width: 200, height: 100 },
    })
    const [, hash = ''] = /([0-9a-f]{64})\.webp/.exec(textAt(added, 'cover', 'url')) ?? []
    expect(
      existsSync(join(tracker.dataDirectory, 'covers', hash.slice(0, 2), `${hash}.webp`)),
    ).toBe(true)
    const shown = await tracker.operator.good('gallery', 'show', `${id}`)
    expect(shown).toContain(`announce        http://tracker.example/${id}/announce\n`)
    expect(await tracker.operator.good('gallery', 'list')).toContain('Kersenbloesem\n')
  })

  test('add without an owner, or with a picture that is none, says what to do', async () => {
    const before = await count()
    const nobody = await tracker.operator.run('gallery', 'add', '--title', 'x', '--owner', 'nobody')
    expect(nobody).toMatchObject({ status: 1, out: '' })
    expect(nobody.err).toContain('there is no member "nobody"')
    const missing = ['gallery', 'add', '--title', 'x', '--owner', 'alice', '--cover', 'no/such.png']
    expect((await tracker.operator.run(...missing)).err).toContain('no/such.png: cannot be read')
    expect(await count()).toBe(before)
    const bomb = join(files, 'bomb.png')
    writeFileSync(bomb, pngBomb(50_000, 50_000))
    const run = await tracker.operator.run(
      'gallery',
      'add',
      '--title',
      'x',
      '--owner',
      'alice',
      '--cover',
      bomb,
    )
    expect(run.status).toBe(1)
    expect(run.err).toMatch(/50000 × 50000 pixels.*waggle gallery set-cover \d+ FILE\n$/)
    expect(await count()).toBe(before + 1)
  })

  test('points are given once for a key, taken, and listed with the reason', async () => {
    const { operator } = tracker
    const grant = ['points', 'grant', 'alice', '50', '--reason', 'for the maps', '--key', 'maps']
    expect(await operator.good(...grant)).toMatch(/^granted {3}\d+ {2}Alice has 50 points\n$/)
    const other = await operator.run(...grant.with(3, '51'))
    expect([other.status, other.out]).toEqual([1, ''])
    expect(other.err).toContain('other points were given or taken with this key')
    const [taken] = await operator.json('points', 'take', 'alice', '20', '--reason', 'a mistake')
    expect(taken).toMatchObject({ name: 'Alice', balance: 30, is_new: true })
    const lines = (await operator.good('points', 'list', 'alice')).split('\n')
    expect(lines).toEqual([
      expect.stringMatching(/^\S+Z {7}-20 {2}staff {4}a mistake$/),
      expect.stringMatching(/^\S+Z {8}50 {2}staff {4}for the maps$/),
      '',
    ])
  })

  test('suspicions lists what was noted, and says of info-hashes which it does not know', async () => {
    const { operator, dataDirectory, settings } = tracker
    await runStatements(
      { url: settings['database.url'] ?? '', dataDirectory },
      "INSERT INTO suspicions SELECT id, 99, 'rate', 2, 900, 800, 60, 10, 20 FROM members WHERE name = 'Alice'",
    )
    expect(await operator.good('suspicions')).toBe(
      'rate        (the torrent is gone)  Alice: 2 announces, 900 bytes, at most 800 bytes in 60 s\n',
    )
    const hash = 'ab'.repeat(20)
    const unknown = await operator.good('suspicions', hash)
    expect(unknown).toContain(`no torrent has the info-hash ${hash}\n`)
  })

  test('expunge, remove, restore and set-cover change one gallery', async () => {
    const { operator } = tracker
    const [added] = await operator.json('gallery', 'add', '--title', 'changing', '--owner', 'alice')
    const id = `${numberAt(added, 'id')}`
    expect(await operator.good('gallery', 'expunge', id, '--reason', 'votes')).toBe(
      `expunged  ${id}  changing (Alice)\n`,
    )
    const [removed] = await operator.json('gallery', 'remove', id, '--reason', 'copyright')
    expect(removed).toMatchObject({
      outcome: 'removed',
      state: 'removed',
      state_reason: 'copyright',
    })
    expect((await operator.json('gallery', 'list', '--state', 'removed'))[0]).toMatchObject({
      title: 'changing',
    })
    expect((await operator.json('gallery', 'restore', id))[0]).toMatchObject({ state: 'live' })
    const picture = join(files, 'cover.jpg')
    writeFileSync(picture, await jpeg(64, 64))
    const [covered] = await operator.json('gallery', 'set-cover', id, picture)
    expect(valueAt(covered, 'cover', 'width')).toBe(64)
    expect((await operator.json('gallery', 'set-cover', id, '--none'))[0]).toMatchObject({
      cover: null,
    })
    const unknown = await operator.run('gallery', 'show', '999999')
    expect(unknown).toMatchObject({
      status: 1,
      err: noSuchGallery,
    })
    const noReason = await operator.run('gallery', 'remove', id)
    expect(noReason.err).toContain('--reason')
  })

  test('import makes galleries, says what is wrong with which line, and changes nothing the second time', async () => {
    const before = await count()
    const file = listFile(`${engine} ${way}.jsonl`, [
      {
        title: 'first',
        owner: 'alice',
        external_id: 1,
        posted_at: '2020-01-02 03:04:05',
        pages: null,
      },
      { title: 'second', owner: 'ALICE', tags: ['Artist:Someone'], rating: 4.5 },
      '',
      '{"title": "broken"',
      { title: 'no such member', owner: 'bob' },
      { title: 'bad\u0000title', owner: 'alice' },
      { owner: 'alice', pages: 'many' },
      '[]',
    ])
    const run = await tracker.operator.run('gallery', 'import', file)
    expect(run.status).toBe(1)
    expect(run.out).toBe(
      'keys without a meaning here were left alone: rating\n2 galleries added, 0 known before, 5 refused\n',
    )
    const faults = run.err.trimEnd().split('\n')
    expect(faults.map((line) => line.slice(file.length))).toEqual([
      expect.stringContaining(': line 4: it is not JSON'),
      expect.stringContaining(': line 7: title: is missing'),
      expect.stringContaining(': line 8: it is not an object'),
      expect.stringContaining(': line 5: there is no member "bob"'),
      expect.stringContaining(': line 6: the title has a line end or another control character'),
    ])
    expect(await count()).toBe(before + 2)
    const listed = await tracker.operator.json('gallery', 'list')
    const first = listed.find((one) => textAt(one, 'title') === 'first')
    expect(first).toMatchObject({
      external_id: '1',
      posted_at: 1_577_934_245,
      owner: { name: 'Alice' },
    })
    const [again] = await jsonOf(tracker, 'gallery', 'import', file)
    expect(again).toEqual({ added: 0, known: 2, refused: 5, position: 8, stopped: false })
    const [owned] = await jsonOf(tracker, 'gallery', 'import', file, '--owner', 'alice')
    expect(owned).toEqual({ added: 1, known: 2, refused: 4, position: 8, stopped: false })
    const nobody = await tracker.operator.run('gallery', 'import', file, '--owner', 'nobody')
    expect(nobody.err).toContain('line 1: there is no member "nobody"')
    expect(await count()).toBe(before + 3)
  })

  test('import keeps chains of versions and addresses of another system, in a file or in its parts', async () => {
    const newer = (id: number, than: number): object =>
      movedLine(id, { newer_than: `moved ${than}` })
    const lines = [
      movedLine(4711, { id: 4711, key: 'c0ffee4711' }),
      newer(4790, 4711),
      newer(4800, 4791),
      newer(4791, 4790),
      movedLine(4712, { id: 4711 }),
      { title: 'by its id', owner: 'alice', id: 4720, state: 'removed', state_reason: 'copyright' },
    ]
    const file = listFile(`chain ${engine} ${way}.jsonl`, lines)
    // As one that was stopped after the second line, and then went on.
    const part = listFile(`part ${engine} ${way}.jsonl`, lines.slice(0, 2))
    expect(await tracker.operator.good('gallery', 'import', part)).toContain('2 galleries added')
    const before = await count()
    const run = await tracker.operator.run('gallery', 'import', file, '--continue', '2')
    expect(run.out).toBe('2 galleries added, 0 known before, 2 refused\n')
    expect(run.err.split('\n').map((line) => line.slice(file.length))).toEqual([
      expect.stringMatching(
        /^: line 3: there is no gallery with the external id "moved 4791".*put that one before/,
      ),
      expect.stringContaining(': line 5: the id 4711 is taken by another gallery'),
      '',
    ])
    const shown = await tracker.operator.json('gallery', 'list', '--state', 'all')
    const moved = shown.filter((one) => String(valueAt(one, 'external_id')).startsWith('moved 47'))
    expect(moved).toMatchObject([
      { id: 4711, key: 'c0ffee4711', parent_id: null },
      { external_id: 'moved 4790', parent_id: 4711, announce_id: 4711 },
      { external_id: 'moved 4791', announce_id: 4711 },
    ])
    expect(shown.find((one) => numberAt(one, 'id') === 4720)).toMatchObject({
      external_id: '4720',
      state: 'removed',
      state_reason: 'copyright',
    })
    // The third has its gallery before it by now.
    const [again] = await jsonOf(tracker, 'gallery', 'import', file)
    expect(again).toMatchObject({ added: 1, known: 4, refused: 1 })
    const [last] = await jsonOf(tracker, 'gallery', 'import', file)
    expect(last).toMatchObject({ added: 0, known: 5, refused: 1 })
    expect(await count()).toBe(before + 3)
    const words = ['--title', 'newest', '--owner', 'alice', '--newer-than', 'moved 4800']
    const [newest] = await tracker.operator.json('gallery', 'add', ...words, '--id', '4801')
    expect(newest).toMatchObject({ outcome: 'added', id: 4801, announce_id: 4711 })
  })
})

/** Of a gallery that another system has. */
function movedLine(id: number, more: object): object {
  return { title: `${id}`, owner: 'alice', external_id: `moved ${id}`, ...more }
}

/** What a command prints with `--json`, whatever its status. */
async function jsonOf(tracker: RegisteredTracker, ...words: readonly string[]): Promise<unknown[]> {
  const { out } = await tracker.operator.run(...words, '--json')
  return jsonLines(out)
}

describe.for([
  ['sqlite', 'with a running server'],
  ['postgres', 'without a server'],
] as const)('an import of 25 000 galleries on %s, %s', ([engine, way]) => {
  const lines = 25_000
  let tracker: RegisteredTracker
  let file = ''
  let stoppedAt = 0
  beforeAll(async () => {
    tracker = await RegisteredTracker.prepare({ engine, postgres, settings: { mode: 'gallery' } })
    if (way === 'with a running server') await tracker.start()
    await tracker.operator.good('member', 'add', 'Alice')
    file = listFile(
      `many ${engine}.jsonl`,
      Array.from({ length: lines }, (_, number) => ({
        title: `gallery ${number}`,
        owner: 'Alice',
        tags: ['artist:someone', `number:${number % 100}`],
        external_id: number,
      })),
    )
  }, hookTimeoutMs)
  afterAll(() => tracker.remove())

  const count = async (): Promise<number> =>
    (await tracker.operator.json('gallery', 'list', '--state', 'all')).length

  test('is stopped by SIGINT after a whole batch, and says how to go on', async () => {
    const run = tracker.operator.start('gallery', 'import', file)
    await run.line((line) => line.startsWith('10000 entries, '))
    run.signal('SIGINT')
    const { status } = await run.end
    expect(status).toBe(1)
    const [, at = ''] =
      /^stopped; go on with: waggle gallery import .* --continue (\d+)\n$/.exec(run.stderr) ?? []
    stoppedAt = Number(at)
    expect(stoppedAt).toBeGreaterThanOrEqual(10_000)
    expect(stoppedAt).toBeLessThan(lines)
    expect(await count()).toBe(stoppedAt)
  })

  test('goes on where it was stopped', async () => {
    const out = await tracker.operator.good('gallery', 'import', file, '--continue', `${stoppedAt}`)
    expect(out).toMatch(/^\d+ entries, \d+ a second$/m)
    expect(out).toContain(`${lines - stoppedAt} galleries added, 0 known before, 0 refused\n`)
    expect(await count()).toBe(lines)
  })

  test('does no harm a second time', async () => {
    const [report] = await tracker.operator.json('gallery', 'import', file)
    expect(report).toEqual({ added: 0, known: lines, refused: 0, position: lines, stopped: false })
    expect(await count()).toBe(lines)
  })
})
