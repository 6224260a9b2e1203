/** What the self-probe finds out about trackers that are up, down, or not what they seem. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SelfProbe, type SelfProbeOptions } from '#operate/self-probe/self-probe'
import { drivers } from '../support/drivers.ts'
import { formatEndpoint } from '../support/endpoint.ts'
import { NameServer } from '../support/name-server.ts'
import { selfSignedCertificate } from '../support/self-signed-certificate.ts'
import { useWaggle } from '../support/use-waggle.ts'
import { serveTls } from './support/serve-tls.ts'

const startSeconds = 1_800_000_000

/** A probe of `urls` whose clock stands still until it is moved. */
function probeOf(urls: readonly string[], changes: Partial<SelfProbeOptions> = {}) {
  const clock = { seconds: startSeconds, nowSeconds: () => clock.seconds }
  const logged: string[] = []
  const note = (event: string): void => void logged.push(event)
  const log = { info: note, warn: note }
  const probe = new SelfProbe({ urls: () => urls, clock, log, timeoutMs: 600, ...changes })
  return { probe, clock, logged }
}

/** What one round says of `url`: `4 up`, `6 down refused`. */
async function statesOf(url: string, changes: Partial<SelfProbeOptions> = {}): Promise<string[]> {
  const { probe } = probeOf([url], changes)
  await probe.askAll()
  return probe.states().flatMap(({ families }) => families.map(textOf))
}

type State = ReturnType<SelfProbe['states']>[number]['families'][number]

function textOf(state: State): string {
  const reason = state.state === 'up' ? [] : [state.reason, state.detail]
  return [state.family, state.state, ...reason]
    .filter((part) => part !== '' && part !== undefined)
    .join(' ')
}

describe.for(drivers)('a tracker on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  test('is up over each protocol and family', async () => {
    const { udp4, udp6, http4, http6 } = waggle()
    expect(await statesOf(`udp://${formatEndpoint(udp4)}/announce`)).toEqual(['4 up'])
    expect(await statesOf(`udp://${formatEndpoint(udp6)}/announce`)).toEqual(['6 up'])
    expect(await statesOf(`http://${formatEndpoint(http4)}/announce`)).toEqual(['4 up'])
    expect(await statesOf(`http://${formatEndpoint(http6)}/announce`)).toEqual(['6 up'])
  })

  test('is asked over each family that its name has', async () => {
    const { port } = waggle().http4
    using names = await NameServer.open({
      'both.example': ['127.0.0.1', '::1'],
      'four.example': ['127.0.0.1'],
      'six.example': ['::1'],
    })
    const nameServers = [names.address]
    const ask = (host: string) => statesOf(`http://${host}:${port}/announce`, { nameServers })
    // The port is that of the IPv4 socket; nobody listens on it over IPv6.
    expect(await ask('both.example')).toEqual(['4 up', '6 down refused'])
    expect(await ask('four.example')).toEqual(['4 up'])
    expect(await ask('six.example')).toEqual(['6 down refused'])
  })

  test('is left without a swarm', async () => {
    await statesOf(`udp://${formatEndpoint(waggle().udp4)}/announce`)
    const metrics = await fetch(`http://${formatEndpoint(waggle().siteEndpoint)}/metrics`)
    expect(await metrics.text()).toContain('\nwaggle_torrents 0\n')
  })
})

describe('a name', () => {
  test('that does not exist is said to be unknown', async () => {
    using names = await NameServer.open({})
    const nameServers = [names.address]
    expect(await statesOf('udp://no-such-name.invalid:1/announce', { nameServers })).toEqual([
      'down name_unknown',
    ])
  })

  test('about which nobody answers says nothing about the tracker', async () => {
    using names = await NameServer.open({ 'slow.example': 'silent' })
    const nameServers = [names.address]
    expect(await statesOf('udp://slow.example:1/announce', { nameServers })).toEqual([
      'unknown not_from_here',
    ])
  })

  test('that only this machine knows is found', async () => {
    using names = await NameServer.open({})
    const states = await statesOf('udp://localhost:1/announce', { nameServers: [names.address] })
    expect(states).toContain('4 down refused')
  })
})

