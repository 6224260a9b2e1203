/** The site of the running program: what it shows comes from the tracker and from its configuration. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { RunningConfig, reload } from '../serve/running-config.ts'
import { formatEndpoint } from '../support/endpoint.ts'
import { failedStart } from '../support/failed-start.ts'
import { announce } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { untilTrue } from '../support/until-true.ts'
import { useWaggle } from '../support/use-waggle.ts'
import { baseSettings, freshDirectory, startWaggle, type Waggle } from '../support/waggle.ts'
import { Visitor } from './support/visitor.ts'

/** A page as its words, one space apart. */
async function read(waggle: Waggle, path: string): Promise<string> {
  const reply = await fetch(`http://${formatEndpoint(waggle.siteEndpoint)}${path}`)
  expect(reply.status).toBe(200)
  return (await reply.text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}

const driver = 'portable'
const endedWell = { status: 0, signal: null }

describe('the front page of a running tracker', () => {
  const waggle = useWaggle({ driver })

  test('counts what is announced, and shows no hash', async () => {
    const infoHash = randomHash()
    await announce(waggle().http4, infoHash, { left: 0 })
    await vi.waitFor(async () => {
      expect(await read(waggle(), '/')).toContain('Info-hashes 1 Peers 1 Seeds 1')
    }, untilTrue)
    expect(await read(waggle(), '/')).not.toContain(infoHash.toString('hex'))
  })

  test('knows that its own addresses answer', async () => {
    await vi.waitFor(async () => {
      const text = await read(waggle(), '/')
      expect(text.match(/(?:UDP|HTTP), IPv[46] only ● up/g)).toHaveLength(4)
    }, untilTrue)
  })
})

test('a reload changes what the pages say, or changes nothing', async () => {
  using config = new RunningConfig()
  const pages = freshDirectory()
  config.write('')
  const waggle = await startWaggle({ driver, args: ['--config', config.file] })
  const says = async (path: string, ...words: readonly string[]): Promise<void> => {
    const text = await read(waggle, path)
    for (const word of words) expect(text).toContain(word)
  }
  await says('/policy', 'Waggle is a BitTorrent tracker', 'has to name its info-hashes')
  await says('/contact', 'has named no contact')
  await says('/takedown', 'gone 46 minutes after')

  writeFileSync(join(pages, 'privacy.md'), '# What we keep\n\nNothing at {site_name}.\n')
  config.write(`[site]
name = "Our tracker"
contact = "abuse@tracker.example"
pages = "${pages}"
other_trackers = ["udp://127.0.0.1:9 Example Association"]
[tracker]
full_scrape = true
trusted_proxies = ["192.0.2.1"]
announce_urls = ["http://tracker.example"]
peer_timeout_seconds = 3000
`)
  expect(await reload(waggle)).toMatchObject({ event: 'reloaded', restartFor: [] })
  await says('/policy', 'Our tracker is a BitTorrent tracker', 'answered with all of them')
  await says('/privacy', 'Nothing at Our tracker.')
  await says('/takedown', 'as 40 hexadecimal digits', 'gone 50 minutes after')
  await says('/contact', 'Show the address')
  await says('/', 'http://tracker.example /announce', 'kept by Example Association')

  writeFileSync(join(pages, 'privacy.md'), '{nothing}')
  const refused = await reload(waggle)
  expect(refused).toMatchObject({ event: 'reload_refused' })
  expect(refused['msg']).toContain('{nothing} names nothing')
  await says('/privacy', 'Nothing at Our tracker.')
  expect(await waggle.stop()).toEqual(endedWell)
  rmSync(pages, { recursive: true })
})

test('a reload changes what members are told of points, toplists and petitions', async () => {
  using config = new RunningConfig()
  config.write('')
  const waggle = await startWaggle({
    driver,
    args: ['--config', config.file],
    settings: { mode: 'gallery' },
  })
  const chief = await administratorOf(waggle)
  const form = new FormData()
  for (const [field, value] of Object.entries({ title: 'Hortus', category: 'Misc' }))
    form.set(field, value)
  const { location } = await chief.send('/upload/gallery', form)
  const pages = ['/home/points', '/toplists', `${location.replace(/\?.*/, '')}/petition`]
  const told = async (): Promise<string> =>
    (await Promise.all(pages.map((page) => chief.get(page)))).map(({ text }) => text).join(' ')
  const before = await told()
  for (const words of [
    'gives you 10 GP',
    '(10 × completions + 1 × seed days)',
    'When the score is 100',
  ])
    expect(before).toContain(words)
  config.write(`points.per_completion = 3
toplists.completion_weight = 7
petitions.gallery_threshold = 60
`)
  expect(await reload(waggle)).toMatchObject({
    event: 'reloaded',
    changed: ['points.per_completion', 'toplists.completion_weight', 'petitions.gallery_threshold'],
    restartFor: [],
  })
  const after = await told()
  for (const words of [
    'gives you 3 GP',
    '(7 × completions + 1 × seed days)',
    'When the score is 60',
  ])
    expect(after).toContain(words)
  expect(await waggle.stop()).toEqual(endedWell)
})

/** Whoever uses the link of the first start. */
async function administratorOf({ siteEndpoint, dataDirectory }: Waggle): Promise<Visitor> {
  const link = readFileSync(join(dataDirectory, 'setup-link.txt'), 'utf8').trim()
  const secret = link.slice(link.lastIndexOf('/') + 1)
  const visitor = new Visitor(`http://${formatEndpoint(siteEndpoint)}`)
  const password = 'correct horse battery'
  await visitor.get(`/set-password/${secret}`)
  const fields = { link: secret, name: 'Chief', password, again: password }
  await visitor.post('/set-password', fields)
  return visitor
}

test.for([
  ['true', 'What one network can do is limited'],
  ['false', 'There are no automatic limits'],
] as const)('limits.per_prefix = %s is what the policy says', async ([value, words]) => {
  const waggle = await startWaggle({ driver, settings: { 'limits.per_prefix': value } })
  expect(await read(waggle, '/policy')).toContain(words)
  expect(await waggle.stop()).toEqual(endedWell)
})

test('a tracker of registered torrents does not say that it serves any', async () => {
  const waggle = await startWaggle({ driver, settings: { mode: 'registered' } })
  expect(await read(waggle, '/')).toContain('Only registered torrents are served')
  expect(await read(waggle, '/policy')).toContain('all others are refused')
  expect(await read(waggle, '/privacy')).toContain('told to anybody who asks for all of them')
  expect(await read(waggle, '/takedown')).toContain('An info-hash can be refused')
  expect(await waggle.stop()).toEqual(endedWell)
})

test('pages that cannot be read keep the server from starting', async () => {
  const directory = freshDirectory()
  const settings = { ...baseSettings(driver, directory), 'site.pages': 'no-such-directory' }
  expect(await failedStart({ settings })).toMatch(
    /^site\.pages: no-such-directory cannot be read \(ENOENT/,
  )
  rmSync(directory, { recursive: true })
})
