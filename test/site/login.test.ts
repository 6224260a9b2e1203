/** Logging in over real HTTP: who gets in, what a browser keeps, and what nobody can make somebody else's browser do. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AccountSite, openAccountSite } from './support/account-site.ts'
import { password } from './support/site-base.ts'
import { type Reply, Visitor } from './support/visitor.ts'

let site: AccountSite
/** Every test is somebody from elsewhere, because failures are remembered. */
let network = 0

beforeAll(async () => {
  site = await openAccountSite()
  await site.addMember('Alice')
  await site.addMember('Mallory')
})
afterAll(() => site[Symbol.asyncDispose]())
beforeEach(() => {
  network++
  site.settings.url = ''
})

const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

function newVisitor(headers: Readonly<Record<string, string>> = {}): Visitor {
  return new Visitor(site.url, {
    'x-forwarded-for': `192.0.2.${network}`,
    'user-agent': linux,
    ...headers,
  })
}

async function loggedIn(name = 'alice'): Promise<Visitor> {
  const visitor = newVisitor()
  expect((await visitor.logIn(name, password)).status).toBe(303)
  return visitor
}

async function isLoggedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/account')).status === 200
}

function cookieOf({ headers }: Reply): string {
  expect(headers.getSetCookie()).toHaveLength(1)
  return headers.getSetCookie()[0] ?? ''
}

/** All that is told of a wrong login but the name. */
async function failure(name: string) {
  const { status, headers, html } = await newVisitor().logIn(name, 'not this one')
  const kept = [...headers].filter(([key]) => !['date', 'content-length'].includes(key))
  return { status, kept, html: html.replaceAll(name, 'NAME') }
}

