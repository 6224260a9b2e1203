/**
 * The HTTP thread as clients meet it that no well-behaved one is: the real program, on the linux driver, and TCP
 * sockets that send what they like. What every driver must answer is tested in test/integration.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { httpRequestSecondsMax } from '#base/limits'

class Program {
  readonly child: ChildProcess
  readonly directory = mkdtempSync(join(tmpdir(), 'waggle-http-loop-'))
  port = 0

  /** `descriptorsMax` is what the system is to grant. */
  constructor(settings: readonly string[], descriptorsMax = 4096) {
    const set = [
      'tracker.driver=linux',
      `data.directory=${this.directory}`,
      'site.enabled=false',
      'tracker.http=127.0.0.1:0',
      'tracker.udp=[]',
      'limits.per_prefix=false',
      ...settings,
    ].flatMap((setting) => ['--set', setting])
    const script = `ulimit -n ${descriptorsMax}; exec "$0" "$@"`
    const root = new URL('../../../../', import.meta.url).pathname
    this.child = spawn('sh', ['-c', script, process.execPath, 'bin/waggle.js', 'serve', ...set], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  }

  async ready(): Promise<void> {
    let printed = ''
    for await (const chunk of this.child.stdout ?? []) {
      printed += String(chunk)
      const address = /"event":"ready".*"http":\["127\.0\.0\.1:(\d+)"\]/.exec(printed)
      if (address === null) continue
      this.port = Number(address[1])
      return
    }
    throw new Error(`the program ended: ${printed}`)
  }

  async stop(): Promise<number | null> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    const [status] = (await ended) as [number | null]
    rmSync(this.directory, { recursive: true, force: true })
    return status
  }

  get descriptors(): number {
    return readdirSync(`/proc/${this.child.pid}/fd`).length
  }

  /** Bytes that the process has in memory. */
  get residentBytes(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8')
    return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) * 1024
  }
}

class Client {
  readonly socket: Socket
  text = ''
  /** How the connection ended, or undefined. */
  ending: 'end' | 'reset' | undefined

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port, noDelay: true })
    this.socket.on('data', (chunk) => (this.text += chunk.toString('latin1')))
    this.socket.on('end', () => (this.ending ??= 'end'))
    this.socket.on('error', () => (this.ending ??= 'reset'))
    this.socket.on('close', () => (this.ending ??= 'end'))
  }

  send(text: string): void {
    this.socket.write(text, 'latin1')
  }

  /** The bodies of the replies so far; each must be whole but the last. */
  get bodies(): string[] {
    return this.text
      .split(/HTTP\/1\.1 (?=\d{3} )/)
      .slice(1)
      .map((reply) => {
        const [head = '', body = ''] = reply.split(/\r\n\r\n([^]*)/)
        const length = Number(/Content-Length: (\d+)/.exec(head)?.[1])
        return body.length === length ? body : `${body} is not ${length} bytes`
      })
  }

  get statuses(): number[] {
    return Array.from(this.text.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status))
  }

  async replies(count: number): Promise<string[]> {
    await vi.waitFor(() => expect(this.statuses.length).toBeGreaterThanOrEqual(count), patience)
    await vi.waitFor(() => expect(this.bodies.at(-1)).not.toMatch(/is not/), patience)
    return this.bodies
  }

  async end(): Promise<string> {
    await vi.waitFor(() => expect(this.ending).toBeDefined(), patience)
    return this.ending ?? ''
  }
}

const patience = { timeout: 30_000, interval: 5 }
let lastHash = 0

function hashText(): string {
  lastHash++
  return `%${(lastHash & 255).toString(16).padStart(2, '0')}${String(lastHash).padStart(19, 'h')}`
}

function announce(hash: string, port: number, fields: readonly string[] = []): string {
  const query = `info_hash=${hash}&peer_id=-TS0001-abcdefghijkl&port=${port}&left=1&numwant=0`
  return [`GET /announce?${query} HTTP/1.1`, ...fields, '', ''].join('\r\n')
}

const incompleteOf = (body: string | undefined): number =>
  Number(/incompletei(\d+)e/.exec(body ?? '')?.[1])

