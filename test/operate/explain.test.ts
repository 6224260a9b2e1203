/** `waggle explain` as a real process: with a running server and without one, in the open and the gallery mode. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { announceTarget } from '../support/announce-url.ts'
import { key } from '../support/gallery-addresses.ts'
import { httpGet } from '../support/http-request.ts'
import { announce, announceCrowd } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { freshDirectory, startWaggle, type Waggle } from '../support/waggle.ts'
import { Operator } from './operator.ts'

const dataDirectory = freshDirectory()
const settings = { 'data.directory': dataDirectory, mode: 'gallery', 'limits.per_prefix': 'false' }
const gallery = new Operator(settings)
const open = new Operator({ ...settings, mode: 'open' })
afterAll(() => rmSync(dataDirectory, { recursive: true }))

type Step = { readonly step: string; readonly outcome: string; readonly text: string }
type Told = {
  readonly running: boolean
  readonly protocol: string
  readonly info_hash: string | null
  readonly steps: readonly Step[]
  readonly failure: string | null
  readonly answer: string
}

async function explain(operator: Operator, ...words: readonly string[]): Promise<Told> {
  const [told] = await operator.json('explain', ...words)
  return told as Told
}

function outcomes({ steps }: Told): string[] {
  return steps.map(({ step, outcome }) => `${step} ${outcome}`)
}

describe('with a running server', () => {
  let waggle: Waggle
  beforeAll(async () => {
    waggle = await startWaggle({ driver: 'linux', dataDirectory, settings: { ...open.settings } })
  })
  afterAll(async () => {
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  })

  test('it says how many peers an announce would be given, as one is then', async () => {
    const infoHash = randomHash()
    await announceCrowd(waggle.http4, infoHash, { count: 7, firstPort: 1000 })
    await announceCrowd(waggle.http4, infoHash, { count: 60, firstPort: 2000, seeds: true })
    const told = await explain(open, infoHash.toString('hex').toUpperCase(), '--from', '127.0.0.1')
    expect(told).toMatchObject({
      running: true,
      failure: null,
      info_hash: infoHash.toString('hex'),
    })
    const seeder = await explain(open, announceTarget(infoHash, { left: 0 }))
    const given = [told, seeder].map(({ answer }) => Number(/given: (\d+);/.exec(answer)?.[1]))
    const parameters = { port: 9, left: 1 }
    const reply = await announce(waggle.http4, infoHash, parameters)
    const toSeeder = await announce(waggle.http4, infoHash, { port: 10, left: 0 })
    expect(given).toEqual([reply.peers.length, 7])
    expect(toSeeder.peers.length).toBe(8)
    expect(told.answer).toContain(`come back after ${reply.interval} s`)
  })

  test('it names the rule that refuses, with its reason, and the words that a client reads', async () => {
    await open.good('block', 'add', '127.0.0.16/28', '--reason', 'a flood')
    await open.good('block', 'add', '--client', '-XL0012-', '--reason', 'counts nothing')
    const hash = randomHash()
    const { body } = await httpGet(waggle.http4, announceTarget(hash), {
      localAddress: '127.0.0.17',
    })
    const network = await explain(open, hash.toString('hex'), '--from', '127.0.0.17')
    expect(outcomes(network)).toEqual(['listener passed', 'address passed', 'network refused'])
    expect(network.steps.at(-1)?.text).toContain('your block of 127.0.0.16/28: a flood')
    expect(network.failure).toBe('network-blocked')
    expect(body.toString()).toContain(network.answer.replace('refused: ', ''))
    const url = `udp://tracker.example:${waggle.udp4.port}/announce`
    const byClient = ['--torrent', hash.toString('hex'), '--client', '-XL0012-']
    const client = await explain(open, url, ...byClient)
    expect(client.failure).toBe('client-blocked')
    expect(client.steps.at(-1)?.text).toContain('counts nothing')
  })

  test('it says what is wrong with a whole request, and with a question', async () => {
    const target = announceTarget(randomHash(), { port: 0 })
    const told = await explain(open, `http://tracker.example${target}`)
    expect(told).toMatchObject({ failure: 'port-invalid' })
    expect(told.steps[0]?.text).toContain('the address is http at port 80, so something in front')
    // What stands in the address comes before what the client adds.
    const ofAddress = 'http://tracker.example/announce?port=0'
    const added = ['--torrent', randomHash().toString('hex')]
    expect(await explain(open, ofAddress, ...added)).toMatchObject({ failure: 'port-invalid' })
    expect(outcomes(await explain(open, 'http://tracker.example/'))).toEqual([
      'listener passed',
      'address refused',
    ])
    for (const [words, problem] of [
      [['what'], '"what" is no info-hash and no announce address; write 40 hex digits'],
      [['udp://t.example/announce', '--from', 'me'], '--from must be an address, such as'],
      [[target, '--client', '-qB'], 'the address has a peer_id already; leave --client out'],
      [['udp://t.example/?info_hash=x'], 'over UDP no client can send this (info_hash must be'],
    ] as const) {
      const { status, err } = await open.run('explain', ...words)
      expect([status, err]).toEqual([1, expect.stringContaining(problem)])
    }
  })

  test('a key in an address goes nowhere', async () => {
    const hash = randomHash().toString('hex')
    await explain(open, `http://t.example/12/345x${key}/announce`, '--torrent', hash)
    expect(waggle.run.stdout + waggle.run.stderr).not.toContain(key)
  })
})

describe('without a server', () => {
  test('an info-hash is announced over what the tracker listens for, and an address over its own protocol', async () => {
    const listening = {
      'tracker.udp': '["127.0.0.1:6969"]',
      'tracker.http': '[]',
    }
    const udpOnly = new Operator({ ...open.settings, ...listening })
    const hash = randomHash().toString('hex')
    const told = await explain(udpOnly, hash)
    expect([told.protocol, told.failure, outcomes(told)[0]]).toEqual([
      'udp',
      null,
      'listener passed',
    ])
    const httpsOnly = new Operator({
      ...udpOnly.settings,
      'tracker.https': '["127.0.0.1:443"]',
      'tracker.tls_certificate': 'none.pem',
      'tracker.tls_key': 'none.pem',
    })
    for (const [operator, subject, outcome] of [
      [udpOnly, 'http://t.example/announce', 'refused'],
      [httpsOnly, 'http://t.example/announce', 'refused'],
      [httpsOnly, 'https://t.example/announce', 'passed'],
      [httpsOnly, hash, 'passed'],
    ] as const)
      expect((await explain(operator, subject)).steps[0]).toMatchObject({ outcome })
  })

  test('it asks the database of a gallery tracker for torrent and member, and says so', async () => {
    const [member] = await gallery.json('member', 'add', 'Anna', '--role', 'uploader')
    const { id, torrent_key: own } = member as { id: number; torrent_key: string }
    const address = (memberKey: string) => `http://t.example:6969/12/${id}x${memberKey}/announce`
    const good = await explain(gallery, address(own))
    expect(good).toMatchObject({ running: false, failure: null, info_hash: null })
    expect(outcomes(good).slice(-2)).toEqual(['member passed', 'torrent skipped'])
    const reset = await explain(gallery, address(key))
    expect(reset.failure).toBe('key-reset')
    expect(JSON.stringify([good, reset])).not.toContain(own)
    const unknown = await gallery.good('explain', address(own), '--torrent', 'ab'.repeat(20))
    expect(unknown).toContain('no server runs')
    expect(unknown).toMatch(/NO {2}torrent +torrent not registered/)
  })
})
