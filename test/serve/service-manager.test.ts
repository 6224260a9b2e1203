/** What a service manager does for the program: it keeps the swarms over a crash, and is told what becomes of the service. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { handOver } from '#operate/api/handover-route'
import { createSocketClient } from '#operate/api/socket-client'
import { type Endpoint, parseEndpoint } from '../support/endpoint.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { ProcessRun } from '../support/process-run.ts'
import { randomHash } from '../support/random-hash.ts'
import { UdpClient } from '../support/udp-client.ts'
import { baseSettings, settingArguments } from '../support/waggle.ts'
import { killThread } from './kill-thread.ts'
import { LivingSwarms } from './living-swarms.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-manager-'))
afterAll(() => rmSync(directory, { recursive: true }))

const ceilings = { peersMax: 20_000, torrentsMax: 1000 }
const deathsTooMany = 6

/** The lines with the text, each once it is complete. */
function linesWith(run: ProcessRun, text: string): string[] {
  return run.stdout
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.includes(text))
}

function endpointsOf(line: string): Record<'http' | 'udp', Endpoint> {
  const { http, udp } = JSON.parse(line) as Record<'http' | 'udp', string[]>
  return { http: parseEndpoint(http[0] ?? ''), udp: parseEndpoint(udp[0] ?? '') }
}

async function nth(run: ProcessRun, text: string, count: number): Promise<string> {
  await run.line(() => linesWith(run, text).length >= count)
  return linesWith(run, text)[count - 1] ?? ''
}

/** The process of the service's start number `count`. */
async function serviceOf(run: ProcessRun, count: number): Promise<number> {
  return Number((await nth(run, 'SERVICE ', count)).slice('SERVICE '.length))
}

describe.runIf(process.platform === 'linux')('under a service manager', () => {
  test('swarms outlive kill -9 and a full disk, but not threads that they kill; a hand-over names the new process; a stop leaves nothing behind', async () => {
    const data = join(directory, 'data')
    const file = join(directory, 'waggle.toml')
    const configure = (torrentsMax: number): void =>
      writeFileSync(file, `tracker.torrents_max = ${torrentsMax}\n`)
    configure(ceilings.torrentsMax)
    const run = new ProcessRun({
      command: process.execPath,
      args: [
        'test/support/descriptor-keeper.ts',
        join(directory, 'notify'),
        process.execPath,
        'bin/waggle.js',
        'serve',
        '--config',
        file,
        ...settingArguments({
          ...baseSettings('linux', data),
          'site.enabled': 'false',
          'tracker.udp': '["127.0.0.1:0"]',
          'tracker.http': '["127.0.0.1:0"]',
          'tracker.peers_max': `${ceilings.peersMax}`,
        }),
      ],
    })
    const infoHash = randomHash()
    const { http, udp } = endpointsOf(await nth(run, '"event":"ready"', 1))
    await announce(http, infoHash, { port: 7000 })
    await nth(run, 'NOTIFIED READY=1', 1)
    await nth(run, 'NOTIFIED FDSTORE=1 FDNAME=waggle-swarms', 1)

    process.kill(await serviceOf(run, 1), 'SIGKILL')
    const after = endpointsOf(await nth(run, '"event":"ready"', 2))
    // The sockets are the manager's, so the ports are the same.
    expect(after).toEqual({ http, udp })
    expect(linesWith(run, '"event":"swarms_kept"')).toHaveLength(1)
    using udpClient = await UdpClient.open(udp)
    expect(await udpClient.announce({ infoHash, port: 7001, left: 1n })).toMatchObject({
      seeders: 1,
      peers: ['127.0.0.1:7000'],
    })

    // Nothing can be written where a directory is in the way.
    const inTheWay = join(data, 'swarms.snapshot.new')
    mkdirSync(inTheWay)
    process.kill(await serviceOf(run, 2), 'SIGTERM')
    await nth(run, '"event":"ready"', 3)
    expect(linesWith(run, '"event":"snapshot_failed"')).toHaveLength(1)
    expect(linesWith(run, '"event":"swarms_kept"')).toHaveLength(2)
    expect(await scrape(http, infoHash)).toMatchObject({ complete: 1, incomplete: 1 })
    rmSync(inTheWay, { recursive: true })

    const swarms = new LivingSwarms(await serviceOf(run, 3), ceilings)
    for (let death = 1; death <= deathsTooMany; death++) {
      await vi.waitFor(async () => await announce(http, randomHash()), { timeout: 20_000 })
      await killThread(http, swarms)
    }
    await nth(run, 'ENDED 1', 1)
    await nth(run, '"event":"ready"', 4)
    expect(linesWith(run, '"event":"swarms_kept"')).toHaveLength(2)
    expect(await scrape(http, infoHash)).not.toMatchObject({ complete: 1 })

    // One for each start.
    await nth(run, 'NOTIFIED FDSTORE=1 FDNAME=waggle-swarms', 4)
    configure(2 * ceilings.torrentsMax)
    process.kill(await serviceOf(run, 4), 'SIGKILL')
    await nth(run, '"event":"ready"', 5)
    expect(linesWith(run, '"event":"swarms_not_kept"')).toHaveLength(1)
    await announce(http, infoHash, { port: 7000 })

    const client = createSocketClient(join(data, 'control.sock'))
    const { pid } = await client.call(handOver, {})
    await client.close()
    await nth(run, `NOTIFIED MAINPID=${pid}`, 1)
    await nth(run, 'ENDED 0', 2)
    expect(await scrape(http, infoHash)).toMatchObject({ complete: 1 })
    run.signal('SIGTERM')
    await nth(run, 'NOTIFIED STOPPING=1', 2)
    // At the first start and the last two, which had another memory than may have been kept; when it gave up; and at the end.
    await nth(run, 'NOTIFIED FDSTOREREMOVE=1', 5)
    await run.end
  })
})
