/** A running program goes on as a new process, and no request is lost. */
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { handOver } from '#operate/api/handover-route'
import { createSocketClient } from '#operate/api/socket-client'
import { announceTarget } from '../support/announce-url.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { projectRoot } from '../support/process-run.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { RequestLoad } from '../support/request-load.ts'
import { UdpClient } from '../support/udp-client.ts'
import { untilTrue } from '../support/until-true.ts'
import { baseSettings, freshDirectory, startWaggle, type Waggle } from '../support/waggle.ts'
import { HandedSwarms, startProgram } from './handed-swarms.ts'

const endedWell = { status: 0, signal: null }
const settings = { 'tracker.peers_max': '20000', 'tracker.torrents_max': '1000' }

/** Processes that took over; the end of the first is not theirs. */
const successors = new Set<number>()
afterAll(() => {
  for (const pid of successors) endIfAlive(pid)
})

function endIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

/** The number of the process that serves afterwards, which has the swarms. */
async function handOverTo(waggle: Waggle): Promise<number> {
  const { pid, has_swarms: hasSwarms } = await answerOfHandOver(waggle)
  expect(hasSwarms).toBe(true)
  return pid
}

async function answerOfHandOver({
  dataDirectory,
}: Waggle): Promise<{ pid: number; has_swarms: boolean }> {
  const client = createSocketClient(join(dataDirectory, 'control.sock'))
  try {
    const answer = await client.call(handOver, {})
    successors.add(answer.pid)
    return answer
  } finally {
    await client.close()
  }
}

/** The site listens where the file says. */
async function startWithFile(file: string, dataDirectory: string): Promise<Waggle> {
  const { 'site.listen': _, ...given } = baseSettings('linux', dataDirectory)
  return await startProgram({ program: 'bin/waggle.js', file, given: { ...given, ...settings } })
}

/** Says that it is ready, but for the swarms: as it says it, it can have none. */
const versionToCome = `
  process.send({ type: 'prepared', keepsSwarms: false, snapshotVersion: 9 })
  setInterval(() => {}, 1000)
`

/** The process that would say so now. */
async function held({ run }: Waggle, type: 'prepared' | 'took-over'): Promise<number> {
  const pid = Number((await run.line((line) => line.startsWith(type))).slice(type.length))
  successors.add(pid)
  return pid
}

/** Resolves when the running server has taken its control socket away, as it does when the new one is prepared. */
async function paused({ dataDirectory }: Waggle): Promise<void> {
  const control = join(dataDirectory, 'control.sock')
  const options = { timeout: 30_000, interval: 1 }
  await vi.waitFor(() => expect(existsSync(control)).toBe(false), options)
}

/** Resolves when a process has become the program that passes signals on, and listens to them. */
async function standsIn(pid: number): Promise<void> {
  const sigusr2 = 1n << 11n
  await vi.waitFor(() => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const [, caught = ''] = /^SigCgt:\t(.*)$/m.exec(status) ?? []
    expect(BigInt(`0x${caught}`) & sigusr2).not.toBe(0n)
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('stand-in-process')
  }, untilTrue)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

