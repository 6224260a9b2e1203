/**
 * Every kind of page of the gallery site for everybody: as a guest, a member and a moderator, on two screens; with hostile
 * texts; and the window, the keys and the copy fields in a browser with scripts.
 */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf } from '#base/day'
import { type Gallery, galleryPath } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import { AnnounceEvent } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import { auditPaths, onePerKind, screens, widthOf } from './support/audit.ts'
import { openBrowser, visit } from './support/browser.ts'
import { categories, type GallerySite, openGallerySite } from './support/gallery-site.ts'
import { hostile } from './support/hostile.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { Visitor } from './support/visitor.ts'

const hookTimeoutMs = 60_000
const walkTimeoutMs = 400_000

let site: GallerySite
let browser: Browser
let full: Gallery
let torrent: GalleryTorrent
let expunged: GalleryTorrent
const visitors = new Map<string, Visitor>()
const sessions = new Map<string, BrowserContextOptions>()

const hashOf = ({ infoHash }: GalleryTorrent): string => Buffer.from(infoHash).toString('hex')

beforeAll(async () => {
  browser = await openBrowser()
  site = await openGallerySite()
  await fillSite()
  visitors.set('a guest', new Visitor(site.url))
  for (const [who, name] of [
    ['a member', 'carol'],
    ['a moderator', 'keeper'],
  ] as const) {
    const visitor = new Visitor(site.url)
    await visitor.logIn(name, password)
    visitors.set(who, visitor)
    const context = await browser.newContext()
    const cookies = [...visitor.cookies].map(([cookie, value]) => ({
      name: cookie,
      value,
      url: site.url,
    }))
    await context.addCookies(cookies)
    sessions.set(who, { storageState: await context.storageState() })
    await context.close()
  }
  const explanation = hostile.filter((text) => !/[\u202e\u2066]/.test(text)).join('\n')
  await visitors.get('a moderator')?.post(`${galleryPath(full)}/petition`, { explanation })
}, hookTimeoutMs)
afterAll(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
}, hookTimeoutMs)

/** Something of every state, with texts that try to be something else. */
async function fillSite(): Promise<void> {
  const { id: carol } = await site.addMember('carol', 'uploader')
  await site.addMember('keeper', 'moderator')
  const facts = { width: 300, height: 500, channels: 3, background: '#6c4f85' } as const
  const picture = await sharp({ create: facts }).jpeg().toBuffer()
  const texts = hostile.filter((text) => !/[\u202e\u2066]/.test(text))
  for (const [index, title] of texts.entries()) {
    const fields = {
      title,
      originalTitle: index % 2 === 0 ? `${title} 浮世絵` : '',
      category: categories[index % categories.length] ?? '',
      description: `${title}\n\n${title}`,
      tags: [
        { namespace: 'artist', name: 'katsushika hokusai' },
        { namespace: '', name: '風景' },
      ],
      pages: index * 40 + 1,
    }
    const gallery = await site.addGallery(carol, fields)
    if (index % 3 === 0) await site.galleries.setCover(gallery.id, picture, 'test')
    if (index === 5) await site.galleries.setState(gallery.id, 'expunged', texts[0] ?? '', 'test')
    if (index === 6) await site.galleries.setState(gallery.id, 'removed', texts[1] ?? '', 'test')
  }
  full = await site.galleries.find(1)
  await site.addTorrent(full, carol, upload('An older set'))
  const version = await site.galleries.createVersion(full.id, { ...full, title: 'Newer' }, 'test')
  full = version
  torrent = await site.addTorrent(full, carol, upload('Everything', 'hybrid'))
  await site.torrents.edit(torrent.id, { name: texts[1] ?? '', comment: texts.join('\n') }, 'test')
  expunged = await site.addTorrent(full, carol, upload('Gone'))
  await site.torrents.expunge(expunged.id, texts[2] ?? '', 'test')
  for (let index = 0; index < 60; index++)
    await site.addGallery(carol, { title: `Plate ${index}`, category: 'Maps' })
  noteAnnounces(carol)
  await creditFor(carol)
  await rank(carol)
}

