/** Feeds, read by programs that we did not write, and asked for as feed readers do. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import RssParser from 'rss-parser'
import { beforeEach, describe, expect, test } from 'vitest'
import { siteFeedsPerMinuteMax } from '#base/limits'
import { infoHashText } from '#index/torrents/info-hash-text'
import { aliceKey } from '../galleries/gallery-torrents-on.ts'
import { useDatabases } from '../storage/databases.ts'
import { announcesIn } from './announces-in.ts'
import { type FeedSite, openFeedSite, siteUrl } from './feed-site.ts'
import { atomFaults, parseWithPython } from './read-feed.ts'

const databases = useDatabases()

let feeds: FeedSite
beforeEach(async () => {
  feeds = await openFeedSite(databases)
})

/** Names that a feed could come to grief over. */
const hostile = [
  'Tom & Jerry <b>bold</b> "quoted" \'single\'',
  ']]> end of a section &amp; &#0; <!-- -->',
  '東海道五十三次 naïve 🐝',
  'a \u202E reversed \uFFFE and \u0001 control',
]

/** As XML can have it. */
const readable = (text: string): string =>
  text.replaceAll('\uFFFE', '\uFFFD').replaceAll('\u0001', '\uFFFD')

async function get(path: string, headers: Record<string, string> = {}) {
  return await feeds.site.inject({ url: path, headers })
}

async function textOf(path: string): Promise<string> {
  const { statusCode, body } = await get(path)
  expect(statusCode, path).toBe(200)
  return body
}

async function titlesOf(format: string, search: string): Promise<string[]> {
  const path = `/feeds/torrents.${format}?q=${encodeURIComponent(search)}`
  return parseWithPython(await textOf(path)).entries.map(({ title }) => title)
}

/** The path of an address of the site. */
function pathOf(href: string): string {
  expect(href.startsWith(`${siteUrl}/`), href).toBe(true)
  return href.slice(siteUrl.length)
}

