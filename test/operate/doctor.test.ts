/** `waggle doctor` as a real process: before a server is started, and while one runs. */
import { once } from 'node:events'
import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openDataDirectory } from '#operate/data-directory'
import { formatEndpoint } from '../support/endpoint.ts'
import { ProcessRun } from '../support/process-run.ts'
import { freshDirectory, settingArguments, startWaggle } from '../support/waggle.ts'
import { jsonLines, Operator } from './operator.ts'

type Finding = {
  readonly check: string
  readonly outcome: 'ok' | 'warn' | 'fail'
  readonly text: string
  readonly remedy: string
}

const isRoot = process.geteuid?.() === 0
const dataDirectory = freshDirectory()
afterAll(() => rmSync(dataDirectory, { recursive: true }))

/** A configuration whose ports are nobody's, but for what a test says. */
const settings = {
  'data.directory': dataDirectory,
  'site.enabled': 'false',
  'tracker.udp': '["127.0.0.1:0"]',
  'tracker.http': '["127.0.0.1:0"]',
  'tracker.announce_urls': '["udp://127.0.0.1:6969"]',
}

async function findings(changed: Readonly<Record<string, string>> = {}) {
  const { status, out } = await new Operator({ ...settings, ...changed }).run('doctor', '--json')
  return { status, all: jsonLines(out) as Finding[] }
}

/** What another user finds. */
async function findingsOfNobody(changed: Readonly<Record<string, string>>): Promise<Finding[]> {
  const doctor = new ProcessRun({
    command: process.execPath,
    args: ['bin/waggle.js', 'doctor', '--json', ...settingArguments({ ...settings, ...changed })],
    userId: 65_534,
  })
  await doctor.end
  return jsonLines(doctor.stdout) as Finding[]
}

function of(all: readonly Finding[], check: string): Finding[] {
  return all.filter((finding) => finding.check === check)
}

/** What is found at each, without the address. */
function ports(all: readonly Finding[]): string[][] {
  return of(all, 'ports').map(({ outcome, text }) => [outcome, text.replace(/^.*:\d+ /, '')])
}

describe('without a server the doctor', () => {
  test('finds everything that a start needs, and each finding that is not good names its remedy', async () => {
    const { status, all } = await findings({ mode: 'gallery' })
    expect(status).toBe(0)
    expect(of(all, 'server')[0]?.text).toContain('no server is running')
    expect(of(all, 'kernel_calls')[0]?.outcome).toBe('ok')
    expect(of(all, 'data_directory')[0]?.outcome).toBe('ok')
    expect(of(all, 'database')[0]?.text).toContain('is not there yet; the server makes it')
    expect(of(all, 'reachability')[0]?.text).toContain('cannot be seen from here')
    const checks = ['node', 'libatomic', 'open_files', 'receive_buffer', 'memory', 'disk', 'names']
    expect(all.map(({ check }) => check)).toEqual(expect.arrayContaining(checks))
    for (const { outcome, text, remedy } of all) expect(remedy === '', text).toBe(outcome === 'ok')
  })

  test('says who has a port, that others can read the keys, and what cannot be a database', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' ? address?.port : 0
    writeFileSync(join(dataDirectory, 'keys'), '')
    chmodSync(join(dataDirectory, 'keys'), 0o644)
    const { status, all } = await findings({
      mode: 'registered',
      'tracker.http': `["127.0.0.1:${port}"]`,
      'database.url': 'postgres://nobody@127.0.0.1:1/none',
    })
    taken.close()
    expect(status).toBe(1)
    const failed = all.filter(({ outcome }) => outcome === 'fail')
    expect(failed.map(({ check }) => check)).toEqual(['database', 'ports'])
    expect(failed[0]?.text).toContain('127.0.0.1')
    expect(failed[1]?.text).toContain(`port ${port} is in use by another program`)
    expect(failed[1]?.remedy).toBe(`see who has it: ss -ltnp 'sport = :${port}'`)
    const [secrecy] = of(all, 'secrecy')
    expect(secrecy).toMatchObject({
      outcome: 'warn',
      remedy: `chmod go= ${join(dataDirectory, 'keys')}`,
    })
    rmSync(join(dataDirectory, 'keys'))
  })

  test('knows that a start makes the data directory with its parents', async () => {
    const { status, all } = await findings({ 'data.directory': join(dataDirectory, 'none/yet') })
    expect([status, of(all, 'data_directory')[0]?.text]).toEqual([
      0,
      `${join(dataDirectory, 'none/yet')} is not there yet; the server makes it`,
    ])
  })

  test('does not say that none runs while one has the directory and takes no commands', async () => {
    const { unlock } = openDataDirectory(dataDirectory)
    const { status, all } = await findings()
    unlock()
    expect([status, of(all, 'server')[0]?.text]).toEqual([
      0,
      `a server is using ${dataDirectory} and takes no commands now: it is starting, stopping or handing over`,
    ])
  })

  test('fails where a file is in the place of the data directory', async () => {
    const file = join(dataDirectory, 'a-file')
    writeFileSync(file, '')
    const { status, all } = await findings({ 'data.directory': file })
    expect([status, of(all, 'data_directory')[0]?.remedy]).toEqual([
      1,
      'name a directory in data.directory',
    ])
  })
})

test('while a server runs, the doctor asks its ports, and looks at the limits of its process', async () => {
  const waggle = await startWaggle({
    driver: 'linux',
    dataDirectory,
    settings: { mode: 'gallery' },
  })
  const asRunning = {
    mode: 'gallery',
    'tracker.udp': `["${formatEndpoint(waggle.udp4)}"]`,
    'tracker.http': `["${formatEndpoint(waggle.http4)}", "127.0.0.77:${waggle.http4.port}"]`,
  }
  const { status, all } = await findings(asRunning)
  const asNobody = isRoot ? await findingsOfNobody(asRunning) : undefined
  expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  expect(status, JSON.stringify(all)).toBe(0)
  expect(of(all, 'server')[0]?.text).toContain('a server is running')
  expect(of(all, 'open_files')[0]?.text).toContain(`process ${waggle.run.pid}`)
  expect(of(all, 'database')[0]?.text).toContain('has the schema of this version')
  expect(ports(all)).toEqual([
    ['ok', 'answers as a tracker'],
    ['ok', 'answers as a tracker'],
    ['warn', 'is free, and the server does not listen there'],
  ])
  if (asNobody === undefined) return
  expect(of(asNobody, 'server')[0]?.text).toContain('cannot be seen by this user')
  expect(ports(asNobody)).toEqual([
    ['ok', 'answers as a tracker'],
    ['ok', 'answers as a tracker'],
    ['ok', 'is free'],
  ])
})
