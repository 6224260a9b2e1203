/**
 * `waggle block` as real processes, in the open and the registered mode, with a running server and without one; and the
 * same routes at the site, with tokens.
 */
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { announceTarget, type Parameters } from '../support/announce-url.ts'
import { httpGet, httpGetMany } from '../support/http-request.ts'
import { announceCrowd } from '../support/http-tracker.ts'
import { usePostgres } from '../support/postgres.ts'
import { randomHash } from '../support/random-hash.ts'
import { freshDirectory, startWaggle, type Waggle } from '../support/waggle.ts'
import { atControlSocket, atSite, newToken } from './api-caller.ts'
import { someNumber, someText } from './json.ts'
import { Operator } from './operator.ts'
import { useTracker } from './registered-tracker.ts'

const postgres = usePostgres()
const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

const networkText = 'your network is blocked here'

async function told(
  { http4 }: Waggle,
  localAddress: string,
  infoHash: Buffer,
  parameters: Parameters = {},
): Promise<string> {
  const { body } = await httpGet(http4, announceTarget(infoHash, parameters), { localAddress })
  return /failure reason\d+:(.*?)8:interval/.exec(body.toString())?.[1] ?? 'good'
}

/** An open tracker that is started and stopped by the test, with the operator at its data directory. */
class OpenTracker {
  readonly dataDirectory = freshDirectory()
  readonly settings: Readonly<Record<string, string>>
  readonly operator: Operator
  #waggle: Waggle | undefined

  constructor(settings: Readonly<Record<string, string>> = {}) {
    this.settings = settings
    this.operator = new Operator({ ...settings, 'data.directory': this.dataDirectory })
  }

