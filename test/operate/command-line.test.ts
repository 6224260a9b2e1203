/**
 * `waggle torrent`, `token`, `db` and `stats`, with a running server and without one, on both
 * databases: what they print, for people and for scripts, and how they end.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineName } from '#index/storage/engine'
import { content, makeTorrent } from '../support/metainfo-torrent.ts'
import { usePostgres } from '../support/postgres.ts'
import { projectRoot } from '../support/process-run.ts'
import { randomHash } from '../support/random-hash.ts'
import { freshDirectory } from '../support/waggle.ts'
import { having, numberAt, someNumber, someText, textAt } from './json.ts'
import { Operator } from './operator.ts'
import { RegisteredTracker, useTracker } from './registered-tracker.ts'

const postgres = usePostgres()
const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

function torrentFile(name: string, format: 'v1' | 'v2' | 'hybrid', seed: number): string {
  const file = join(files, `${name}.torrent`)
  const bytes = makeTorrent({
    format,
    name,
    files: [{ path: ['a', 'b.txt'], content: content(40_000, seed) }],
    pieceLength: 16_384,
  })
  writeFileSync(file, bytes)
  return file
}

type Way = 'with a running server' | 'without a server'

const everywhere = [
  ['sqlite', 'with a running server'],
  ['sqlite', 'without a server'],
  ['postgres', 'with a running server'],
] as const

function usePrepared(engine: EngineName, way: Way): () => Operator {
  let tracker: RegisteredTracker | undefined
  beforeAll(async () => {
    tracker = await RegisteredTracker.prepare({ engine, postgres })
    if (way === 'with a running server') await tracker.start()
  })
  afterAll(() => tracker?.remove())
  return () => {
    if (tracker === undefined) throw new Error('not prepared')
    return tracker.operator
  }
}

describe.for(everywhere)('on %s, %s', ([engine, way]) => {
  const operator = usePrepared(engine, way)

  test('a torrent lives through add, ban, unban, remove, restore, pin and unpin', async () => {
    const hash = randomHash().toString('hex')
    const about = (outcome: string): string => `${outcome.padEnd(9)} ${hash}  Film (2020)\n`
    const add = ['torrent', 'add', '--hash', hash, '--name', 'Film (2020)']
    expect(await operator().good(...add)).toBe(about('added'))
    expect(await operator().good(...add)).toBe(about('known'))
    const steps = [
      [['ban', '--reason', 'not ours', hash], 'banned', { state: 'banned' }],
      [['unban', hash], 'unbanned', { state: 'live', ban: null }],
      [['remove', hash, '--reason', 'old'], 'removed', { state: 'removed' }],
      [['restore', hash], 'restored', { state: 'live', removal: null }],
      [['pin', hash], 'pinned', { pinned: true }],
      [['unpin', hash], 'unpinned', { pinned: false }],
    ] as const
    for (const [words, outcome, state] of steps) {
      const [told] = await operator().json('torrent', ...words)
      expect(told).toMatchObject({ outcome, info_hash: hash, name: 'Film (2020)', ...state })
      // A second time it is so already.
      if (outcome === 'banned' || outcome === 'removed')
        expect(await operator().good('torrent', ...words)).toBe(about(outcome))
    }
  })
})

// What differs between engines is in their repositories, and between the ways in the first suite: two are enough.
describe.for([
  ['sqlite', 'with a running server'],
  ['postgres', 'without a server'],
] as const)('on %s, %s', ([engine, way]) => {
  const operator = usePrepared(engine, way)

  test('files are registered with what they say, hybrids by both info-hashes', async () => {
    const paths = (['v1', 'v2', 'hybrid'] as const).map((format, index) =>
      torrentFile(`file ${format}`, format, index + 1),
    )
    const told = await operator().json('torrent', 'add', ...paths)
    expect(told).toEqual(
      ['file v1', 'file v2', 'file hybrid'].map((name) =>
        having({
          outcome: 'added',
          name,
          size_bytes: 40_000,
          piece_length_bytes: 16_384,
          file_count: 1,
        }),
      ),
    )
    const hashes = told.map((one) => Object(one) as Record<string, string | null>)
    expect(hashes.map((one) => one['info_hash_v2'] === null)).toEqual([true, false, false])
    const [, second, both] = hashes
    expect(second?.['info_hash']).toBe(second?.['info_hash_v2']?.slice(0, 40))
    expect(both?.['info_hash']).not.toBe(both?.['info_hash_v2']?.slice(0, 40))
    for (const hash of [both?.['info_hash_v2'], both?.['info_hash_v2']?.slice(0, 40)])
      expect(await operator().good('torrent', 'pin', String(hash))).toContain('file hybrid')
  })

  test('one that cannot be done is told, hinders no other, and ends with status 1', async () => {
    const good = torrentFile('good', 'v1', 9)
    const bad = join(files, 'bad.torrent')
    writeFileSync(bad, 'hello')
    const missing = join(files, 'missing.torrent')
    const { status, out, err } = await operator().run('torrent', 'add', bad, missing, good)
    expect(status).toBe(1)
    expect(out).toMatch(/^added {5}[0-9a-f]{40} {2}good\n$/)
    expect(err).toContain(`${bad}: This is not a torrent file.`)
    expect(err).toContain(`${missing}: there is no such file; correct the path\n`)
    const directory = await operator().run('torrent', 'add', files)
    expect(directory.err).toBe(`${files}: is a directory; name a file in it\n`)
    const unknown = randomHash().toString('hex')
    const json = await operator().run('torrent', 'ban', '--reason', 'x', '--json', unknown, 'zz')
    expect(json.status).toBe(1)
    expect(
      json.out
        .split('\n')
        .slice(0, 2)
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      {
        outcome: 'failed',
        target: unknown,
        error: {
          code: 'unknown_torrent',
          message: `${unknown} is not registered; check the info-hash, or register the torrent first`,
        },
      },
      {
        outcome: 'failed',
        target: 'zz',
        error: having({ code: 'invalid_request' }),
      },
    ])
    expect(json.err).toMatch(new RegExp(`^${unknown} is not registered; .*\nzz: .*\n$`))
  })

  test('list shows what it is asked for, in order', async () => {
    const hashes = Array.from({ length: 3 }, () => randomHash().toString('hex'))
    for (const [index, hash] of hashes.entries())
      await operator().good('torrent', 'add', '--hash', hash, '--name', `listed ${index}`)
    await operator().good('torrent', 'remove', String(hashes[1]))
    const removed = await operator().good('torrent', 'list', '--state', 'removed')
    expect(removed).toContain(`${hashes[1]}  removed`)
    expect(removed).not.toContain('listed 0')
    const words = ['torrent', 'list', '--order', 'name', '--ascending']
    const names = (await operator().json(...words)).map((one) => textAt(one, 'name'))
    expect(names).toEqual(names.toSorted())
    expect(names.filter((name) => name.startsWith('listed'))).toEqual(['listed 0', 'listed 2'])
    expect(await operator().json(...words, '--limit', '2')).toHaveLength(2)
  })

  test('tokens are made, listed and revoked, and shown once', async () => {
    const words = ['--scope', 'statistics:read', '--scope', 'torrents:read', '--label', 'my site']
    const [made] = await operator().json('token', 'create', ...words)
    expect(made).toMatchObject({
      token: someText,
      label: 'my site',
      scopes: ['torrents:read', 'statistics:read'],
      revoked_at: null,
    })
    const id = numberAt(made, 'id')
    const token = textAt(made, 'token')
    expect(token).toMatch(/^waggle_[\w-]{43}$/)
    const listed = await operator().good('token', 'list')
    expect(listed).toContain(`${id}  used never       my site (torrents:read statistics:read)`)
    expect(listed).not.toContain(token)
    expect(await operator().good('token', 'revoke', `${id}`)).toBe(`revoked ${id}  my site\n`)
    expect(await operator().good('token', 'list')).toMatch(new RegExp(`${id} {2}revoked`))
    const { status, err } = await operator().run('token', 'revoke', '999')
    expect({ status, err }).toEqual({
      status: 1,
      err: 'there is no token 999; list them to see all\n',
    })
  })

  test('stats counts, db check finds nothing, db migrate and housekeeping have nothing to do', async () => {
    const [numbers] = await operator().json('stats')
    expect(numbers).toMatchObject({
      torrents: { live: someNumber, removed: someNumber },
      tracker: way === 'without a server' ? null : { seeders: 0, announces: 0 },
      database: { engine, state: 'ok' },
    })
    expect(await operator().good('db', 'check')).toBe('the database is good\n')
    expect(await operator().json('db', 'check')).toEqual([{ problems: [] }])
    expect(await operator().good('housekeeping')).toBe('0 removed, 0 deleted for good\n')
    const migrated = await operator().run('db', 'migrate')
    if (way === 'without a server') expect(migrated.out).toContain('is of this version\n')
    else expect(migrated.err).toContain('a server is using it; stop the server for this')
    expect(migrated.status).toBe(way === 'without a server' ? 0 : 1)
  })
})

test('what is asked wrongly is refused with what to write', async () => {
  const operator = new Operator({ mode: 'registered', 'data.directory': join(files, 'unused') })
  const cases = [
    [['torrent', 'add'], 'name .torrent files, or --hash HEX --name NAME'],
    [['torrent', 'add', '--hash', 'a'.repeat(40)], 'add --name NAME'],
    [['torrent', 'add', 'a', '--hash', 'b'], 'register one or the other'],
    [['torrent', 'add', 'a', 'b', '--name', 'c'], 'add them one by one'],
    [['torrent', 'ban', 'a'], "required option '--reason <text>' not specified"],
    [['torrent', 'list', '--state', 'gone'], 'Allowed choices are live, banned, removed, all'],
    [['token', 'create', '--label', 'x', '--scope', 'all'], 'must be one of torrents:read'],
  ] as const
  for (const [words, message] of cases) {
    const { status, err } = await operator.runAlone(...words)
    expect(status, words.join(' ')).toBe(1)
    expect(err).toContain(message)
  }
})

test('an open tracker has no torrents to manage, which is told with what to do', async () => {
  const { status, err } = await new Operator({}).runAlone('torrent', 'list')
  expect({ status, err }).toEqual({
    status: 1,
    err: 'mode = "open": an open tracker keeps no list of torrents; name the configuration of a registered one with --config FILE, or add --set mode=registered\n',
  })
})

describe('the control socket', () => {
  const tracker = useTracker({ engine: 'sqlite', postgres })
  const socket = (): string => join(tracker().dataDirectory, 'control.sock')

  test('is for its owner alone', () => {
    expect(statSync(socket()).mode & 0o777).toBe(0o600)
  })

  test('that a killed server left is replaced, and nobody is asked through it meanwhile', async () => {
    await tracker().kill()
    expect(existsSync(socket())).toBe(true)
    await tracker().operator.good('torrent', 'list')
    await tracker().start()
    const [numbers] = await tracker().operator.json('stats')
    expect(numbers).toMatchObject({ tracker: { announces: 0 } })
  })

  test('is gone when the server has ended', async () => {
    await tracker().stop()
    expect(existsSync(socket())).toBe(false)
    await tracker().start()
  })

  test('that does not answer while the directory is locked is told, with what to do', async () => {
    rmSync(socket())
    const { status, err } = await tracker().operator.run('torrent', 'list')
    expect(status).toBe(1)
    expect(err).toContain('a server is using it and does not answer at')
    expect(err).toContain('wait if it is just starting or stopping, look at its log, or restart it')
  })
})

describe('a copy of the database', () => {
  const tracker = useTracker({ engine: 'sqlite', postgres })

  test('is made while the server runs, and brings back what was there', async () => {
    const copy = join(files, 'copy.db')
    const kept = randomHash().toString('hex')
    const { operator } = tracker()
    await operator.good('torrent', 'add', '--hash', kept, '--name', 'kept')
    expect(await operator.good('db', 'backup', copy)).toBe(`wrote ${copy}\n`)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    const later = randomHash().toString('hex')
    await operator.good('torrent', 'add', '--hash', later, '--name', 'later')

    const refused = await operator.run('db', 'restore', copy)
    expect(refused.status).toBe(1)
    expect(refused.err).toContain('a server is using it; stop the server for this')
    await tracker().stop()
    expect(await operator.good('db', 'restore', copy)).toContain('the one before is kept as')
    await tracker().start()
    const names = (await operator.json('torrent', 'list')).map((one) => textAt(one, 'name'))
    expect(names).toEqual(['kept'])
  })

  test('takes the place of no file, unless it is told to', async () => {
    const copy = join(files, 'older.db')
    writeFileSync(copy, 'the only good one')
    const { operator } = tracker()
    expect(await operator.run('db', 'backup', copy)).toEqual({
      status: 1,
      out: '',
      err: `${copy} is there already; name another file, or replace it with --force\n`,
    })
    expect(readFileSync(copy, 'utf8')).toBe('the only good one')
    expect(await operator.good('db', 'backup', copy, '--force')).toBe(`wrote ${copy}\n`)
    expect(readFileSync(copy, 'latin1')).toMatch(/^SQLite format 3/)
  })

  test('is refused where it cannot be written or is none', async () => {
    const directory = join(files, 'closed')
    mkdirSync(directory)
    const { operator } = tracker()
    expect(await operator.run('db', 'backup', directory)).toEqual({
      status: 1,
      out: '',
      err: `the copy ${directory} is a directory; name a file in it\n`,
    })
    await tracker().stop()
    const folder = await operator.run('db', 'restore', directory)
    expect(folder.err).toBe(`${directory}: is a directory; name a file in it\n`)
    const none = join(files, 'none.db')
    writeFileSync(none, 'no database')
    chmodSync(none, 0o600)
    const { status, err } = await operator.run('db', 'restore', none)
    expect(status).toBe(1)
    expect(err).toContain('none.db')
    await tracker().start()
  })
})

test('whoever reads may stop reading', () => {
  const command = '"$0" bin/waggle.js config reference | true'
  const { stderr } = spawnSync('sh', ['-c', command, process.execPath], {
    cwd: projectRoot,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
})

test('a hand-over without a server is refused, and makes nothing', async () => {
  const directory = join(files, 'unused')
  const { status, err } = await new Operator({ 'data.directory': directory }).run('handover')
  expect([status, err]).toEqual([1, expect.stringContaining('no server runs with it; start one')])
  expect(existsSync(directory)).toBe(false)
})