describe.for(['rss', 'atom'] as const)('as %s', (format) => {
  test('the newest torrents are there with true enclosures, whatever their names are', async () => {
    for (const name of hostile) await feeds.addTorrent(name, { comment: `of ${name}` })
    const hybrid = await feeds.addTorrent('hybrid', { format: 'hybrid', galleryId: 2 })
    const text = await textOf(`/feeds/torrents.${format}`)
    expect(XMLValidator.validate(text)).toBe(true)
    const { problem, entries, title } = parseWithPython(text)
    expect(problem).toBeNull()
    expect(title).toContain('Torrents')
    expect(entries.map((entry) => entry.title)).toEqual([
      'hybrid',
      ...hostile.map(readable).toReversed(),
    ])
    const [first] = entries
    expect(first).toMatchObject({
      id: `urn:btih:${infoHashText(hybrid.infoHash)}`,
      link: `${siteUrl}/torrent/${infoHashText(hybrid.infoHash)}`,
      author: 'Alice',
      published: hybrid.addedAt,
      tags: ['Prints'],
    })
    for (const word of ['Second', infoHashText(hybrid.infoHash), '19.5 KiB', 'Prints'])
      expect(first?.summary).toContain(word)
    for (const { enclosures } of entries) {
      const [enclosure] = enclosures
      expect(enclosure?.type).toBe('application/x-bittorrent')
      const file = await get(pathOf(enclosure?.href ?? ''))
      expect(file.statusCode).toBe(200)
      expect(file.rawPayload).toHaveLength(Number(enclosure?.length))
    }
  })

  test('what others wrote is text in it, and no markup', async () => {
    const evil = '<img src=x onerror=alert(1)><script>alert(1)</script>'
    await feeds.addTorrent('it', { comment: evil })
    const parser = new XMLParser({ ignoreAttributes: false, processEntities: true })
    const document = JSON.stringify(parser.parse(await textOf(`/feeds/torrents.${format}`)))
    expect(document).toContain('&lt;script&gt;')
    expect(document).not.toContain('<script')
    expect(document).not.toContain('<img')
  })

  test('a search has a feed, with the words of the pages', async () => {
    await feeds.addTorrent('maps of Japan')
    await feeds.addTorrent('maps of France', { galleryId: 2 })
    expect(await titlesOf(format, 'maps')).toEqual(['maps of France', 'maps of Japan'])
    expect(await titlesOf(format, 'maps -france')).toEqual(['maps of Japan'])
    expect(await titlesOf(format, 'gid:2')).toEqual(['maps of France'])
    expect(await titlesOf(format, 'uploader:alice maps*')).toHaveLength(2)
    expect(await titlesOf(format, '"of maps"')).toEqual([])
  })

  test('terms of a search that make no sense are told, and narrow nothing', async () => {
    await feeds.addTorrent('maps')
    for (const kind of ['torrents', 'galleries']) {
      const text = await textOf(`/feeds/${kind}.${format}?q=size%3Emuch+gid%3A%3Cb%3E`)
      expect(XMLValidator.validate(text)).toBe(true)
      expect(text).toContain(
        'narrows nothing, because it makes no sense or is too much at once: size&gt;much gid:&lt;b&gt;',
      )
      expect(parseWithPython(text).entries.length).toBeGreaterThan(0)
    }
    expect(await textOf(`/feeds/torrents.${format}?q=maps`)).not.toContain('makes no sense')
  })

  test('galleries have one too', async () => {
    const { entries, problem } = parseWithPython(await textOf(`/feeds/galleries.${format}?q=first`))
    expect(problem).toBeNull()
    expect(entries).toMatchObject([{ title: 'First', author: 'Alice', tags: ['Prints'] }])
    expect(entries[0]?.link).toMatch(/^https:\/\/site\.example\/g\/1\/\w{10}$/)
  })

  test('who has it already is told so in a word', async () => {
    await feeds.addTorrent('one')
    const path = `/feeds/torrents.${format}`
    const { headers } = await get(path)
    expect(headers['cache-control']).toBe('public, max-age=60')
    const tag = String(headers['etag'])
    const known = await get(path, { 'if-none-match': `"other", W/${tag}` })
    expect([known.statusCode, known.body]).toEqual([304, ''])
    await feeds.addTorrent('two')
    expect((await get(path, { 'if-none-match': tag })).statusCode).toBe(200)
  })

  test('no date is told of it, and none makes a feed that has changed the same', async () => {
    const [{ id }, { addedAt }] = [await feeds.addTorrent('one'), await feeds.addTorrent('two')]
    const path = `/feeds/torrents.${format}`
    expect((await get(path)).headers['last-modified']).toBeUndefined()
    const since = { 'if-modified-since': new Date(addedAt * 1000).toUTCString() }
    await feeds.torrents.edit(id, { name: 'renamed' }, 'test')
    const answer = await get(path, since)
    expect([answer.statusCode, answer.body.includes('renamed')]).toEqual([200, true])
    await feeds.torrents.remove(id, 'why', 'test')
    expect((await get(path, since)).statusCode).toBe(200)
  })

  test('a member has one whose torrents are theirs, without a session', async () => {
    await feeds.addTorrent('one')
    const token = await feeds.feedTokens.tokenOf({ id: 1 })
    const path = `/feeds/${token}/torrents.${format}?q=one`
    const { headers, body } = await get(path)
    expect(headers['cache-control']).toBe('private, no-cache')
    expect(headers['x-robots-tag']).toBe('noindex')
    const [enclosure] = parseWithPython(body).entries[0]?.enclosures ?? []
    const file = await get(pathOf(enclosure?.href ?? ''))
    expect(file.statusCode).toBe(200)
    expect(file.rawPayload).toHaveLength(Number(enclosure?.length))
    expect(file.headers['cache-control']).toBe('private, no-store')
    expect(file.headers['content-type']).toBe('application/x-bittorrent')
    const announces = announcesIn(file.rawPayload)
    expect(announces).toEqual([
      `http://tracker.example:6969/1/1x${aliceKey}/announce`,
      `udp://tracker.example:6969/1/1x${aliceKey}/announce`,
    ])
    expect((await get(path, { 'if-none-match': String(headers['etag']) })).statusCode).toBe(304)
  })
})

test('what is written as Atom is Atom by the schema of RFC 4287', async () => {
  const empty = await textOf('/feeds/torrents.atom')
  expect(atomFaults(empty)).toBe('')
  for (const name of hostile) await feeds.addTorrent(name, { comment: name })
  const token = await feeds.feedTokens.tokenOf({ id: 1 })
  const names = ['torrents', 'galleries', `${token}/torrents`, `${token}/galleries`]
  const paths = names.map((name) => `/feeds/${name}.atom`)
  for (const path of [...paths, `/feeds/torrents.atom?q=${encodeURIComponent('<&">')}`]) {
    const text = await textOf(path)
    expect(atomFaults(text), path).toBe('')
    const links = text.match(/<link rel="alternate"/g) ?? []
    const entries = text.match(/<entry>/g) ?? []
    expect(links).toHaveLength(entries.length + 1)
  }
  // The schema is one that tells.
  expect(atomFaults(empty.replace('<updated>', '<updated>x'))).not.toBe('')
  expect(atomFaults(empty.replace(/<id>.*<\/id>/, ''))).not.toBe('')
})