describe('a login', () => {
  test('leads to the account, with a cookie that scripts and other sites cannot use', async () => {
    const reply = await newVisitor().logIn('alice', password)
    expect([reply.status, reply.location]).toEqual([303, '/account'])
    expect(cookieOf(reply)).toMatch(
      /^waggle-session=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })

  test('on a site with TLS is kept by a name that only this very site can set', async () => {
    site.settings.url = 'https://tracker.example'
    const visitor = newVisitor()
    const reply = await visitor.post(
      '/login',
      { name: 'alice', password },
      { origin: 'https://tracker.example' },
    )
    expect(cookieOf(reply)).toMatch(
      /^__Host-waggle=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(await isLoggedIn(visitor)).toBe(true)
    site.settings.url = ''
    expect(await isLoggedIn(visitor)).toBe(false)
  })

  test('is answered alike for an unknown name and a wrong password', async () => {
    const [wrong, unknown] = [await failure('alice'), await failure('alicf')]
    expect(wrong).toEqual(unknown)
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('Name or password is wrong.')
    expect(wrong.kept.map(([key]) => key)).not.toContain('set-cookie')
  })

  test('that failed keeps the name, and never shows the password', async () => {
    const { html } = await newVisitor().logIn('"><b>alice', 'my secret words')
    expect(html).toContain('value="&quot;&gt;&lt;b&gt;alice"')
    expect(html).not.toContain('my secret words')
  })

  test('that failed too often has to wait, also with the right password', async () => {
    const visitor = newVisitor()
    for (let tries = 0; tries < 2; tries++) await visitor.logIn('alice', 'guess')
    const reply = await visitor.logIn('alice', password)
    expect(reply.status).toBe(429)
    expect(reply.headers.get('retry-after')).toBe('30')
    expect(reply.text).toContain('Too many attempts failed. Try again in 30 seconds.')
    expect(visitor.cookies.size).toBe(0)
    const elsewhere = newVisitor({ 'x-forwarded-for': '198.51.100.7' })
    expect((await elsewhere.logIn('alice', password)).status).toBe(303)
    site.clock.now += 30
    expect((await visitor.logIn('alice', password)).status).toBe(303)
  })

  test('of somebody who is suspended is refused with the reason', async () => {
    await site.addMember('bob')
    const visitor = await loggedIn('bob')
    await site.members.suspend('bob', 'operator')
    expect(await isLoggedIn(visitor)).toBe(false)
    const reply = await newVisitor().logIn('bob', password)
    expect([reply.status, reply.text]).toEqual([
      403,
      expect.stringContaining('This account is suspended.'),
    ])
  })

  test('with half a form or none is refused as a wrong one', async () => {
    for (const fields of [{}, { name: 'alice' }, { password }, { name: '', password: '' }]) {
      network++
      expect((await newVisitor().post('/login', fields)).status).toBe(422)
    }
  })
})

describe('a session', () => {
  test('that somebody else has put into the browser is not the one of the login', async () => {
    for (const planted of ['x'.repeat(43), 'anything', '']) {
      const visitor = newVisitor()
      visitor.cookies.set('waggle-session', planted)
      expect(await isLoggedIn(visitor)).toBe(false)
      await visitor.logIn('alice', password)
      expect(visitor.cookies.get('waggle-session')).not.toBe(planted)
      const other = newVisitor()
      other.cookies.set('waggle-session', planted)
      expect(await isLoggedIn(other)).toBe(false)
    }
  })

  test('of somebody else in the same browser is over with the login', async () => {
    const visitor = await loggedIn('mallory')
    const [planted = ''] = visitor.cookies.values()
    await visitor.logIn('alice', password)
    expect((await visitor.get('/account')).text).toContain('logged in as Alice')
    const other = newVisitor()
    other.cookies.set('waggle-session', planted)
    expect(await isLoggedIn(other)).toBe(false)
  })

  test('ends when its owner logs out, and by a form only', async () => {
    const visitor = await loggedIn()
    const [secret = ''] = visitor.cookies.values()
    expect((await visitor.get('/logout')).status).toBe(404)
    expect(await isLoggedIn(visitor)).toBe(true)
    const reply = await visitor.post('/logout', {})
    expect([reply.status, reply.location]).toEqual([303, '/login'])
    expect(visitor.cookies.size).toBe(0)
    visitor.cookies.set('waggle-session', secret)
    expect(await isLoggedIn(visitor)).toBe(false)
  })

  test('is over after 30 days without a visit', async () => {
    const visitor = await loggedIn()
    site.clock.now += 31 * 86_400
    expect(await isLoggedIn(visitor)).toBe(false)
  })
})

describe('where a login leads', () => {
  test('is the page that was asked for', async () => {
    const visitor = newVisitor()
    const refused = await visitor.get('/account?done=session')
    expect([refused.status, refused.location]).toEqual([
      303,
      '/login?next=%2Faccount%3Fdone%3Dsession',
    ])
    const { html } = await visitor.get(refused.location)
    expect(html).toContain('<input type="hidden" name="next" value="/account?done=session">')
    const reply = await visitor.logIn('alice', password, '/account?done=session')
    expect(reply.location).toBe('/account?done=session')
    expect((await visitor.get('/login?next=/kit')).location).toBe('/kit')
  })

  test.for([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/\t/evil.example',
    'evil.example',
  ])('is never another site: %j', async (next) => {
    const visitor = newVisitor()
    const { html } = await visitor.get(`/login?next=${encodeURIComponent(next)}`)
    expect(html).not.toContain('evil.example')
    expect((await visitor.logIn('alice', password, next)).location).toBe('/account')
    const again = await visitor.get(`/login?next=${encodeURIComponent(next)}`)
    expect(again.location).toBe('/account')
  })
})

describe('a page of another site', () => {
  const paths = [
    ['/login', { name: 'alice', password }],
    ['/logout', {}],
    ['/account/password', { current: password, password: 'another one', again: 'another one' }],
    ['/account/sessions/end-others', {}],
    ['/account/key', {}],
    ['/set-password', { link: 'x'.repeat(43), password, again: password }],
  ] as const

  test.for(paths)('cannot make a browser send %s', async ([path, fields]) => {
    const visitor = await loggedIn()
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const reply = await visitor.post(path, fields, headers)
      expect(reply.status, JSON.stringify(headers)).toBe(403)
      expect(reply.headers.getSetCookie()).toEqual([])
    }
    expect(await isLoggedIn(visitor)).toBe(true)
    expect((await newVisitor().logIn('alice', password)).status).toBe(303)
  })
})

test('pages of accounts are kept by nobody, and for nobody to find', async () => {
  const visitor = await loggedIn()
  for (const path of ['/account', '/account/key', '/set-password/x', '/set-password']) {
    const { headers } = await visitor.get(path)
    expect(headers.get('cache-control'), path).toBe('no-store')
    expect(headers.get('x-robots-tag'), path).toBe('noindex')
  }
})
