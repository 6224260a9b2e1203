/**
 * What a gallery site may not be talked into: telling one member's keys to another, headers of a visitor's choice, changes
 * from pages of other sites, files in other places, and work without end over small files. (Who may do what:
 * gallery-access.test.ts; texts that would be scripts: gallery-content.test.ts.)
 */
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Gallery } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { Member } from '#index/members/member'
import { pngBomb, pngTextBomb } from '../galleries/pictures.ts'
import { bencode } from '../support/metainfo-bencode.ts'
import { crawl, formsOf, type Reached } from './support/crawl.ts'
import { type GallerySite, openGallerySite } from './support/gallery-site.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { Visitor } from './support/visitor.ts'

const hookTimeoutMs = 60_000

let site: GallerySite
let gallery: Gallery
let torrent: GalleryTorrent
let alice: Member
const visitors = new Map<string, Visitor>()
/** Everything that links lead them to. */
const reached = new Map<string, readonly Reached[]>()
/** What is Alice's alone. */
let secrets: readonly string[]

beforeAll(async () => {
  site = await openGallerySite()
  alice = await site.addMember('alice', 'uploader')
  await site.addMember('bob', 'uploader')
  await site.addMember('chief', 'administrator')
  gallery = await site.addGallery(alice.id, { title: 'Hortus Eystettensis' })
  torrent = await site.addTorrent(gallery, alice.id, upload('Hortus'))
  visitors.set('guest', new Visitor(site.url))
  for (const name of ['alice', 'bob', 'chief']) {
    const visitor = new Visitor(site.url)
    await visitor.logIn(name, password)
    visitors.set(name, visitor)
  }
  const key = await site.database.members.torrentKey(alice.id)
  const [, token = ''] =
    /\/feeds\/([\w-]{20,})\//.exec((await as('alice').get('/account/feed')).html) ?? []
  secrets = [key ?? '', token]
  for (const [name, visitor] of visitors) reached.set(name, await crawl(visitor, '/', withoutQuery))
}, hookTimeoutMs)
afterAll(() => site[Symbol.asyncDispose](), hookTimeoutMs)

/** Pages that somebody is led to, with something of Alice's in them. */
function holding(name: string): readonly Reached[] {
  const pages = reached.get(name) ?? []
  return pages.filter(({ html }) => secrets.some((secret) => html.includes(secret)))
}

/** Lists have more addresses than anybody could look at. */
function withoutQuery(path: string): string {
  return path.replace(/\?.*/, '')
}

function as(name: string): Visitor {
  const visitor = visitors.get(name)
  if (visitor === undefined) throw new Error(`nobody is ${name}`)
  return visitor
}

const torrentPath = (): string => `/torrent/${Buffer.from(torrent.infoHash).toString('hex')}`

describe('what is one member’s alone', () => {
  test('is on no page that anybody else is led to, staff or not', () => {
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{16,}$/)
    for (const name of ['guest', 'bob', 'chief'])
      expect(
        holding(name).map(({ path }) => path),
        name,
      ).toEqual([])
    expect(holding('alice').map(({ path }) => path)).toContain('/account/feed')
  })

  test('is not what others get at the addresses that she is led to', async () => {
    const open = new Set(reached.get('guest')?.map(({ path }) => path))
    const hers = (reached.get('alice') ?? []).filter(({ path }) => !open.has(path))
    expect(hers.length).toBeGreaterThan(20)
    for (const { path } of hers)
      for (const name of ['guest', 'bob', 'chief']) {
        // The address of a feed is its own key.
        if (secrets.some((secret) => path.includes(secret))) continue
        const { html } = await as(name).get(path)
        expect([path, secrets.some((secret) => html.includes(secret))]).toEqual([path, false])
      }
  })

  test('opens no feed with a part of it, and none of the account', async () => {
    const [key = '', token = ''] = secrets
    for (const wrong of [key, token.slice(1), `${token}x`, token.toUpperCase(), '%2e%2e', '..%2Fx'])
      for (const name of ['torrents.rss', 'galleries.atom'])
        expect((await as('guest').get(`/feeds/${wrong}/${name}`)).status, wrong).toBe(404)
    const { html } = await as('guest').get(`/feeds/${token}/torrents.rss`)
    expect(html).not.toContain(key)
  })
})

const injected = 'x\r\nX-Injected: 1\r\nSet-Cookie: injected=1\r\n\r\n<b>injected'

test('a line end in what a visitor sends makes no header', async () => {
  const text = encodeURIComponent(injected)
  for (const path of [
    ...['q', 'cat', 'u', 'sort', 'after', 'before', 'look'].map((name) => `/?${name}=${text}`),
    `/torrents?q=${text}&status=${text}`,
    `/g/${gallery.id}/${text}`,
    `${torrentPath()}?done=${text}`,
    `/torrent/${text}/personal.torrent`,
    `/get/${gallery.announceId}/${text}.torrent`,
    `/help/making-a-torrent?gid=${text}`,
    `/feeds/torrents.rss?q=${text}`,
    `/feeds/${text}/torrents.atom`,
    `/members/${text}/ban`,
    `/moderation/${text}`,
  ])
    for (const name of ['guest', 'chief']) {
      const { headers, html, location } = await as(name).get(path)
      expect([path, headers.get('x-injected'), location.match(/[\r\n]/)]).toEqual([
        path,
        null,
        null,
      ])
      expect(headers.getSetCookie().join(), path).not.toContain('injected=1')
      expect(html, path).not.toContain('<b>injected')
    }
})

