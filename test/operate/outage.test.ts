/**
 * A database that goes away and comes back, and a disk that fills up: announces go on, everybody is told, and what was
 * counted meanwhile is stored when it can be.
 */
import { once } from 'node:events'
import { appendFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as waitFor } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { announce } from '../support/http-tracker.ts'
import { usePostgres } from '../support/postgres.ts'
import { ProcessRun } from '../support/process-run.ts'
import { randomHash } from '../support/random-hash.ts'
import {
  baseSettings,
  freshDirectory,
  readyLine,
  settingArguments,
  startWaggle,
  Waggle,
} from '../support/waggle.ts'
import { type ApiCaller, atControlSocket, atSite, newToken } from './api-caller.ts'
import { Completions } from './completions.ts'
import { numberAt, textAt } from './json.ts'
import { Operator } from './operator.ts'
import { RegisteredTracker } from './registered-tracker.ts'

const postgres = usePostgres()

/** Asks until the answer is as wanted; the time-out of the test is the limit. */
async function until<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    await waitFor(50)
  }
}

type Healthz = { readonly status: number; readonly text: string }

async function healthz(waggle: Waggle): Promise<Healthz> {
  const { host, port } = waggle.siteEndpoint
  return await new Promise((resolve, reject) => {
    const sent = request({ host, port, path: '/healthz' })
    sent.on('error', reject)
    sent.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.end()
  })
}

async function completedOf(api: ApiCaller, infoHash: Buffer): Promise<number> {
  const { body } = await api(`/torrents/${infoHash.toString('hex')}`)
  return numberAt(body, 'completed')
}

/** What holds before, during and after every kind of outage. */
function survives(
  during: string,
  tracker: () => { readonly waggle: Waggle; readonly site: ApiCaller; readonly control: ApiCaller },
  { begin, end }: { readonly begin: () => Promise<void>; readonly end: () => Promise<void> },
): void {
  const infoHash = randomHash()
  const completions = new Completions([infoHash])

  test(`${during}: announces go on, and health, the API and the metrics tell of it`, async () => {
    const { waggle, site, control } = tracker()
    const torrent = { info_hash: infoHash.toString('hex'), name: 'one' }
    expect((await control('/torrents', { method: 'POST', body: torrent })).status).toBe(201)
    for (let count = 0; count < 3; count++) await completions.downloadEach(waggle)
    await until(
      () => completedOf(control, infoHash),
      (completed) => completed === 3,
    )

    await begin()
    for (let count = 0; count < 5; count++) await completions.downloadEach(waggle)
    const { text } = await until(
      () => healthz(waggle),
      (answer) => answer.text !== 'ready\n',
    )
    expect(text).toMatch(/^degraded: database: the database \S+ .*; .*\n$/)
    expect((await healthz(waggle)).status).toBe(200)

    const another = { info_hash: randomHash().toString('hex'), name: 'another' }
    const refused = await site('/torrents', { method: 'POST', body: another })
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'database_away' } } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(JSON.stringify(refused.body), 'nothing of the machine').not.toMatch(/\/tmp|postgres:/)
    const numbers = await control('/statistics')
    expect(numbers).toMatchObject({ status: 200, body: { database: { state: 'away' } } })
    expect(await announce(waggle.http4, infoHash, { port: 7 })).toMatchObject({ complete: 9 })
  })

  test(`${during}: everything lands when it is over`, async () => {
    const { waggle, site, control } = tracker()
    for (let count = 0; count < 4; count++) await completions.downloadEach(waggle)
    await end()
    await until(
      () => healthz(waggle),
      (answer) => answer.text === 'ready\n',
    )
    const stored = await until(
      () => completedOf(control, infoHash),
      (completed) => completed >= 12,
    )
    expect(stored).toBe(12)
    const body = { info_hash: randomHash().toString('hex'), name: 'later' }
    expect((await site('/torrents', { method: 'POST', body })).status).toBe(201)
  })
}

describe('PostgreSQL goes away', () => {
  let tracker: RegisteredTracker
  let site: ApiCaller
  beforeAll(async () => {
    tracker = await RegisteredTracker.prepare({ engine: 'postgres', postgres })
    await tracker.start()
    site = atSite(tracker, await newToken(tracker, 'torrents:write'))
  })
  afterAll(() => tracker.remove())

  survives(
    'while it is away',
    () => ({ waggle: tracker.waggle, site, control: atControlSocket(tracker) }),
    {
      begin: () => postgres().halt(),
      end: () => postgres().resume(),
    },
  )

  test('a command tells its operator, and ends with status 1', async () => {
    await postgres().halt()
    const hash = randomHash().toString('hex')
    const words = ['torrent', 'add', '--hash', hash, '--name', 'x']
    const { status, err } = await tracker.operator.run(...words)
    expect(status).toBe(1)
    expect(err).toMatch(/^the database postgres:\/\/waggle@127\.0\.0\.1:\d+\/\w+ cannot be reached/)
    expect(err).not.toContain('w:rd')
  })

  test('the server can be stopped meanwhile', async () => {
    await tracker.stop()
  })

  test('a server that is started meanwhile waits for a while, and then says why it ends', async () => {
    const settings = {
      ...baseSettings('linux', tracker.dataDirectory),
      ...tracker.settings,
      'database.connect_seconds': '2',
    }
    const { status, out, err } = await new Operator(settings).runAlone('serve')
    expect(status).toBe(1)
    expect(out).toContain('"event":"database_awaited"')
    expect(out).not.toContain('"event":"ready"')
    expect(err).toMatch(/^the database postgres:\S+ cannot be reached \(.*\); start it, or .*\n$/)
  })

  test('a server that waits goes on when it is there', async () => {
    const starting = tracker.start()
    await waitFor(500)
    await postgres().resume()
    await starting
    expect((await healthz(tracker.waggle)).text).toBe('ready\n')
  })
})

