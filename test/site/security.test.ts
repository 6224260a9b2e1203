/**
 * What no page and no form of the site may be talked into: headers of a visitor's choice, changes from pages of other
 * sites, pages of operators for guests. (Names that would be scripts: registered-pages.test.ts and accessibility.test.ts;
 * sessions that somebody else has put into a browser: login.test.ts.)
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crawl, formsOf, type Reached } from './support/crawl.ts'
import { password } from './support/site-base.ts'
import { openTorrentSite, type TorrentSite } from './support/torrent-site.ts'
import { Visitor } from './support/visitor.ts'

const hash = 'a1'.repeat(20)
const hookTimeoutMs = 60_000

let site: TorrentSite
let guest: Visitor
let member: Visitor
let keeper: Visitor
/** Everything that links lead a guest, and an operator, to. */
let guestPages: readonly Reached[]
let keeperPages: readonly Reached[]

beforeAll(async () => {
  site = await openTorrentSite()
  const { torrents } = site
  await torrents.register([{ infoHash: Buffer.from(hash, 'hex'), name: 'Hortus' }], 'test')
  for (const [index, act] of ['ban', 'remove'].entries()) {
    const infoHash = Buffer.alloc(20, index + 1)
    await torrents.register([{ infoHash, name: `to ${act}` }], 'test')
    if (act === 'ban') await torrents.ban(infoHash, { reason: 'x', isPublic: true }, 'test')
    else await torrents.remove(infoHash, 'x', 'test')
  }
  await site.addMember('carol')
  await site.addMember('keeper', 'moderator')
  ;[guest, member, keeper] = [site, site, site].map(({ url }) => new Visitor(url)) as [
    Visitor,
    Visitor,
    Visitor,
  ]
  await member.logIn('carol', password)
  await keeper.logIn('keeper', password)
  guestPages = await crawl(guest)
  keeperPages = await crawl(keeper)
}, hookTimeoutMs)
afterAll(() => site[Symbol.asyncDispose](), hookTimeoutMs)

const injected = 'x\r\nX-Injected: 1\r\nSet-Cookie: injected=1\r\n\r\n<b>injected'

describe('a line end in what a visitor sends', () => {
  const addresses = [
    `/login?next=${encodeURIComponent(`/account${injected}`)}`,
    `/torrents?q=${encodeURIComponent(injected)}`,
    `/torrents?after=${encodeURIComponent(injected)}`,
    `/torrent/${hash}?done=${encodeURIComponent(injected)}`,
    `/torrent/${encodeURIComponent(injected)}`,
    `/audit?after=${encodeURIComponent(injected)}`,
    `/set-password/${encodeURIComponent(injected)}`,
    `/${encodeURIComponent(injected)}`,
  ]

  test.for(addresses)('makes no header: %s', async (path) => {
    for (const visitor of [guest, keeper]) {
      const { headers, html, location } = await visitor.get(path)
      expect([headers.get('x-injected'), headers.getSetCookie().join()]).toEqual([null, ''])
      expect(location).not.toMatch(/[\r\n]/)
      expect(html).not.toContain('<b>injected')
    }
  })

  test('makes no header out of any field of any form', async () => {
    for (const { method, action } of keeperPages.flatMap(formsOf)) {
      if (method !== 'post' || action === '/logout') continue
      const names = ['name', 'password', 'next', 'hash', 'reason', 'link', 'session', 'after']
      const fields = Object.fromEntries(names.map((name) => [name, injected]))
      const { headers, location } = await new Visitor(site.url).post(action, fields)
      expect([headers.get('x-injected'), location.match(/[\r\n]/)], action).toEqual([null, null])
      expect(headers.getSetCookie().join(), action).not.toContain('injected=1')
    }
  })
})

describe('every form that links lead to', () => {
  test('is refused from a page of another site, and from one that does not say where it is', async () => {
    const actions = new Set(
      keeperPages
        .flatMap(formsOf)
        .flatMap(({ method, action }) => (method === 'post' ? [action] : [])),
    )
    expect(actions.size).toBeGreaterThan(8)
    const before = await stateNow()
    for (const action of actions)
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
      ]) {
        const fields = { reason: 'forged', hash: 'c3'.repeat(20), name: 'forged' }
        const { status } = await keeper.post(action, fields, headers)
        expect(status, `${action} ${JSON.stringify(headers)}`).toBe(403)
      }
    expect(await stateNow()).toEqual(before)
    expect((await keeper.get('/account')).status).toBe(200)
  })

  test('is none that a search engine could send', () => {
    const all = [...guestPages, ...keeperPages].flatMap(formsOf)
    const others = all.filter(({ method, action }) => method === 'get' && action !== '/torrents')
    expect(others).toEqual([])
  })
})

function onlyTheirs(): string[] {
  const open = new Set(guestPages.map(({ path }) => path))
  return keeperPages.map(({ path }) => path).filter((path) => !open.has(path))
}

describe('what only an operator is led to', () => {
  test('is shown to no guest', async () => {
    expect(onlyTheirs().length).toBeGreaterThan(10)
    for (const path of onlyTheirs()) {
      const { status, html } = await guest.get(path)
      const hasOperators = isOperators.test(html)
      expect([path, status === 200 && hasOperators]).toEqual([path, false])
      if (!path.startsWith('/torrents?') && !/^\/torrent\/[0-9a-f]{40}$/.test(path))
        expect(status, path).toBe(303)
    }
  })

  test('is shown to no member without the right', async () => {
    for (const path of onlyTheirs()) {
      const { html } = await member.get(path)
      expect(isOperators.test(html), path).toBe(false)
    }
  })

  test('is kept by no cache that others use', async () => {
    for (const path of onlyTheirs())
      expect((await keeper.get(path)).headers.get('cache-control'), path).toMatch(
        /^private|no-store/,
      )
  })
})

/** Forms that change torrents, and the line of operators. */
const isOperators = /action="\/torrents?\/|href="\/audit"|class="filters"/

async function stateNow(): Promise<unknown> {
  const { torrents, database } = site
  const { entries } = await database.audit.list({ after: undefined, limit: 100 })
  return { entries, counts: await torrents.counts() }
}