test('what is written as RSS is read by rss-parser', async () => {
  const { infoHash, addedAt } = await feeds.addTorrent(hostile[0] ?? '')
  const parser = new RssParser({ customFields: { item: ['torrent:torrent'] } })
  const { items, feedUrl, link } = await parser.parseString(await textOf('/feeds/torrents.rss'))
  expect([feedUrl, link]).toEqual([`${siteUrl}/feeds/torrents.rss`, `${siteUrl}/torrents`])
  expect(items).toMatchObject([
    {
      title: hostile[0],
      creator: 'Alice',
      categories: ['Prints'],
      isoDate: new Date(addedAt * 1000).toISOString(),
      enclosure: {
        type: 'application/x-bittorrent',
        url: `${siteUrl}/get/1/${infoHashText(infoHash)}.torrent`,
      },
      'torrent:torrent': {
        'torrent:infoHash': [infoHashText(infoHash)],
        'torrent:contentLength': ['20000'],
      },
    },
  ])
})

test('there are the newest hundred', async () => {
  for (let index = 0; index < 103; index++) await feeds.addTorrent(`torrent ${index}`)
  const { items } = await new RssParser().parseString(await textOf('/feeds/torrents.rss'))
  expect(items.map(({ title }) => title)).toEqual(
    Array.from({ length: 100 }, (_, index) => `torrent ${102 - index}`),
  )
})

test('the title of a removed gallery is in no feed, and its torrents are', async () => {
  await feeds.addTorrent('one')
  const removal = { state: 'removed', reason: 'why', at: 1, seen: 'live' } as const
  await feeds.database.galleries.setState(1, removal)
  const token = await feeds.feedTokens.tokenOf({ id: 1 })
  for (const path of ['/feeds/torrents.rss', `/feeds/${token}/torrents.atom`]) {
    const text = await textOf(path)
    expect(parseWithPython(text).entries).toMatchObject([{ title: 'one' }])
    expect(text).toContain('a gallery that was removed')
    expect(text).not.toContain('First')
  }
})

test('a token that was taken back, was never given, or is of somebody who is kept out opens nothing', async () => {
  const { infoHash } = await feeds.addTorrent('one')
  const file = `${infoHashText(infoHash)}.torrent`
  const token = await feeds.feedTokens.tokenOf({ id: 1 })
  const statuses = async (given: string) =>
    await Promise.all(
      ['torrents.rss', 'torrents.atom', file].map(
        async (name) => (await get(`/feeds/${given}/${name}`)).statusCode,
      ),
    )
  expect(await statuses(token)).toEqual([200, 200, 200])
  const other = await feeds.feedTokens.reset({ id: 1 })
  expect(await statuses(token)).toEqual([404, 404, 404])
  for (const wrong of ['x', 'A'.repeat(32), '%00', '..%2f..'])
    expect(await statuses(wrong), wrong).toEqual([404, 404, 404])
  expect(await statuses(other)).toEqual([200, 200, 200])
  await feeds.database.members.setState(1, 'suspended')
  expect(await statuses(other)).toEqual([404, 404, 404])
})

test('a torrent that is gone is in no feed, and not to be had by a token', async () => {
  const { id, infoHash } = await feeds.addTorrent('one')
  const token = await feeds.feedTokens.tokenOf({ id: 1 })
  await feeds.torrents.expunge(id, 'why', 'test')
  expect(parseWithPython(await textOf('/feeds/torrents.rss')).entries).toEqual([])
  expect((await get(`/feeds/${token}/${infoHashText(infoHash)}.torrent`)).statusCode).toBe(404)
})

test('a database that is away is told of, with when to come again, and no token is logged', async () => {
  const token = await feeds.feedTokens.tokenOf({ id: 1 })
  await databases.close(feeds.database)
  const { statusCode, headers } = await get(`/feeds/${token}/torrents.rss`)
  expect([statusCode, headers['retry-after']]).toEqual([503, '60'])
  expect(feeds.logged.join()).not.toContain(token)
})

test('who asks for too many is told to wait', async () => {
  feeds = await openFeedSite(databases, { isLimited: true })
  for (let index = 0; index < siteFeedsPerMinuteMax; index++) await textOf('/feeds/torrents.rss')
  const { statusCode, headers } = await get('/feeds/torrents.rss')
  expect(statusCode).toBe(429)
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
})
