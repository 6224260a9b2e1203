/**
 * The registered tracker as it runs: what its operator does on the pages is in force on the very next announce, and what
 * clients do is on the pages.
 */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { textAt } from '../operate/json.ts'
import { RegisteredTracker, useTracker } from '../operate/registered-tracker.ts'
import { engines } from '../storage/databases.ts'
import { announceTarget } from '../support/announce-url.ts'
import { bytesAt, decodeBencodeDictionary } from '../support/bencode.ts'
import { type Endpoint, formatEndpoint } from '../support/endpoint.ts'
import { httpGet } from '../support/http-request.ts'
import { usePostgres } from '../support/postgres.ts'
import { readFailures, readMetric } from '../support/read-metric.ts'
import { Visitor } from './support/visitor.ts'

const postgres = usePostgres()
const password = 'correct horse battery'
const infoHash = createHash('sha1').update('a registered torrent').digest()
const hash = infoHash.toString('hex')

describe.for(engines)('on %s', (engine) => {
  const tracker = useTracker({ engine, postgres, driver: 'portable' })
  let keeper: Visitor
  let guest: Visitor
  beforeAll(async () => {
    const site = `http://${formatEndpoint(tracker().waggle.siteEndpoint)}`
    ;[keeper, guest] = [new Visitor(site), new Visitor(site)]
    const [added] = await tracker().operator.json('member', 'add', 'keeper', '--role', 'moderator')
    const secret = new URL(textAt(added, 'link')).pathname.split('/').at(-1) ?? ''
    await keeper.post('/set-password', { link: secret, password, again: password })
  })

  test('what an operator does is in force on the next announce', async () => {
    const { http4 } = tracker().waggle
    const unregistered =
      'torrent not registered: this tracker serves only torrents that were added to it'
    expect(await told(http4)).toBe(unregistered)
    const added = await keeper.post('/torrents/add', { hash, name: 'Flora of the Lower Danube' })
    expect(added.location).toBe(`/torrent/${hash}?done=added`)
    expect(await told(http4)).toBe('good')
    await keeper.post(`/torrent/${hash}/ban`, { reason: 'it is spam', public: 'yes' })
    expect(await told(http4)).toBe('torrent banned by this tracker: it is spam')
    await keeper.post(`/torrent/${hash}/ban`, { reason: 'for us alone' })
    expect(await told(http4)).toBe('torrent banned by this tracker')
    await keeper.post(`/torrent/${hash}/unban`, {})
    expect(await told(http4)).toBe('good')
    await keeper.post(`/torrent/${hash}/remove`, { reason: '' })
    expect(await told(http4)).toBe(unregistered)
    await keeper.post(`/torrent/${hash}/restore`, {})
    expect(await told(http4)).toBe('good')
  })

  test('visitors find the torrent, and how many seed it', async () => {
    expect((await guest.get('/')).text).toContain('Flora of the Lower Danube')
    expect((await guest.get('/torrents?q=danube')).text).toContain('Flora of the Lower Danube')
    // Counts are stored once a second here.
    await expect
      .poll(async () => (await guest.get(`/torrent/${hash}`)).text, { timeout: 20_000 })
      .toMatch(/Seeds 1 Downloaders 0/)
  })

  test('its operator sees what was refused, what is registered, and the database', async () => {
    const { text } = await keeper.get('/overview')
    expect(text).toMatch(/torrent-unregistered torrent not registered: .{20,90} 2 /)
    expect(text).toMatch(/torrent-banned torrent banned by this tracker 2 /)
    expect(text).toContain('1 info-hashes are served')
    expect(text).toContain(engine === 'sqlite' ? 'sqlite:' : 'postgres://waggle@')
    expect(text).toMatch(/State works/)
    expect(text).not.toMatch(/p@ss|p%40ss/)
  })
})

test("the server's questions to itself are not among the refusals", async () => {
  const tracker = await RegisteredTracker.prepare({
    engine: 'sqlite',
    postgres,
    driver: 'portable',
  })
  const words = ['torrent', 'add', '--hash', hash, '--name', 'Flora of the Lower Danube']
  await tracker.operator.good(...words)
  await tracker.start()
  const { waggle } = tracker
  await expect
    .poll(async () => await new Visitor(`http://${formatEndpoint(waggle.siteEndpoint)}`).get('/'), {
      timeout: 20_000,
    })
    .toMatchObject({ text: expect.stringMatching(/(?:● up .*){4}/) as unknown })
  expect(await readFailures(waggle, 'scrape-unknown')).toBe(0)
  const asked = 'waggle_requests_total{protocol="udp",family="4",action="scrape"}'
  expect(await readMetric(waggle, asked)).toBeGreaterThan(0)
  await tracker.remove()
}, 60_000)

/** What a seed is told: `good`, or why not. */
async function told(tracker: Endpoint): Promise<string> {
  const { body } = await httpGet(tracker, announceTarget(infoHash, {}))
  const reply = decodeBencodeDictionary(body)
  return reply.has('failure reason') ? bytesAt(reply, 'failure reason').toString() : 'good'
}
