/**
 * Starts that cannot succeed (design, sections 3, 4 and 13): each says in one line which key, with which value, is in
 * the way and what to do, and ends with status 1. Nothing starts half.
 */
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { formatEndpoint } from '../support/endpoint.ts'
import { failedStart, serveCommand } from '../support/failed-start.ts'
import { announce } from '../support/http-tracker.ts'
import { ProcessRun } from '../support/process-run.ts'
import { randomHash } from '../support/random-hash.ts'
import { useWaggle } from '../support/use-waggle.ts'
import {
  baseSettings,
  freshDirectory,
  readyLine,
  type Settings,
  startWaggle,
} from '../support/waggle.ts'

const parent = freshDirectory()
afterAll(() => rmSync(parent, { recursive: true, force: true }))
let directories = 0

function newPath(): string {
  return join(parent, `data-${directories++}`)
}

const isRoot = process.getuid?.() === 0
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath]
/** An address for documentation (RFC 5737), which no machine has. */
const foreign = '198.51.100.1:0'

describe.for(drivers)('a start that fails on the %s driver', (driver) => {
  const settings = (more: Settings): Settings => ({ ...baseSettings(driver, newPath()), ...more })
  const other = useWaggle({ driver })

  const tcp = createServer()
  const udp = createSocket('udp4')
  beforeAll(async () => {
    await once(tcp.listen(0, '127.0.0.1'), 'listening')
    udp.bind(0, '127.0.0.1')
    await once(udp, 'listening')
  })
  afterAll(() => {
    tcp.close()
    udp.close()
  })

  const tcpAddress = (): string => `127.0.0.1:${(tcp.address() as AddressInfo).port}`
  const taken: readonly [key: string, address: () => string, isList: boolean][] = [
    ['tracker.http', tcpAddress, true],
    ['tracker.udp', () => `127.0.0.1:${udp.address().port}`, true],
    ['site.listen', tcpAddress, false],
    ['tracker.http', () => formatEndpoint(other().http4), true],
    ['tracker.http', () => formatEndpoint(other().http6), true],
    ['tracker.udp', () => formatEndpoint(other().udp4), true],
    ['tracker.udp', () => formatEndpoint(other().udp6), true],
    ['site.listen', () => formatEndpoint(other().siteEndpoint), false],
  ]

  test.for(taken)('%s with a port that is in use, by Waggle or another, is named', async (each) => {
    const [key, address, isList] = each
    const value = isList ? `["${address()}"]` : address()
    const line = await failedStart({ settings: settings({ [key]: value }) })
    expect(line).toContain(key)
    expect(line).toContain(address())
    expect(line).toMatch(/in use|already/i)
  })

  test('a data directory that another one uses is named, and the other one goes on', async () => {
    const { dataDirectory } = other()
    const line = await failedStart({ settings: settings({ 'data.directory': dataDirectory }) })
    expect(line).toContain('data.directory')
    expect(line).toContain(dataDirectory)
    expect(line).toMatch(/another Waggle/)
    expect((await announce(other().http4, randomHash())).complete).toBe(1)
  })

  test('a data directory below a file is named', async () => {
    const file = join(parent, 'file')
    writeFileSync(file, '')
    const path = join(file, 'data')
    const line = await failedStart({ settings: settings({ 'data.directory': path }) })
    expect(line).toContain('data.directory')
    expect(line).toContain(path)
  })

  test.runIf(isRoot)('a data directory without rights to it is named', async () => {
    chmodSync(parent, 0o755)
    const path = newPath()
    mkdirSync(path, { mode: 0o700 })
    const denied = settings({ 'data.directory': path })
    const line = await failedStart({ settings: denied, prefix: nobody })
    expect(line).toContain('data.directory')
    expect(line).toContain(path)
    expect(line).toMatch(/permission|right|write|owner|access/i)
  })

  test.for(['tracker.http', 'tracker.udp', 'site.listen'])(
    'an address in %s that the machine lacks is named',
    async (key) => {
      const value = key === 'site.listen' ? foreign : `["127.0.0.1:0","${foreign}"]`
      const line = await failedStart({ settings: settings({ [key]: value }) })
      expect(line).toContain(key)
      expect(line).toContain(foreign)
    },
  )

  test.runIf(isRoot && canIsolate())(
    'the default addresses serve a machine without IPv6',
    async () => {
      const {
        'tracker.udp': _,
        'tracker.http': __,
        ...rest
      } = settings({ 'site.enabled': 'false' })
      const script = [
        'ip link set lo up',
        'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6',
        'exec "$@"',
      ].join(' && ')
      const prefix = ['unshare', '-n', 'sh', '-c', script, 'sh', process.execPath]
      const run = new ProcessRun(serveCommand({ settings: rest, prefix }))
      const ready = await readyLine(run)
      expect(ready.http).toContain('0.0.0.0:6969')
      expect(ready.udp).toContain('0.0.0.0:6969')
      expect(ready.site).toBeUndefined()
      run.signal('SIGTERM')
      expect(await run.end).toEqual({ status: 0, signal: null })
    },
  )

  test('each key file that is broken is named', async () => {
    const dataDirectory = newPath()
    const keyFiles = await filesOfAnEndedRun(driver, dataDirectory, /key|seed|secret/i)
    expect(keyFiles).not.toEqual([])
    for (const file of keyFiles) {
      const path = join(dataDirectory, file)
      expect(statSync(path).mode & 0o077, `${file} is for its owner only`).toBe(0)
      writeFileSync(path, 'broken')
      const line = await failedStart({ settings: settings({ 'data.directory': dataDirectory }) })
      expect(line).toContain(path)
      rmSync(path)
    }
  })

  test('a snapshot that is broken is named, and nothing of it is lost', async () => {
    const dataDirectory = newPath()
    const snapshots = await filesOfAnEndedRun(driver, dataDirectory, /snapshot/)
    expect(snapshots).toHaveLength(1)
    const path = join(dataDirectory, snapshots[0] ?? '')
    expect(statSync(path).mode & 0o077, 'it is for its owner only').toBe(0)
    const whole = readFileSync(path)
    const changed = Buffer.from(whole)
    changed.writeUInt8(changed.readUInt8(whole.length >> 1) ^ 1, whole.length >> 1)
    for (const broken of [Buffer.alloc(0), Buffer.from('broken'), whole.subarray(0, -1), changed]) {
      writeFileSync(path, broken)
      const line = await failedStart({ settings: settings({ 'data.directory': dataDirectory }) })
      expect(line).toContain('data.directory')
      expect(line).toContain(path)
      expect(readFileSync(path)).toEqual(broken)
    }
  })

  test('a snapshot of a larger tracker does not keep a smaller one from starting', async () => {
    const dataDirectory = newPath()
    await filesOfAnEndedRun(driver, dataDirectory, /snapshot/)
    const smaller = { 'tracker.peers_max': '1000', 'tracker.torrents_max': '1000' }
    const waggle = await startWaggle({ driver, dataDirectory, settings: smaller })
    expect((await announce(waggle.http4, randomHash())).complete).toBe(1)
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  })
})

/** The files named like `pattern` that a run with one announce leaves behind. */
async function filesOfAnEndedRun(
  driver: (typeof drivers)[number],
  dataDirectory: string,
  pattern: RegExp,
): Promise<string[]> {
  const waggle = await startWaggle({ driver, dataDirectory })
  await announce(waggle.http4, randomHash())
  await waggle.stop()
  return readdirSync(dataDirectory).filter((file) => pattern.test(file))
}

/** Whether a process can be given a network of its own here. */
function canIsolate(): boolean {
  try {
    execFileSync('unshare', ['-n', 'sh', '-c', 'ip link set lo up'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