test('every form that links lead to is refused from a page of another site', async () => {
  const actions = new Set(
    ['alice', 'chief']
      .flatMap((name) => (reached.get(name) ?? []).flatMap(formsOf))
      .flatMap(({ method, action }) => (method === 'post' ? [action] : [])),
  )
  expect(actions.size).toBeGreaterThan(20)
  const before = await stateNow()
  for (const action of actions)
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const fields = { reason: 'forged', title: 'forged', name: 'forged', own: 'forged' }
      expect((await as('chief').post(action, fields, headers)).status, action).toBe(403)
    }
  expect(await stateNow()).toEqual(before)
})

describe('an upload', () => {
  test.for([
    ['a name that leads out', { name: '../../../etc/passwd' }],
    ['a name with a slash', { name: 'a/b' }],
    ['a file that leads out', { name: 'x', files: [{ length: 1, path: ['..', '..', 'x'] }] }],
    ['a file with a slash', { name: 'x', files: [{ length: 1, path: ['a/../../x'] }] }],
    [
      'a file with another slash',
      { name: 'x', files: [{ length: 1, path: [String.raw`a\..\x`] }] },
    ],
    ['a file with a zero in its name', { name: 'x', files: [{ length: 1, path: ['a\0.txt'] }] }],
  ] as const)('of a torrent with %s is refused', async ([, info]) => {
    const length = 'files' in info ? {} : { length: 1 }
    const facts = { ...info, ...length, 'piece length': 16_384, pieces: Buffer.alloc(20) }
    const { status, text } = await send(bencode({ info: facts }))
    expect([status, text.includes('refused')]).toEqual([422, true])
  })

  test('of what would be work without end is refused at once', async () => {
    const deep = `${'l'.repeat(45_000)}${'e'.repeat(45_000)}`
    const wide = `d4:infod${Array.from({ length: 9000 }, (_, index) => `5:${String(index).padStart(5, '0')}le`).join('')}ee`
    const long = 'd4:infod6:lengthi1e4:name99999999999999999999:x'
    const number = `d4:infod6:lengthi${'9'.repeat(50_000)}ee`
    for (const text of [deep, `d4:info${deep}e`, wide, long, number]) {
      const { status, text: told } = await send(Buffer.from(text))
      expect([text.slice(0, 20), status, told.includes('refused')]).toEqual([
        text.slice(0, 20),
        422,
        true,
      ])
    }
    expect((await as('guest').get('/')).status).toBe(200)
  })

  test('of a picture that would be huge is refused, and its gallery stays as it was', async () => {
    for (const bytes of [pngBomb(50_000, 50_000), pngBomb(8000, 5001)]) {
      const { status, text } = await sendCover(bytes)
      expect([status, text]).toEqual([422, expect.stringContaining('pixels')])
    }
    // Its text may be left out, and not unpacked.
    expect([303, 422]).toContain((await sendCover(pngTextBomb())).status)
    expect((await site.galleries.find(gallery.id)).title).toBe('Hortus Eystettensis')
  })

  test('whose name was changed to a path makes files of one name, without folders', async () => {
    await site.torrents.edit(torrent.id, { name: '../../../etc/cron.d/x' }, 'test')
    const cookie = [...as('alice').cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const get = (path: string) => fetch(site.url + path, { headers: { cookie } })
    const archive = await get('/account/torrents.zip')
    const names = Object.keys(unzipSync(new Uint8Array(await archive.arrayBuffer())))
    expect(names).toHaveLength(1)
    expect(names[0]).not.toMatch(/[/\\]/)
    const file = await get(`${torrentPath()}/personal.torrent`)
    expect(file.headers.get('content-disposition')).not.toMatch(/[/\\]|%2F|%5C/i)
    await file.body?.cancel()
  })
})

async function send(bytes: Uint8Array) {
  const form = new FormData()
  form.append('file', new File([new Uint8Array(bytes)], '../../evil.torrent'))
  return await as('alice').send(`/g/${gallery.id}/${gallery.key}/torrents`, form)
}

async function sendCover(bytes: Uint8Array) {
  const form = new FormData()
  for (const [name, value] of Object.entries({ title: gallery.title, category: gallery.category }))
    form.append(name, value)
  form.append('cover', new File([new Uint8Array(bytes)], 'cover.png', { type: 'image/png' }))
  return await as('alice').send(`/g/${gallery.id}/${gallery.key}/edit`, form)
}

async function stateNow(): Promise<unknown> {
  const { galleries, torrents, database } = site
  return {
    gallery: await galleries.find(gallery.id),
    torrents: await torrents.window(gallery.id),
    log: await database.audit.latest(1),
  }
}
