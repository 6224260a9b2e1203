/** Commands in a directory that is not the server's: one without a database, one of somebody else, one with too long a path. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readRows, runStatements } from '../storage/databases.ts'
import { randomHash } from '../support/random-hash.ts'
import { freshDirectory } from '../support/waggle.ts'
import { Operator } from './operator.ts'

const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

describe('a directory without a database, where no server runs', () => {
  const used = join(files, 'used')
  const missing = join(files, 'wrong')

  test('is refused by all that needs one, and stays as it is', async () => {
    mkdirSync(used)
    const commands = [
      ['torrent', 'list'],
      ['torrent', 'ban', '--reason', 'x', 'a'.repeat(40)],
      ['stats'],
      ['housekeeping'],
      ['member', 'list'],
      ['token', 'list'],
      ['db', 'backup', join(files, 'nothing.db')],
      ['db', 'check'],
      ['explain', 'a'.repeat(40)],
    ]
    for (const directory of [used, missing]) {
      const operator = new Operator({ mode: 'registered', 'data.directory': directory })
      for (const words of directory === used ? commands.slice(0, 1) : commands)
        expect(await operator.run(...words), words.join(' ')).toEqual({
          status: 1,
          out: '',
          err: `data.directory = "${directory}": there is no database at ${directory}/waggle.db; name the configuration of the server with --config FILE, or make a new database: "waggle serve" and "waggle db migrate" do\n`,
        })
    }
    expect(existsSync(missing)).toBe(false)
    expect(readdirSync(used)).toEqual([])
  })

  test('gets one from what may come first, which is told', async () => {
    const directory = join(files, 'first')
    const operator = new Operator({ mode: 'registered', 'data.directory': directory })
    const words = ['torrent', 'add', '--hash', randomHash().toString('hex'), '--name', 'first']
    const first = await operator.run(...words)
    expect(first.status).toBe(0)
    expect(first.err).toContain(`There was no database at ${directory}/waggle.db: it is made now.`)
    expect(await operator.run(...words)).toMatchObject({ status: 0, err: '' })
  })

  test('gets one from "db migrate"', async () => {
    const directory = join(files, 'migrated')
    const operator = new Operator({ mode: 'registered', 'data.directory': directory })
    expect(await operator.good('db', 'migrate')).toContain('is of this version')
    expect(await operator.good('stats')).toContain('torrents: 0 live')
  })
})

describe('what changes nothing, where no server runs,', () => {
  test('makes no directory in the open mode either, and leaves blocks that have ended in their file', async () => {
    const directory = join(files, 'open')
    const operator = new Operator({ mode: 'open', 'data.directory': directory })
    expect(await operator.good('explain', 'a'.repeat(40))).toContain('served: come back after')
    expect(existsSync(directory)).toBe(false)
    mkdirSync(directory)
    const ended =
      '{"id":"5f3a09c1","kind":"network","target":"203.0.113.0/24","reason":"scans","added_at":1000,"ends_at":2000,"added_by":"operator"}\n'
    writeFileSync(join(directory, 'blocks.jsonl'), ended)
    const asked = await operator.good('explain', 'a'.repeat(40), '--from', '203.0.113.7')
    expect(asked).toContain('no rule in force names 203.0.113.7')
    expect(readdirSync(directory)).toEqual(['blocks.jsonl'])
    expect(readFileSync(join(directory, 'blocks.jsonl'), 'utf8')).toBe(ended)
  })

  test('leaves a database of an older version to the server, and a copy of it is one, too', async () => {
    const directory = join(files, 'older')
    const operator = new Operator({ mode: 'registered', 'data.directory': directory })
    await operator.good('db', 'migrate')
    const steps = 'SELECT count(*) FROM schema_migrations'
    const url = 'sqlite:waggle.db'
    const address = { url, dataDirectory: directory }
    const [[all = 0] = []] = await readRows(address, steps)
    await runStatements(address, `DELETE FROM schema_migrations WHERE number = ${all}`)
    const { status, err } = await operator.run('explain', 'a'.repeat(40))
    expect(status).toBe(1)
    expect(err).toContain(`1 of ${all} steps of the database's schema are to be done`)
    expect(err).toContain('start the server first')
    const copy = join(files, 'copy')
    mkdirSync(copy)
    await operator.good('db', 'backup', join(copy, 'waggle.db'))
    for (const dataDirectory of [directory, copy])
      expect(await readRows({ url, dataDirectory }, steps)).toEqual([[all - 1]])
  })
})

// Only root can be somebody else.
test.runIf(process.getuid?.() === 0)(
  "another user's directory is not taken for one without a server",
  async () => {
    const directory = join(files, 'theirs')
    mkdirSync(directory, { mode: 0o700 })
    chmodSync(files, 0o755)
    const operator = new Operator({ mode: 'registered', 'data.directory': directory })
    const { status, err } = await operator.as(65_534).run('torrent', 'list')
    expect({ status, err }).toEqual({
      status: 1,
      err: `${directory}/control.sock may be used by the user that the server runs as, and by nobody else; run this as that one, with sudo -u\n`,
    })
    const served = await operator.as(65_534).runAlone('serve')
    expect(served.err).toBe(
      `data.directory = "${directory}": it belongs to another user, and this one has no access to it; run this as its owner (sudo -u), or choose another directory\n`,
    )
  },
)

test('a data directory whose socket would have too long a path is refused at start', async () => {
  const directory = join(files, 'x'.repeat(120))
  const { status, err } = await new Operator({
    mode: 'registered',
    'data.directory': directory,
    'site.listen': '127.0.0.1:0',
    'tracker.udp': '["127.0.0.1:0"]',
    'tracker.http': '["127.0.0.1:0"]',
  }).runAlone('serve')
  expect(status).toBe(1)
  expect(err).toContain('and 107 is the most the system takes; choose a directory with a shorter')
})