/** Of good ratio and of every chart. */
async function creditFor(memberId: number): Promise<void> {
  const at = site.clock.now
  const sums = { uploaded: 5_000_000, downloaded: 4_000_000, seedSeconds: 7200 }
  const pair = { memberId, torrentId: torrent.id, ...sums, seededUntil: 0 }
  await site.database.accounting.flush({
    run: 'test',
    sequence: 1,
    at,
    marks: [],
    pairs: [{ ...pair, firstAt: at, lastAt: at, client: hostile[0] ?? '' }],
    days: [0, 1, 30].map((daysAgo) => ({ memberId, day: dayOf(at) - daysAgo, ...sums })),
    completions: [],
    anonymous: [],
    pointsPerCompletion: 10,
  })
}

/** More than a page of points, and a toplist. */
async function rank(memberId: number): Promise<void> {
  const { points, toplists } = site.database
  const at = site.clock.now - 3600
  const entry = { at, actor: 'operator', action: 'points.grant', target: '', detail: '' }
  for (let index = 0; index < 60; index++) {
    const reason = hostile[index % hostile.length] ?? ''
    const amount = index === 0 ? 2000 : -index
    await points.grant({ memberId, amount, reason, key: `${index}`, at }, entry)
  }
  // Those of the two members that there are.
  const ranked = [1, 2].map((id) => ({ memberId: id, score: 123_456 - id }))
  await toplists.replace(new Map([['all', ranked]]), at)
}

function noteAnnounces(memberId: number): void {
  const common = { at: site.clock.now, memberId, torrentId: torrent.id, family: 4 } as const
  const peerId = Buffer.from('-qB5010-abcdefghijkl')
  site.live.note({
    ...common,
    kind: 'announce',
    event: AnnounceEvent.started,
    protocol: 'http',
    peerId,
    left: 0,
  })
  site.live.note({
    ...common,
    kind: 'refusal',
    torrentId: 0,
    event: AnnounceEvent.started,
    protocol: 'udp',
    infoHash: Buffer.alloc(20, 7),
    client: peerId,
    failure: Failure.torrentUnregistered,
  })
}

const starts = (): string[] => [
  '/',
  `/g/${full.id}/${full.key}`,
  `/g/1/${firstKey}`,
  `/g/${full.id}/${full.key}/torrents`,
  `/torrent/${hashOf(torrent)}`,
  `/torrent/${hashOf(torrent)}/uploaded`,
  `/torrent/${hashOf(expunged)}`,
  '/torrents?q=nothing+of+that',
  '/?q=tag:+size%3E+x',
  '/?look=covers',
  '/help/making-a-torrent?gid=1',
  '/home/torrents',
]
let firstKey = ''