describe('PostgreSQL is lost while the registered torrents are read at start', () => {
  test('the server waits for it and reads them again', async () => {
    const tracker = await RegisteredTracker.prepare({ engine: 'postgres', postgres })
    const infoHash = randomHash()
    const words = ['torrent', 'add', '--hash', infoHash.toString('hex'), '--name', 'kept']
    await tracker.operator.good(...words)
    await using way = await cutOnce(postgres().port, '"id" > $1')
    const { 'database.url': url = '', ...settings } = tracker.settings
    const waggle = await startWaggle({
      driver: 'linux',
      dataDirectory: tracker.dataDirectory,
      settings: {
        ...settings,
        'database.url': url.replace(`:${postgres().port}/`, `:${way.port}/`),
      },
    })
    expect(waggle.run.stdout).toContain('"event":"database_awaited"')
    expect(waggle.run.stdout).toContain('"event":"torrents_loaded"')
    expect(await announce(waggle.http4, infoHash, { port: 7 })).toMatchObject({ complete: 1 })
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
    await tracker.remove()
  })
})

type Way = { readonly port: number; readonly [Symbol.asyncDispose]: () => Promise<void> }

/** A way to the database that is lost, once, when a statement with these words passes. */
async function cutOnce(databasePort: number, words: string): Promise<Way> {
  let isCut = false
  const server = createServer((client) => {
    const database = connect(databasePort, '127.0.0.1')
    const cut = (): void => {
      client.destroy()
      database.destroy()
    }
    client.on('data', (bytes) => {
      const isTheOne = !isCut && bytes.includes(words)
      isCut ||= isTheOne
      if (isTheOne) cut()
      else database.write(bytes)
    })
    database.pipe(client)
    for (const end of [client, database]) end.on('error', cut).on('close', cut)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

describe.runIf(process.platform === 'linux')('the disk of the SQLite database fills up', () => {
  const directory = freshDirectory()
  let waggle: Waggle
  beforeAll(async () => {
    waggle = await startOnSmallDisk(directory)
  })
  afterAll(async () => {
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
    rmSync(directory, { recursive: true })
  })
  /** The disk is the server's alone; this is the way to it. */
  const inside = (): string => `/proc/${waggle.run.pid}/root${directory}`
  const control: ApiCaller = (path, asked) =>
    atControlSocket({ dataDirectory: inside() })(path, asked)

  let site: ApiCaller
  beforeAll(async () => {
    const body = { label: 'a test', scopes: ['torrents:write'] }
    const made = await control('/tokens', { method: 'POST', body })
    const token = textAt(made.body, 'token')
    site = atSite({ waggle }, token)
  })

  survives('while it is full', () => ({ waggle, site, control }), {
    begin: async () => {
      fillUp(join(inside(), 'filler'))
      await Promise.resolve()
    },
    end: async () => {
      rmSync(join(inside(), 'filler'))
      await Promise.resolve()
    },
  })
})

/** Writes until there is not a byte left. */
function fillUp(file: string): void {
  for (let bytes = 65_536; bytes >= 1; bytes = Math.floor(bytes / 2))
    try {
      for (;;) appendFileSync(file, Buffer.alloc(bytes))
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('ENOSPC')) throw error
    }
}

/** A server whose data directory is a disk of a few megabytes, in a mount namespace of its own. */
async function startOnSmallDisk(directory: string): Promise<Waggle> {
  const settings = {
    ...baseSettings('linux', directory),
    mode: 'registered',
    'database.flush_seconds': '1',
  }
  const mount = 'mount -t tmpfs -o size=4m,mode=700 tmpfs "$0" && exec "$@"'
  const server = [process.execPath, 'bin/waggle.js', 'serve', ...settingArguments(settings)]
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user']
  const args = ['--mount', ...asRoot, 'sh', '-c', mount, directory, ...server]
  const run = new ProcessRun({ command: 'unshare', args })
  return new Waggle(run, await readyLine(run), directory, false)
}