describe('over HTTP', () => {
  let server: Server
  let answer: { status: number; body: string } | undefined
  const targets: string[] = []

  beforeAll(async () => {
    server = createServer((request, reply) => {
      targets.push(`${request.headers.host} ${request.url}`)
      if (answer !== undefined) reply.writeHead(answer.status).end(answer.body, 'latin1')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  const urlOf = (path: string): string =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`

  test.for([
    [{ status: 200, body: 'd5:filesdee' }, '4 up'],
    [{ status: 200, body: `d5:filesd${'x'.repeat(100_000)}` }, '4 up'],
    [{ status: 200, body: 'd14:failure reason13:not known heree' }, '4 up'],
    [{ status: 200, body: '<!doctype html><title>Parked</title>' }, '4 down bad_answer'],
    [{ status: 200, body: '' }, '4 down bad_answer'],
    [{ status: 404, body: 'd5:filesdee' }, '4 down http_status 404'],
    [{ status: 502, body: '' }, '4 down http_status 502'],
    [undefined, '4 down no_answer'],
  ] as const)('%o is "%s"', async ([given, state]) => {
    answer = given
    expect(await statesOf(urlOf('/announce'))).toEqual([state])
  })

  test('the scrape stands beside the announce, wherever that is', async () => {
    answer = { status: 200, body: 'd5:filesdee' }
    await statesOf(urlOf('/some/announce'))
    expect(targets.at(-1)).toMatch(
      /^127\.0\.0\.1:\d+ \/some\/scrape\?info_hash=(?:%[0-9a-f]{2}){20}$/,
    )
  })
})

test('a certificate that nobody vouches for is told from silence', async () => {
  await using server = await serveTls(selfSignedCertificate('tracker.example'))
  expect(await statesOf(`https://127.0.0.1:${server.port}/announce`)).toEqual([
    '4 down bad_certificate',
  ])
})

describe('over UDP', () => {
  test('a closed port is told from silence', async () => {
    await using silent = createSocket('udp4')
    silent.bind(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address()
    expect(await statesOf(`udp://127.0.0.1:${port}/announce`)).toEqual(['4 down no_answer'])
    expect(await statesOf(`udp://127.0.0.1:${await closedPort()}/announce`)).toEqual([
      '4 down refused',
    ])
  })

  test('a datagram that is lost is sent again', async () => {
    await using lossy = createSocket('udp4')
    let count = 0
    lossy.on('message', (message, from) => {
      if (count++ % 2 === 0) return
      const reply = Buffer.alloc(20)
      reply.writeUInt32BE(message.readUInt32BE(8), 0)
      message.copy(reply, 4, 12, 16)
      lossy.send(reply, from.port, from.address)
    })
    lossy.bind(0, '127.0.0.1')
    await once(lossy, 'listening')
    expect(await statesOf(`udp://127.0.0.1:${lossy.address().port}/announce`)).toEqual(['4 up'])
  })

  test('an answer to somebody else is none', async () => {
    await using stranger = createSocket('udp4')
    stranger.on('message', (_message, from) =>
      stranger.send(Buffer.alloc(20), from.port, from.address),
    )
    stranger.bind(0, '127.0.0.1')
    await once(stranger, 'listening')
    expect(await statesOf(`udp://127.0.0.1:${stranger.address().port}/announce`)).toEqual([
      '4 down no_answer',
    ])
  })
})

describe('a state', () => {
  test('lasts since it was first seen, and a change is logged', async () => {
    const port = await closedPort()
    const url = `http://127.0.0.1:${port}/announce`
    const { probe, clock, logged } = probeOf([url])
    const now = () => probe.states()[0]?.families.map((state) => [state.state, state.sinceSeconds])
    expect(now()).toEqual([])
    await probe.askAll()
    clock.seconds += 60
    await probe.askAll()
    expect(now()).toEqual([['down', startSeconds]])

    const server = createServer((_request, reply) => reply.end('d5:filesdee')).listen(
      port,
      '127.0.0.1',
    )
    await once(server, 'listening')
    clock.seconds += 60
    await probe.askAll()
    clock.seconds += 60
    await probe.askAll()
    server.close()
    expect(now()).toEqual([['up', startSeconds + 120]])
    expect(logged).toEqual(['endpoint_down', 'endpoint_up'])
  })

  test('that was cut off by the end is not kept, and nothing is logged', async () => {
    await using silent = createSocket('udp4')
    silent.bind(0, '127.0.0.1')
    await once(silent, 'listening')
    const { probe, logged } = probeOf([`udp://127.0.0.1:${silent.address().port}/announce`], {
      timeoutMs: 60_000,
    })
    const round = probe.askAll()
    await once(silent, 'message')
    probe.stop()
    await round
    expect(probe.states()[0]?.families).toEqual([])
    expect(logged).toEqual([])
  })
})

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