/** What links lead to from there, one of each kind: lists have more addresses than anybody could look at. */
async function pagesOf(visitor: Visitor): Promise<string[]> {
  firstKey = (await site.galleries.find(1)).key
  const found: string[] = []
  const queue = starts()
  const seen = new Set(queue)
  const kinds = new Set(queue.map(kindOf))
  const add = (path: string): void => {
    // What stands below one's account has tests of its own.
    if (seen.has(path) || kinds.has(kindOf(path)) || path.startsWith('/account/')) return
    seen.add(path)
    kinds.add(kindOf(path))
    queue.push(path)
  }
  for (const path of queue) {
    const { status, html, location, headers } = await visitor.get(path)
    if (location !== '') add(location)
    if (!(headers.get('content-type') ?? '').includes('text/html') || html === '') continue
    expect([path, status]).toEqual([path, path.endsWith(hashOf(expunged)) ? 410 : 200])
    found.push(path)
    for (const [, href = ''] of html.matchAll(/<a\b[^>]*?\bhref="([^"#]*)"/g)) {
      const url = new URL(href.replaceAll('&amp;', '&'), site.url + path)
      if (url.origin === site.url) add(url.pathname + url.search)
    }
  }
  return found
}

function kindOf(path: string): string {
  return path
    .replaceAll(/[0-9a-f]{40}/g, 'HASH')
    .replaceAll(/\/g\/\d+\/\w+/g, '/g')
    .replace(/\/members\/\d+/, '/members/ID')
    .replace(/\/petitions\/\d+/, '/petitions/ID')
    .replace(/\?.*/, '?')
}

describe.for(['a guest', 'a member', 'a moderator'])('%s', (who) => {
  let paths: readonly string[]
  beforeAll(async () => {
    const visitor = visitors.get(who)
    if (visitor === undefined) throw new Error(`nobody is ${who}`)
    paths = await pagesOf(visitor)
  }, hookTimeoutMs)

  test('comes by links to every kind of page that is for them', () => {
    const kinds = new Set(paths.map((path) => kindOf(path).replace(/\?.*/, '')))
    const everybody = [
      '/',
      '/torrents',
      '/toplists',
      '/g',
      '/g/torrents',
      '/torrent/HASH',
      '/help/making-a-torrent',
      '/policy',
      '/privacy',
      '/takedown',
      '/contact',
      '/login',
    ]
    const members = [
      '/notices',
      '/upload',
      '/upload/gallery',
      '/home',
      '/home/points',
      '/home/torrents',
      '/home/counted',
      '/petitions',
      '/petitions/ID',
      '/g/petition',
      '/account',
    ]
    const expected = who === 'a guest' ? everybody : [...everybody.slice(0, -1), ...members]
    const own = [
      '/g/edit',
      '/g/version',
      '/g/remove',
      '/torrent/HASH/edit',
      '/torrent/HASH/replace',
      '/torrent/HASH/expunge',
      '/torrent/HASH/uploaded',
    ]
    const staff = [
      '/g/edit',
      '/g/expunge',
      '/g/remove',
      '/torrent/HASH/ban',
      '/torrent/HASH/remove',
      '/torrent/HASH/restore',
      '/moderation',
      '/moderation/purge',
      '/moderation/suspicions',
      '/moderation/petitions',
      '/torrent/HASH/petition',
      '/overview',
      '/audit',
      '/members',
      '/members/ID/ban',
    ]
    const more = who === 'a guest' ? [] : who === 'a member' ? own : staff
    for (const kind of [...expected, ...more]) expect([...kinds]).toContain(kind)
    for (const kind of who === 'a moderator' ? [] : ['/torrent/HASH/ban', '/g/expunge'])
      expect([...kinds]).not.toContain(kind)
  })

  test.for(screens)(
    'can use all of them on %s',
    { timeout: walkTimeoutMs },
    async ([, options]) => {
      await using visited = await visit(browser, site.url, { ...options, ...sessions.get(who) })
      expect(await auditPaths(visited, site.url, paths)).toEqual([])
    },
  )

  test('scrolls sideways on none of them, whatever the width', {
    timeout: walkTimeoutMs,
  }, async () => {
    await using visited = await visit(browser, site.url, sessions.get(who))
    const { page } = visited
    for (const path of onePerKind(paths)) {
      await page.goto(site.url + path)
      for (const width of [320, 719, 720]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await widthOf(page), `${path} on ${width} px`).toBe(width)
      }
    }
  })
})

describe('with scripts', () => {
  test('the torrent window opens above its gallery, and closes again', async () => {
    await using visited = await visit(browser, `${site.url}/g/${full.id}/${full.key}`)
    const { page, complaints } = visited
    await page.getByRole('link', { name: /^Torrent Download/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Newer' })
    await dialog.getByText('2 torrents were found for this gallery.').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/g/${full.id}/${full.key}`)
    await dialog.getByText('Outdated Torrents (1)').click()
    await dialog.getByText('An older set').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(complaints).toEqual([])
  })

  test('a visitor goes through the rows of both lists with keys', async () => {
    await using visited = await visit(browser, `${site.url}/?q=plate`)
    const { page } = visited
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key)
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Plate 59')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Plate 59' }).waitFor()
    await page.keyboard.press('/')
    expect(await page.evaluate('document.activeElement.name')).toBe('q')
  })

  test('pages of a list lead to each other and back', async () => {
    await using visited = await visit(browser, `${site.url}/?q=plate&sort=title`)
    const { page } = visited
    await page.getByText('Showing 1-50 of 60').waitFor()
    await page.getByRole('link', { name: 'Next →' }).click()
    await page.getByText('Showing 51-60 of 60').waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('plate')
    await page.getByRole('link', { name: '← Previous' }).click()
    await page.getByText('Showing 1-50 of 60').waitFor()
    // A search from here keeps the order.
    await page.getByRole('searchbox').press('Enter')
    expect(new URL(page.url()).search).toContain('sort=title')
  })
})