describe.runIf(process.platform === 'linux')('a hand-over', () => {
  test('ten of them under load lose no request', { timeout: 300_000 }, async () => {
    const waggle = await startWaggle({ driver: 'linux', settings })
    const bystander = randomHash()
    await announce(waggle.http4, bystander, { port: 7000 })
    using client = await UdpClient.open(waggle.udp4)
    const connectionId = await client.connectionId()
    const { udp4: udp, http4: http } = waggle
    const load = new RequestLoad({ udp, http, infoHash: randomHash(), connectionId })
    const pids = new Set<number>([waggle.run.pid])
    for (let round = 0; round < 10; round++) pids.add(await handOverTo(waggle))
    const { sent, answered, failures } = await load.stop()
    expect(failures).toEqual([])
    expect(answered).toBe(sent)
    expect(pids.size).toBe(11)
    // The swarms, and the connection ids that were given before.
    expect(await scrape(waggle.http4, bystander)).toMatchObject({ complete: 1 })
    expect(await client.announce({ infoHash: bystander, port: 7001, left: 1n })).toMatchObject({
      seeders: 1,
      peers: ['127.0.0.1:7000'],
    })
    expect((await httpGet(waggle.siteEndpoint, '/healthz')).status).toBe(200)
    // Who started the first process has started the last: its signals arrive, and its end is told.
    expect(await waggle.stop()).toEqual(endedWell)
  })

  test('to more threads loses no request, and to fewer no datagram', {
    timeout: 300_000,
  }, async () => {
    const directory = freshDirectory()
    const file = join(directory, 'waggle.toml')
    const write = (workers: number): void =>
      writeFileSync(file, `[tracker]\nworkers = ${workers}\n`)
    write(2)
    const waggle = await startWaggle({ driver: 'linux', settings, args: ['--config', file] })
    using client = await UdpClient.open(waggle.udp4)
    const connectionId = await client.connectionId()
    const { udp4: udp, http4: http } = waggle
    const load = new RequestLoad({ udp, http, infoHash: randomHash(), connectionId })
    write(3)
    await handOverTo(waggle)
    const grown = await load.stop()
    expect(grown.failures).toEqual([])
    expect(grown.answered).toBe(grown.sent)
    const next = new RequestLoad({ udp, http, infoHash: randomHash(), connectionId })
    write(1)
    await handOverTo(waggle)
    const { failures } = await next.stop()
    // The kernel resets connections whose request it waits for, with the socket that they came to.
    expect(failures.filter((failure) => failure.includes('datagram'))).toEqual([])
    expect(await waggle.stop()).toEqual(endedWell)
    rmSync(directory, { recursive: true })
  })

  test('is followed by a stop that waits for the old process and saves the swarms', async () => {
    const dataDirectory = freshDirectory()
    const infoHash = randomHash()
    const waggle = await startWaggle({ driver: 'linux', settings, dataDirectory })
    await announce(waggle.http4, infoHash, { port: 7000 })
    await handOverTo(waggle)
    // At once, while the old process leaves.
    expect(await waggle.stop()).toEqual(endedWell)
    const again = await startWaggle({ driver: 'linux', settings, dataDirectory })
    expect(await scrape(again.http4, infoHash)).toMatchObject({ complete: 1 })
    expect(await again.stop()).toEqual(endedWell)
    rmSync(dataDirectory, { recursive: true })
  })

  test('a new program that cannot start or would lose the swarms changes nothing; another layout goes by the snapshot', async () => {
    const directory = freshDirectory()
    const file = join(directory, 'waggle.toml')
    const write = (torrentsMax: string, driver = 'linux'): void => {
      const ceilings = `torrents_max = ${torrentsMax}\npeers_max = 20000`
      writeFileSync(file, `[tracker]\n${ceilings}\ndriver = "${driver}"\n`)
    }
    write('1000')
    const program = join(directory, 'waggle.js')
    const link = (target: string): void => {
      rmSync(program, { force: true })
      symlinkSync(target, program)
    }
    link(join(projectRoot, 'bin/waggle.js'))
    const { 'tracker.driver': _, ...given } = baseSettings('linux', freshDirectory())
    const waggle = await startProgram({ program, file, given })
    const infoHash = randomHash()
    await announce(waggle.http4, infoHash, { port: 7000 })

    const another = join(directory, 'another.mjs')
    writeFileSync(another, versionToCome)
    link(another)
    await expect(handOverTo(waggle)).rejects.toThrow(/nor the snapshot that this one saves/)
    expect(waggle.run.stdout).toContain(`"program":"${another}"`)
    expect(await scrape(waggle.http4, infoHash)).toMatchObject({ complete: 1 })
    link(join(projectRoot, 'bin/waggle.js'))

    write('"many"')
    await expect(handOverTo(waggle)).rejects.toThrow(/torrents_max = "many": must be/)
    write('1000', 'portable')
    await expect(handOverTo(waggle)).rejects.toThrow(/tracker.driver: another value than/)
    expect(await scrape(waggle.http4, infoHash)).toMatchObject({ complete: 1 })
    expect((await httpGet(waggle.siteEndpoint, '/healthz')).status).toBe(200)

    // Nothing can be written where a directory is in the way, and the operator is told what that cost.
    write('1500')
    const inTheWay = join(waggle.dataDirectory, 'swarms.snapshot.new')
    mkdirSync(inTheWay)
    expect(await answerOfHandOver(waggle)).toMatchObject({ has_swarms: false })
    expect(waggle.run.stdout).toContain('"event":"handover_without_swarms"')
    expect(await scrape(waggle.http4, infoHash)).not.toMatchObject({ complete: 1 })
    await announce(waggle.http4, infoHash, { port: 7000 })
    rmSync(inTheWay, { recursive: true })

    write('2000')
    const pid = await handOverTo(waggle)
    expect(pid).not.toBe(waggle.run.pid)
    expect(waggle.run.stdout).toContain('"event":"handover_by_snapshot"')
    expect(await scrape(waggle.http4, infoHash)).toMatchObject({ complete: 1 })

    // To the first process, as a shell or a container would send it.
    await standsIn(waggle.run.pid)
    waggle.run.signal('SIGUSR2')
    const handOvers = (): number => waggle.run.stdout.split('"event":"handed_over"').length - 1
    await waggle.run.line(() => handOvers() === 3)
    expect(await scrape(waggle.http4, infoHash)).toMatchObject({ complete: 1 })

    // Whoever waits for the first process takes the server for ended when that is killed, and so it is.
    waggle.run.signal('SIGKILL')
    await waggle.run.line((line) => line.includes('"event":"stopped"'))
    expect(existsSync(join(waggle.dataDirectory, 'swarms.snapshot'))).toBe(true)
    rmSync(waggle.dataDirectory, { recursive: true })
    rmSync(directory, { recursive: true })
  })

  test('a new program that fails when its threads serve already leaves the old one as it was', async () => {
    const dataDirectory = freshDirectory()
    const directory = freshDirectory()
    const file = join(directory, 'waggle.toml')
    const listenOn = (port: number): void =>
      writeFileSync(file, `[site]\nlisten = "127.0.0.1:${port}"\n`)
    listenOn(0)
    const waggle = await startWithFile(file, dataDirectory)
    const infoHash = randomHash()
    await announce(waggle.http4, infoHash, { port: 7000 })

    // Free when the new program looks, and in use when it opens its site at last.
    const port = await freePort()
    listenOn(port)
    const failing = handOverTo(waggle)
    await Promise.race([paused(waggle), failing])
    const occupant = createServer().listen(port, '127.0.0.1')
    await once(occupant, 'listening')
    await expect(failing).rejects.toThrow(/the new program ended early/)
    expect(waggle.run.stdout).toContain('"event":"handover_failed"')

    // Every shard of the swarms, the site and the control socket are there as before.
    for (let count = 0; count < 200; count++) await announce(waggle.http4, randomHash())
    expect(await scrape(waggle.http4, infoHash)).toMatchObject({ complete: 1 })
    expect((await httpGet(waggle.siteEndpoint, '/healthz')).status).toBe(200)
    await expect(handOverTo(waggle)).rejects.toThrow(/site.listen/)
    occupant.close()
    expect(await waggle.stop()).toEqual(endedWell)
    rmSync(dataDirectory, { recursive: true })
    rmSync(directory, { recursive: true })
  })

  test('by the snapshot loses no swarm and no download when the new one crashes at last', async () => {
    const swarms = new HandedSwarms()
    const { infoHash } = swarms
    const waggle = await swarms.start()
    await swarms.register()
    await announce(waggle.http4, infoHash, { port: 7000, left: 1 })

    // The old process answers what has begun while its threads end, and the new one crashes as soon as it serves.
    const completed = { event: 'completed', left: 0, port: 7000 }
    const request = requestText(announceTarget(infoHash, completed))
    swarms.next({ isHeld: true })
    waggle.run.signal('SIGUSR2')
    const next = await held(waggle, 'prepared')
    using begun = await HttpConnection.open(waggle.http4)
    await begun.send(request.slice(0, 20))
    process.kill(next, 'SIGWINCH')
    await waggle.run.line((line) => line.includes('"event":"handover_by_snapshot"'))
    await begun.send(request.slice(20))
    expect((await begun.response()).status).toBe(200)
    process.kill(await held(waggle, 'took-over'), 'SIGKILL')
    expect(await waggle.run.end).toEqual({ status: 1, signal: null })
    expect(waggle.run.stdout).toContain('"event":"handover_broken"')
    expect(await swarms.downloads()).toBe(1)
    expect(existsSync(swarms.snapshot)).toBe(true)
    swarms.remove()
  })

  test('that waits for the one before does not hold up a stop, nor do open connections', async () => {
    const dataDirectory = freshDirectory()
    const waggle = await startWaggle({ driver: 'linux', settings, dataDirectory })
    await announce(waggle.http4, randomHash(), { port: 7000 })
    using open = await HttpConnection.open(waggle.http4)
    await open.send('GET /announce?')
    await handOverTo(waggle)
    const two = [handOverTo(waggle), handOverTo(waggle)]
    await expect(Promise.race(two)).rejects.toThrow(/a hand-over is under way/)
    const both = Promise.allSettled(two)
    expect(await waggle.stop()).toEqual(endedWell)
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await open.ending()).toBe('end')
    // The one before ends for the stop, too.
    expect(waggle.run.stdout).toContain('"event":"left"')
    expect(waggle.run.stdout).toContain('"event":"stopped"')
    expect(waggle.run.stdout).toContain('"event":"snapshot_saved","peers":1')
    rmSync(dataDirectory, { recursive: true })
  })

  test('is refused with the reason where sockets cannot be handed over', async () => {
    const waggle = await startWaggle({ driver: 'portable', settings })
    await expect(handOverTo(waggle)).rejects.toThrow('restart the server instead')
    await announce(waggle.http4, randomHash())
    expect(await waggle.stop()).toEqual(endedWell)
  })
})
