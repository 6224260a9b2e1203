/**
 * Who gets which of the registered tracker's pages, what changes nothing however it is asked, what a request can hold
 * that nobody would type, and what a page weighs.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { siteSearchesPerMinuteMax, uploadedFilesMax } from '#base/limits'
import { untilTrue } from '../support/until-true.ts'
import { brokenPost } from './support/broken-post.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { openTorrentSite, type TorrentSite } from './support/torrent-site.ts'
import { type Reply, Visitor } from './support/visitor.ts'

const hookTimeoutMs = 30_000
const hash = 'a1'.repeat(20)
const hashBytes = Buffer.from(hash, 'hex')
const removedHash = 'b2'.repeat(20)

let site: TorrentSite
let guest: Visitor
let member: Visitor
let keeper: Visitor
let boss: Visitor
let room = 1000

beforeAll(async () => {
  site = await openTorrentSite({ room: () => room })
  await site.addMember('carol')
  await site.addMember('keeper', 'moderator')
  await site.addMember('boss', 'administrator')
  ;[guest, member, keeper, boss] = ['', 'carol', 'keeper', 'boss'].map(
    () => new Visitor(site.url),
  ) as [Visitor, Visitor, Visitor, Visitor]
  await member.logIn('carol', password)
  await keeper.logIn('keeper', password)
  await boss.logIn('boss', password)
  await site.torrents.register([{ infoHash: hashBytes, name: 'Hortus Eystettensis' }], 'test')
  const removed = Buffer.from(removedHash, 'hex')
  await site.torrents.register([{ infoHash: removed, name: 'Was here' }], 'test')
  await site.torrents.remove(removed, 'secret reason', 'test')
}, hookTimeoutMs)
afterAll(() => site[Symbol.asyncDispose](), hookTimeoutMs)

const acts = ['ban', 'unban', 'remove', 'restore', 'pin', 'unpin']
const operatorPages = [
  '/torrents/add',
  '/audit',
  '/overview',
  ...acts.map((act) => `/torrent/${hash}/${act}`),
]
const changes = [
  '/torrents/add',
  '/torrents/add/files',
  ...acts.map((act) => `/torrent/${hash}/${act}`),
]

async function stateNow(): Promise<unknown> {
  const { ban, removal, isPinned } = await site.torrents.find(hashBytes)
  return { ban, removal, isPinned, counts: await site.torrents.counts() }
}

describe('guests', () => {
  test.for(operatorPages)('get no %s, and are asked to log in', async (path) => {
    const { status, location, html } = await guest.get(path)
    expect({ status, location, html }).toEqual({
      status: 303,
      location: `/login?next=${encodeURIComponent(path)}`,
      html: '',
    })
  })

  test.for(changes)('change nothing at %s', async (path) => {
    const before = await stateNow()
    const { status, location } = await guest.post(path, { reason: 'x', hash: 'c3'.repeat(20) })
    expect([status, location]).toEqual([303, '/login?next=%2Faccount'])
    expect(await stateNow()).toEqual(before)
  })

  test('see neither buttons nor lists of operators, nor why something was removed', async () => {
    for (const path of ['/', '/torrents', '/torrents?state=banned', `/torrent/${hash}`]) {
      const { html, status } = await guest.get(path)
      expect(status).toBe(200)
      for (const word of ['/audit', '/overview', 'state=', '/ban"', 'class="filters"'])
        expect(html, path).not.toContain(word)
    }
    const { status, html } = await guest.get(`/torrent/${removedHash}`)
    expect(status).toBe(410)
    expect(html).not.toMatch(/secret reason|Was here/)
    expect((await guest.get('/torrents?q=was')).text).toContain('No hits found')
    expect((await guest.get('/torrents?q=was&state=removed')).text).toContain('No hits found')
  })

  test('are not told that something was done which was not', async () => {
    const { text } = await guest.get(`/torrent/${hash}?done=pin`)
    expect(text).not.toContain('Done')
    expect((await keeper.get(`/torrent/${hash}?done=ban`)).text).not.toContain('Done')
    expect((await keeper.get(`/torrent/${hash}?done=toString`)).status).toBe(200)
  })
})

describe('members who are no operators', () => {
  test.for(operatorPages)('are told that %s is not for them', async (path) => {
    const { status, text } = await member.get(path)
    expect(status).toBe(403)
    expect(text).toContain('This page is for those who look after the torrents')
  })

  test.for(changes)('change nothing at %s', async (path) => {
    const before = await stateNow()
    expect((await member.post(path, { reason: 'x', hash: 'c3'.repeat(20) })).status).toBe(403)
    expect(await stateNow()).toEqual(before)
  })
})

describe('operators', () => {
  test('are moderators and administrators', async () => {
    for (const visitor of [keeper, boss])
      for (const path of ['/torrents/add', '/audit', '/overview', `/torrent/${hash}/ban`])
        expect((await visitor.get(path)).status, path).toBe(200)
  })

  test('change nothing by loading a page', async () => {
    const before = await stateNow()
    for (const path of [...operatorPages, `/torrent/${hash}/ban?reason=x&public=yes`])
      expect((await keeper.get(path)).status, path).toBeLessThan(400)
    expect(await stateNow()).toEqual(before)
  })

  test.for(changes)('change nothing at %s from a page of another site', async (path) => {
    const before = await stateNow()
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const sent = { reason: 'x', hash: 'c3'.repeat(20), name: 'forged' }
      expect((await keeper.post(path, sent, headers)).status).toBe(403)
    }
    expect(await stateNow()).toEqual(before)
  })

  test('are told what cannot be', async () => {
    expect((await keeper.post(`/torrent/${removedHash}/ban`, { reason: 'x' })).text).toContain(
      'was removed; restore it first',
    )
    expect((await keeper.post(`/torrent/${hash}/ban`, {})).text).toContain('The reason is empty')
    expect((await keeper.post(`/torrent/${hash}/ban`, { reason: 'a\nb' })).status).toBe(422)
    expect((await keeper.post(`/torrent/${'c3'.repeat(20)}/ban`, { reason: 'x' })).status).toBe(404)
    room = 0
    const added = { hash: 'd4'.repeat(20), name: 'one too many' }
    expect((await keeper.post('/torrents/add', added)).text).toContain('no room for more torrents')
    expect((await keeper.post(`/torrent/${removedHash}/restore`, {})).text).toContain('no room')
    room = 1000
    const { status, text } = await keeper.post('/torrents/add', {})
    expect(status).toBe(422)
    expect(text).toContain('is not an info-hash; write 40 hex digits')
  })

  test('add a torrent of version 2 by its long hash', async () => {
    const long = 'e5'.repeat(32)
    const { status, location } = await keeper.post('/torrents/add', { hash: long, name: 'Long' })
    expect([status, location]).toEqual([303, `/torrent/${long.slice(0, 40)}?done=added`])
    expect((await guest.get(`/torrent/${long}`)).text).toContain('Long')
  })
})

describe('an upload', () => {
  test('of nothing is told to choose a file', async () => {
    const { status, text } = await uploadFiles([])
    expect(status).toBe(422)
    expect(text).toContain('Choose one file at least.')
    const { text: empty } = await uploadFiles([new File([], '')])
    expect(empty).toContain('Choose one file at least.')
  })

  test('of more files than are taken adds the first, and names the first that it left out', async () => {
    const { buffer } = upload('Many')
    const files = Array.from(
      { length: uploadedFilesMax + 3 },
      (_, index) => new File([new Uint8Array(buffer)], `file ${index}.torrent`),
    )
    const { status, text } = await uploadFiles(files)
    expect(status).toBe(200)
    expect(text).toContain(`refused file ${uploadedFilesMax}.torrent More than`)
    expect(text).not.toContain(`file ${uploadedFilesMax + 1}.torrent`)
    expect(text).toContain(`known file ${uploadedFilesMax - 1}.torrent`)
  })

  test('that is no upload is refused', async () => {
    const multipart = 'multipart/form-data'
    const bodies = [
      ['application/x-www-form-urlencoded', 'file=x'],
      [multipart, 'x'],
      [`${multipart}; boundary=`, 'x'],
      [`${multipart}; boundary=b`, ''],
      [`${multipart}; boundary=b`, 'x'.repeat(100_000)],
      [
        `${multipart}; boundary=b`,
        '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx',
      ],
      [`${multipart}; boundary=b`, `--b\r\n${'x: y\r\n'.repeat(50_000)}`],
    ] as const
    for (const [type, body] of bodies) {
      const headers = { 'content-type': type, cookie: cookiesOf(keeper), origin: site.url }
      const { status } = await fetch(`${site.url}/torrents/add/files`, {
        method: 'POST',
        body,
        headers,
      })
      expect(status, body.slice(0, 60)).toBeGreaterThanOrEqual(400)
      expect(status, body.slice(0, 60)).toBeLessThan(500)
    }
    expect(site.logged).toEqual([])
  })

  test('that breaks off in a file adds what came before', async () => {
    const { buffer } = upload('Came whole')
    const first = Buffer.concat([Buffer.from(head('whole.torrent')), buffer])
    const second = Buffer.from(`\r\n${head('half.torrent')}d8:announce`)
    await brokenPost(site.url, {
      path: '/torrents/add/files',
      headers: {
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': String(first.length + second.length + 1000),
        cookie: cookiesOf(keeper),
        origin: site.url,
      },
      body: Buffer.concat([first, second]),
      until: async () => {
        await expect.poll(countOfWhole, untilTrue).toBe(1)
      },
    })
    expect((await guest.get('/torrents')).status).toBe(200)
    expect(site.logged).toEqual([])
  })
})

function cookiesOf({ cookies }: Visitor): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

async function uploadFiles(files: readonly File[]): Promise<Pick<Reply, 'status' | 'text'>> {
  const body = new FormData()
  for (const file of files) body.append('file', file)
  const reply = await fetch(`${site.url}/torrents/add/files`, {
    method: 'POST',
    body,
    headers: { cookie: cookiesOf(keeper), origin: site.url, accept: 'text/html' },
  })
  const html = await reply.text()
  const text = html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  return { status: reply.status, text }
}

describe('whatever stands in an address', () => {
  test.for([
    '/torrents?q[]=a&q=b&sort=nothing&dir=sideways&from=-1',
    '/torrents?__proto__[x]=1&sort=__proto__&state=constructor',
    `/torrents?q=${'x'.repeat(5000)}`,
    `/torrents?q=${'%22'.repeat(500)}`,
    '/torrents?q=%00%ED%A0%80%F0%9F%90%9D',
    '/torrents?from=999999999',
    `/torrents?q=${'f'.repeat(40)}`,
  ])('%s is a list', async (path) => {
    const { status, html } = await guest.get(path)
    expect(status).toBe(200)
    expect(html).toContain('<h1>Torrents</h1>')
  })

  test.for([
    'after=x',
    'before=x',
    'after=WyJzaXplIiwxLDFd',
    'before=WyJhZGRlZCIsOTk5OTk5OTk5OTksMV0',
  ])('a mark that is none leads to the beginning: %s', async (mark) => {
    const { status, location } = await guest.get(`/torrents?q=plate&${mark}`)
    expect([status, location]).toEqual([303, '/torrents?q=plate'])
    expect((await keeper.get('/audit?after=x')).location).toBe('/audit')
  })

  test('a page beyond the end says so', async () => {
    const after = Buffer.from(JSON.stringify(['added', 0, 0])).toString('base64url')
    const { status, text } = await guest.get(`/torrents?after=${after}`)
    expect(status).toBe(200)
    expect(text).toContain('There are no more torrents here.')
  })

  test.for(['x', 'a1', `${hash}0`, '..%2f', '%00', 'é'.repeat(40), '__proto__'])(
    '/torrent/%s is no torrent',
    async (name) => {
      const { status, text } = await guest.get(`/torrent/${encodeURI(name)}`)
      expect(status).toBe(404)
      expect(text).toContain('No torrent with this info-hash is registered here.')
    },
  )
})

test('a network searches so often and no more, and may still read', async () => {
  const limited = await openTorrentSite({ isLimited: true })
  const visitor = new Visitor(limited.url)
  const search = async (index: number): Promise<number> =>
    (await visitor.get(`/torrents?q=${index}`)).status
  for (let index = 0; index < siteSearchesPerMinuteMax; index++)
    expect(await search(index)).toBe(200)
  expect(await search(0)).toBe(429)
  expect((await visitor.get('/torrents')).status).toBe(200)
  await limited[Symbol.asyncDispose]()
})

test('a list of 50 torrents fits 45 kB', async () => {
  const busy = await openTorrentSite()
  const torrents = Array.from({ length: 60 }, (_, index) => ({
    infoHash: Buffer.from(String(index).padStart(20, '0')),
    name: longName(index),
    sizeBytes: 3 ** (index % 30),
    completed: 10 ** (index % 6),
  }))
  await busy.torrents.register(torrents, 'test')
  const { html } = await new Visitor(busy.url).get('/torrents?q=photographs')
  await busy[Symbol.asyncDispose]()
  expect(html.match(/<tr>/g)).toHaveLength(51)
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(45_000)
})

test('while the database is away, the front page is there and every other page says why it is not', async () => {
  const away = await openTorrentSite()
  await away.addMember('keeper', 'moderator')
  const visitor = new Visitor(away.url)
  await visitor.logIn('keeper', password)
  await away.losesDatabase()
  expect((await visitor.get('/')).status).toBe(200)
  for (const path of [
    '/torrents',
    '/torrents?q=x',
    `/torrent/${hash}`,
    '/audit',
    '/torrents/add',
  ]) {
    const { status, text, headers } = await visitor.get(path)
    expect(status, path).toBe(503)
    expect(text).toMatch(/cannot be reached at the moment|do(?:es)? not answer|database/i)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await visitor.post(`/torrent/${hash}/ban`, { reason: 'x' })).status).toBe(503)
  expect(away.logged).toEqual([])
  await away[Symbol.asyncDispose]()
})

function head(name: string): string {
  return `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`
}

async function countOfWhole(): Promise<number> {
  return (await site.torrents.total({ state: 'live', search: 'came whole' })).count
}

function longName(index: number): string {
  return `Photographs of the Paris exposition, glass negatives, volume ${index}, & the "index" of plates — 東海道五十三次`
}