describe('a thread of the linux driver', () => {
  const program = new Program(['tracker.full_scrape=true'])
  beforeAll(() => program.ready())
  afterAll(async () => expect(await program.stop()).toBe(0))
  const open = (): Client => new Client(program.port)

  async function expectServed(): Promise<void> {
    const client = open()
    client.send(announce(hashText(), 1000, ['Connection: close']))
    expect(await client.end()).toBe('end')
    expect(incompleteOf(client.bodies[0])).toBe(1)
  }

  test('answers a thousand requests that come together, in their order', async () => {
    const client = open()
    const hash = hashText()
    client.send(Array.from({ length: 1000 }, (_, index) => announce(hash, 1 + index)).join(''))
    const bodies = await client.replies(1000)
    expect(bodies.map(incompleteOf)).toEqual(Array.from({ length: 1000 }, (_, index) => 1 + index))
    client.socket.destroy()
  })

  test('answers requests with bodies that are cut anywhere', async () => {
    const hash = hashText()
    const requests = [
      announce(hash, 1, ['Content-Length: 4']) + 'body',
      announce(hash, 1, ['Transfer-Encoding: chunked']) + '4\r\nbody\r\n0\r\n\r\n',
      announce(hash, 1),
    ].join('')
    const client = open()
    for (let cut = 1; cut < requests.length; cut++) {
      client.send(requests.slice(0, cut))
      await sleep(1)
      client.send(requests.slice(cut))
      const bodies = await client.replies(3 * cut)
      expect(bodies.slice(-3).map(incompleteOf), `cut at ${cut}`).toEqual([1, 1, 1])
    }
    client.socket.destroy()
  })

  test('answers what came before a bad request, refuses that, and looks at nothing behind it', async () => {
    const client = open()
    const [hash, smuggled] = [hashText(), hashText()]
    const fields = ['Content-Length: 3', 'Transfer-Encoding: chunked']
    client.send(announce(hash, 1) + announce(hash, 2, fields) + announce(smuggled, 1))
    expect(await client.end()).toBe('end')
    expect(client.statuses).toEqual([200, 400])
    const other = open()
    other.send(announce(smuggled, 2))
    expect(incompleteOf((await other.replies(1))[0])).toBe(1)
    other.socket.destroy()
  })

  test.for([
    ['POST /announce HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n', 405],
    [`GET /${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`, 414],
    [`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['GET /announce HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n', 413],
    ['GET /unknown HTTP/1.1\r\n\r\n', 404],
  ] as const)('a refusal reaches a client that goes on sending (%#)', async ([text, status]) => {
    const client = open()
    client.send(text + 'x'.repeat(1_000_000))
    expect(await client.end()).toBe('end')
    expect(client.statuses).toEqual([status])
  })

  test('keeps a connection of HTTP/1.0 that asks for it, and says so', async () => {
    const client = open()
    const request = announce(hashText(), 1, ['Connection: keep-alive']).replace('/1.1', '/1.0')
    client.send(request)
    await client.replies(1)
    expect(client.text).toContain('\r\nConnection: keep-alive\r\n')
    client.send(request.replace('keep-alive', 'x'))
    expect(await client.end()).toBe('end')
    expect(client.statuses).toEqual([200, 200])
  })

  test('serves five hundred connections at once and gives their descriptors back', async () => {
    const before = program.descriptors
    const hash = hashText()
    const clients = Array.from({ length: 500 }, open)
    for (const [index, client] of clients.entries()) client.send(announce(hash, 1 + index))
    for (const client of clients) await client.replies(1)
    expect(program.descriptors).toBeGreaterThanOrEqual(before + 500)
    for (const [index, client] of clients.entries()) {
      if (index % 3 === 0) client.socket.resetAndDestroy()
      else if (index % 3 === 1) client.send(announce(hash, 1, ['Connection: close']))
      else client.send(announce(hash, 1).slice(0, 50))
    }
    await sleep(50)
    for (const client of clients) client.socket.destroy()
    await vi.waitFor(() => expect(program.descriptors).toBeLessThanOrEqual(before), patience)
    await expectServed()
  })

  test('waits for clients that do not read, and keeps little for them', async () => {
    const before = program.residentBytes
    const clients = Array.from({ length: 5 }, open)
    const requests = announce(hashText(), 1).repeat(1000)
    const full = 1_000_000
    for (const client of clients) client.socket.pause()
    // Until the buffers of both systems and of the program are full.
    let stalledTurns = 0
    while (stalledTurns < 100) {
      stalledTurns++
      for (const client of clients) {
        if (client.socket.writableLength >= full) continue
        client.send(requests)
        stalledTurns = 0
      }
      await sleep(5)
    }
    await expectServed()
    expect(program.residentBytes - before).toBeLessThan(20_000_000)
    const [late, ...others] = clients
    late?.socket.resume()
    await vi.waitFor(() => expect(late?.socket.writableLength).toBe(0), patience)
    late?.socket.destroy()
    expect(new Set(late?.bodies.slice(0, -1).map(incompleteOf))).toEqual(new Set([1]))
    await Promise.all(others.map((client) => client.end()))
  })

  test('loses no reply to a client that reads late', async () => {
    const client = open()
    const hash = hashText()
    client.socket.pause()
    const count = 60_000
    client.send(announce(hash, 1).repeat(count - 2))
    client.send(announce(hash, 1, ['Content-Length: 3']))
    await sleep(1000)
    client.send(`abc${announce(hash, 1, ['Connection: close'])}`)
    client.socket.resume()
    expect(await client.end()).toBe('end')
    expect(client.bodies.map(incompleteOf)).toEqual(Array.from({ length: count }, () => 1))
  })

  test('closes a connection that is silent, and one whose request does not end', async () => {
    const [idle, slow] = [open(), open()]
    idle.send(announce(hashText(), 1))
    await idle.replies(1)
    const begun = performance.now()
    slow.send('GET /announce HTTP/1.1\r\n')
    const drip = setInterval(() => slow.send('X: y\r\n'), 200)
    await Promise.all([idle.end(), slow.end()])
    clearInterval(drip)
    expect(performance.now() - begun).toBeGreaterThan(httpRequestSecondsMax * 1000 - 1500)
    expect(idle.statuses).toEqual([200])
    expect(slow.statuses).toEqual([408])
    await expectServed()
  })

  test('streams the scrape of all torrents, to each client at its own pace', async () => {
    const filler = open()
    const hashes = Array.from({ length: 3000 }, hashText)
    filler.send(hashes.map((hash) => announce(hash, 1)).join(''))
    await filler.replies(hashes.length)
    filler.socket.destroy()
    const [slow, plain, gzip] = [open(), open(), open()]
    slow.socket.pause()
    slow.send('GET /scrape HTTP/1.1\r\n\r\n')
    plain.send('GET /scrape HTTP/1.1\r\n\r\n')
    expect(await plain.end()).toBe('end')
    const body = plain.text.split('\r\n\r\n')[1] ?? ''
    expect(body).toMatch(/^d5:filesd20:[^]*e5:flagsd20:min_request_intervali\d+eee$/)
    expect(body.match(/8:completei/g)?.length).toBeGreaterThanOrEqual(hashes.length)
    slow.socket.resume()
    expect(await slow.end()).toBe('end')
    expect(slow.text === plain.text).toBe(true)
    gzip.send('GET /scrape HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n')
    expect(await gzip.end()).toBe('end')
    expect(gzip.text).toContain('\r\nContent-Encoding: gzip\r\n')
    const packed = Buffer.from(gzip.text.slice(gzip.text.indexOf('\r\n\r\n') + 4), 'latin1')
    expect(gunzipSync(packed).toString('latin1') === body).toBe(true)
    for (const client of [slow, plain, gzip]) client.socket.destroy()
  })
})

describe('a thread behind a proxy', () => {
  const program = new Program(['tracker.trusted_proxies=["127.0.0.0/8"]'])
  beforeAll(() => program.ready())
  afterAll(async () => expect(await program.stop()).toBe(0))

  test('takes the client for whom the proxy says it is', async () => {
    const client = new Client(program.port)
    const hash = hashText()
    for (const [index, field] of [
      'X-Forwarded-For: 203.0.113.9',
      'X-Forwarded-For: 198.51.100.1, 203.0.113.9',
      'X-Forwarded-For: 2001:db8::1',
      'X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 127.0.0.1',
    ].entries()) {
      client.send(announce(hash, 7, [field]))
      const body = (await client.replies(index + 1))[index]
      expect(body).toContain(index === 2 ? '11:external ip16: \x01\r\xb8' : 'ip4:\xcb\x00q\x09')
    }
    client.socket.destroy()
  })
})

describe('a program with few descriptors', () => {
  // Node itself has some thirty.
  const program = new Program([], 64)
  beforeAll(() => program.ready())
  afterAll(async () => expect(await program.stop()).toBe(0))

  test('closes the idlest connections for new ones, and goes on', async () => {
    const clients = Array.from({ length: 200 }, () => new Client(program.port))
    for (const client of clients) client.send(announce(hashText(), 1))
    await vi.waitFor(
      () => expect(clients.filter((client) => client.text !== '').length).toBeGreaterThan(150),
      patience,
    )
    for (let count = 0; count < 20; count++) {
      const client = new Client(program.port)
      client.send(announce(hashText(), 1, ['Connection: close']))
      expect(await client.end()).toBe('end')
      expect(client.statuses).toEqual([200])
    }
    for (const client of clients) client.socket.destroy()
  })
})