  get waggle(): Waggle {
    if (this.#waggle === undefined) throw new Error('the tracker does not run')
    return this.#waggle
  }

  async start(): Promise<void> {
    const { dataDirectory, settings } = this
    this.#waggle = await startWaggle({ driver: 'linux', dataDirectory, settings })
  }

  async stop(): Promise<void> {
    expect(await this.#waggle?.stop()).toEqual({ status: 0, signal: null })
    this.#waggle = undefined
  }

  remove(): void {
    rmSync(this.dataDirectory, { recursive: true })
  }
}

describe('blocks of an open tracker', () => {
  test('are made without a server, hold from its start on, are changed while it runs and there after a restart', async () => {
    const tracker = new OpenTracker()
    const { operator } = tracker
    const hash = randomHash()
    const [added] = await operator.json('block', 'add', '127.0.0.9', '--reason', 'a flood')
    expect(added).toEqual({
      outcome: 'blocked',
      kind: 'network',
      target: '127.0.0.9',
      reason: 'a flood',
      added_at: someNumber,
      ends_at: null,
      added_by: 'operator',
    })
    expect(statSync(join(tracker.dataDirectory, 'blocks.jsonl')).mode & 0o777).toBe(0o600)
    await tracker.start()
    expect(await told(tracker.waggle, '127.0.0.9', hash)).toBe(networkText)

    const until = ['--until', '2099-01-01']
    const words = ['127.0.0.10/31', '--client', '-XL0012-', '--reason', 'scans', ...until]
    expect(await operator.good('block', 'add', ...words)).toBe(
      [
        'blocked  127.0.0.10/31             until 2099-01-01        scans\n',
        'blocked  -XL0012-                  until 2099-01-01        scans\n',
      ].join(''),
    )
    expect(await told(tracker.waggle, '127.0.0.11', hash)).toBe(networkText)
    expect(await operator.good('block', 'remove', '127.0.0.9')).toContain('lifted   127.0.0.9')
    expect(await told(tracker.waggle, '127.0.0.9', hash)).toBe('good')

    await tracker.stop()
    await tracker.start()
    expect(await told(tracker.waggle, '127.0.0.11', hash)).toBe(networkText)
    expect(await told(tracker.waggle, '127.0.0.9', hash)).toBe('good')
    const client = { peer_id: '-XL0012-000000000001' }
    expect(await told(tracker.waggle, '127.0.0.9', hash, client)).toMatch(/^this client is blocked/)
    expect(await operator.good('block', 'list')).toBe(
      [
        '127.0.0.10/31             until 2099-01-01        scans\n',
        '-XL0012-                  until 2099-01-01        scans\n',
      ].join(''),
    )
    await tracker.stop()
    tracker.remove()
  })

  test('that cannot be are told one by one, and hinder no other', async () => {
    const tracker = new OpenTracker()
    const { operator } = tracker
    const targets = ['everybody', '0.0.0.0/0', '10.1.2.3/8', '203.0.113.0/24', '10.0.0.0/33']
    const { status, out, err } = await operator.run('block', 'add', ...targets, '--reason', 'x')
    expect(status).toBe(1)
    expect(out).toBe('blocked  203.0.113.0/24            until it is lifted      x\n')
    expect(err.split('\n')).toEqual([
      '"everybody" is no network; write an address or a network, such as 203.0.113.0/24 or 2001:db8::/32',
      '"0.0.0.0/0" is everybody; write an address or a network, such as 203.0.113.0/24 or 2001:db8::/32',
      '10.1.2.3/8 has bits behind its prefix; write 10.0.0.0/8 for the network, or the address alone',
      '"10.0.0.0/33" has a prefix that is no number from 1 to 32; write an address or a network, such as 203.0.113.0/24 or 2001:db8::/32',
      '',
    ])
    const refusals = [
      [['add', '10.0.0.1'], /required option '--reason <text>'/],
      [['add', '--reason', 'x'], /nothing is named; write a network/],
      [['add', '10.0.0.1', '--reason', ''], /the reason must be one line of at most 200 bytes/],
      [['add', '10.0.0.1', '--reason', 'x', '--until', '2020-01-01'], /the end is past/],
      [['add', '10.0.0.1', '--reason', 'x', '--until', 'soon'], /must be a date, such as/],
      [['add', '10.0.0.1', '--reason', 'x', '--for', '1y'], /must be a number and m, h or d/],
      [['remove', '10.0.0.1'], /there is no block of 10\.0\.0\.1; list them to see all/],
      [['preview', '10.0.0.1'], /no tracker runs here that could tell/],
      [['heaviest'], /no tracker runs here that could tell/],
    ] as const
    for (const [words, problem] of refusals) {
      const refused = await operator.run('block', ...words)
      expect(refused.err).toMatch(problem)
      expect(refused.status).toBe(1)
    }
    tracker.remove()
  })

  test('deny info-hashes once a list of them is named, and scrapes tell nothing of those', async () => {
    const list = join(files, 'hashes.txt')
    const [listed, own, other] = [randomHash(), randomHash(), randomHash()]
    writeFileSync(list, `${listed.toString('hex')} notice 17\n`)
    const tracker = new OpenTracker({ 'blocks.info_hashes_file': list })
    await tracker.start()
    await tracker.operator.good('block', 'add', own.toString('hex'), '--reason', 'notice 18')
    const answers = await Promise.all(
      [listed, own, other].map((hash) => told(tracker.waggle, '127.0.0.1', hash)),
    )
    const denied = 'this tracker does not serve this torrent'
    expect(answers).toEqual([denied, denied, 'good'])
    const names = [own, other].map((hash) => hash.toString('hex').replace(/../g, '%$&'))
    const scrape = `/scrape?info_hash=${names.join('&info_hash=')}`
    const { body } = await httpGet(tracker.waggle.http4, scrape)
    expect(body.includes(own)).toBe(false)
    expect(body.includes(other)).toBe(true)
    const policy = await httpGet(tracker.waggle.siteEndpoint, '/takedown')
    expect(policy.body.toString()).toContain('An info-hash can be refused')
    await tracker.stop()
    tracker.remove()
  })

  test('say of their lists how many rules they have, and what is wrong with lines', async () => {
    const list = join(files, 'networks.txt')
    writeFileSync(list, '10.0.0.0/8\nnobody\n\n0.0.0.0/0\n')
    const settings = { 'blocks.networks_file': list, 'blocks.clients_file': join(files, 'none') }
    const tracker = new OpenTracker(settings)
    expect(await tracker.operator.good('block', 'lists')).toBe(
      [
        'blocks.networks_file: 1 rules, 2 lines left out\n',
        '  line 2 is no network\n',
        '  line 4 is everybody\n',
        'blocks.clients_file: 0 rules, 0 lines left out\n',
        '  the file does not exist; what was read before holds\n',
      ].join(''),
    )
    const { err } = await tracker.operator.run('block', 'remove', '10.0.0.0/8')
    expect(err).toBe(
      '10.0.0.0/8 is blocked by line 1 of blocks.networks_file; take it out there, and have the server reload (SIGHUP)\n',
    )
    tracker.remove()
  })
})

/** Of an announce of a torrent of its own. */
function targetOf(peer_id: string): string {
  return announceTarget(randomHash(), { peer_id, numwant: 0 })
}

describe('before a block is made', () => {
  const tracker = new OpenTracker({ 'blocks.measure': 'true' })
  beforeAll(() => tracker.start())
  afterAll(async () => {
    await tracker.stop()
    tracker.remove()
  })

  test('its peers, torrents and announces are told', async () => {
    const { waggle, operator } = tracker
    const hashes = [randomHash(), randomHash(), randomHash()]
    // 300 peers in one torrent, one in another; 100 from elsewhere.
    const from = { localAddress: '127.0.7.1' }
    const [crowded, lonely, others] = hashes as [Buffer, Buffer, Buffer]
    await announceCrowd(waggle.http4, crowded, { ...from, count: 300, firstPort: 1000 })
    await announceCrowd(waggle.http4, lonely, { ...from, count: 1, firstPort: 1000 })
    await announceCrowd(waggle.http4, others, { count: 100, firstPort: 1000 })
    const [network] = await operator.json('block', 'preview', '127.0.7.0/25')
    expect(network).toMatchObject({
      kind: 'network',
      target: '127.0.7.0/25',
      blocked_by: null,
      torrents: 2,
      peers: 301,
      peers_share: 301 / 401,
      // Not measured as finely.
      announces_share: null,
    })
    const [hash] = await operator.json('block', 'preview', crowded.toString('hex'))
    expect(hash).toMatchObject({
      kind: 'info_hash',
      torrents: 1,
      peers: 300,
      announces_share: null,
    })
    await operator.good('block', 'add', '127.0.7.0/24', '--reason', 'a test')
    const [again] = await operator.json('block', 'preview', '127.0.7.9')
    expect(again).toMatchObject({
      peers: 0,
      blocked_by: { source: 'operator', target: '127.0.7.0/24', reason: 'a test', line: null },
    })
    expect(await operator.good('block', 'preview', '127.0.7.0/24')).toMatch(
      /^127\.0\.7\.0\/24: 301 peers of 2 torrents now \(75\.1 % of all peers\), .*\n {2}refused already by 127\.0\.7\.0\/24 .* a test \(block\)\n$/,
    )
    await operator.good('block', 'remove', '127.0.7.0/24')
  })

  test('the heaviest networks and clients are told, and no addresses', async () => {
    const { waggle, operator } = tracker
    const send = (localAddress: string, peerId: string, count: number): Promise<unknown> =>
      httpGetMany(
        waggle.http4,
        Array.from({ length: count }, () => targetOf(peerId)),
        { localAddress },
      )
    await send('127.0.8.77', '-AA0001-000000000001', 6000)
    await send('127.0.9.77', '-BB0001-000000000001', 2000)
    const [heaviest] = (await operator.json('block', 'heaviest')) as [
      {
        networks: { network: string; announces_share: number; refusals_share: number }[]
        clients: { client: string }[]
      },
    ]
    expect(heaviest.networks.map(({ network }) => network).slice(0, 2)).toEqual([
      '127.0.8.0/24',
      '127.0.9.0/24',
    ])
    expect(heaviest.clients.map(({ client }) => client).slice(0, 2)).toEqual([
      '-AA0001-',
      '-BB0001-',
    ])
    const [first] = heaviest.networks
    // Of about 130 samples three quarters.
    expect(first?.announces_share).toBeGreaterThan(0.5)
    expect(first?.announces_share).toBeLessThan(0.95)
    expect(first?.refusals_share).toBe(0)
    const text = await operator.good('block', 'heaviest', '--limit', '1')
    expect(text).toMatch(/127\.0\.8\.0\/24 +\d\d\.\d % +0\.0 %\n-AA0001- /)
    expect(text).not.toContain('127.0.9.')
    const [client] = await operator.json('block', 'preview', '--client', '-AA')
    expect(client).toMatchObject({ kind: 'client', target: '-AA', torrents: null, peers: null })
    expect((client as { announces_share: number }).announces_share).toBeGreaterThan(0.5)
  })
})

describe('blocks of a registered tracker', () => {
  const tracker = useTracker({ engine: 'sqlite', postgres })

  test('are made at the site with a token that allows it, and by nobody else', async () => {
    const body = { target: '127.0.0.9', reason: 'a test' }
    const make = { method: 'POST', body }
    const reading = atSite(tracker(), await newToken(tracker(), 'blocks:read'))
    const writing = atSite(tracker(), await newToken(tracker(), 'blocks:write'))
    expect((await atSite(tracker())('/blocks', make)).status).toBe(401)
    expect((await reading('/blocks', make)).status).toBe(403)
    expect((await writing('/blocks')).status).toBe(403)
    expect((await writing('/blocks', make)).status).toBe(201)
    const hash = randomHash()
    expect(await told(tracker().waggle, '127.0.0.9', hash)).toBe(networkText)
    const changed = await writing('/blocks', { method: 'POST', body: { ...body, reason: 'new' } })
    expect(changed.status).toBe(200)
    const { body: listed } = await reading('/blocks')
    expect(listed).toMatchObject({
      blocks: [{ target: '127.0.0.9', reason: 'new', added_by: someText }],
    })
    expect((await writing('/blocks?target=127.0.0.9', { method: 'DELETE' })).status).toBe(200)
    expect(await told(tracker().waggle, '127.0.0.9', hash)).toMatch(/^torrent not registered/)
    expect((await writing('/blocks?target=127.0.0.9', { method: 'DELETE' })).status).toBe(404)
    expect(await reading('/blocks/heaviest')).toMatchObject({
      status: 409,
      body: { error: { code: 'not_measured' } },
    })
  })

  test('deny info-hashes without a list, whether registered or not', async () => {
    const hash = randomHash()
    const hex = hash.toString('hex')
    await tracker().operator.good('torrent', 'add', '--hash', hex, '--name', 'a torrent')
    expect(await told(tracker().waggle, '127.0.0.1', hash)).toBe('good')
    await tracker().operator.good('block', 'add', hex, '--reason', 'notice 19')
    expect(await told(tracker().waggle, '127.0.0.1', hash)).toMatch(/does not serve this torrent/)
    const control = atControlSocket(tracker())
    expect(
      (await control(`/blocks?kind=info_hash&target=${hex}`, { method: 'DELETE' })).status,
    ).toBe(200)
    expect(await told(tracker().waggle, '127.0.0.1', hash)).toBe('good')
  })
})
