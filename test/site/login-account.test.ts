/** What a member does with the own account over real HTTP: the link, the password, the sessions, the key. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccountSite, openAccountSite } from './support/account-site.ts'
import { password } from './support/site-base.ts'
import { hiddenOf, Visitor } from './support/visitor.ts'

let site: AccountSite
let number = 0

beforeAll(async () => {
  site = await openAccountSite()
})
afterAll(() => site[Symbol.asyncDispose]())

const browsers = {
  Firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  Safari:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
} as const

function newVisitor(browser: keyof typeof browsers = 'Firefox'): Visitor {
  return new Visitor(site.url, {
    'user-agent': browsers[browser],
    'x-forwarded-for': `192.0.2.${number}`,
  })
}

/** Somebody of another name for each test. */
async function newMember(): Promise<string> {
  const name = `member-${++number}`
  await site.addMember(name)
  return name
}

async function loggedIn(
  name: string,
  browser: keyof typeof browsers = 'Firefox',
): Promise<Visitor> {
  const visitor = newVisitor(browser)
  expect((await visitor.logIn(name, password)).status).toBe(303)
  return visitor
}

const isLoggedIn = async (visitor: Visitor): Promise<boolean> =>
  (await visitor.get('/account')).status === 200

async function newLink(): Promise<{ name: string; path: string; secret: string }> {
  const name = `invited-${++number}`
  const { link } = await site.members.add(name, 'member', 'operator')
  return { name, path: `/set-password/${link.secret}`, secret: link.secret }
}

describe('a link', () => {
  test('shows a form, which sets the password once and logs in', async () => {
    const { name, path, secret } = await newLink()
    const visitor = newVisitor()
    const shown = await visitor.get(path)
    expect([shown.status, shown.text]).toEqual([200, expect.stringContaining(`Welcome, ${name}.`)])
    const fields = { link: hiddenOf(shown, 'link'), password, again: password }
    const reply = await visitor.post('/set-password', fields)
    expect([reply.status, reply.location]).toEqual([303, '/account?done=password'])
    expect((await visitor.get(reply.location)).text).toContain('Done: The password is set')
    const again = await newVisitor().post('/set-password', {
      link: secret,
      password,
      again: password,
    })
    expect([again.status, again.text]).toEqual([404, expect.stringContaining('used already')])
    expect((await newVisitor().get(path)).status).toBe(404)
    expect(await isLoggedIn(await loggedIn(name))).toBe(true)
  })

  test('is in no address but the one of its page, and no browser tells others of that', async () => {
    const { path, secret } = await newLink()
    const visitor = newVisitor()
    const shown = await visitor.get(path)
    // The last policy that a browser knows counts; older ones know the first.
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer, strict-origin')
    expect(shown.html.match(/(?:href|action|src)="[^"]*"/g)?.join()).not.toContain(secret)
    const refused = await visitor.post('/set-password', { link: secret, password: 'x', again: 'x' })
    expect(refused.headers.get('referrer-policy')).toBe('no-referrer, strict-origin')
    expect(hiddenOf(refused, 'link')).toBe(secret)
    expect((await visitor.get('/account')).headers.get('referrer-policy')).toBe('same-origin')
    expect(site.logged.join()).not.toContain(secret)
  })

  test.for([
    ['is too short', 'qzqzqzq', 'qzqzqzq', 'This is too short.'],
    ['is common', 'Password123', 'Password123', 'among the first that others would guess'],
    ['is not repeated', 'one of them', 'another one', 'This is not the same as above.'],
    ['is too long', 'q'.repeat(2000), 'q'.repeat(2000), 'This is too long.'],
  ] as const)('can be used again after a password that %s', async ([, first, second, why]) => {
    const { name, secret } = await newLink()
    const visitor = newVisitor()
    const refused = await visitor.post('/set-password', {
      link: secret,
      password: first,
      again: second,
    })
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining(why)])
    expect(refused.html).not.toContain(first)
    const fields = { link: secret, password: name.split('').toReversed().join(''), again: '' }
    const reply = await visitor.post('/set-password', { ...fields, again: fields.password })
    expect(reply.status).toBe(303)
  })

  test('ends the session that the browser had of somebody else', async () => {
    const visitor = await loggedIn(await newMember())
    const [before = ''] = visitor.cookies.values()
    const { name, secret } = await newLink()
    await visitor.post('/set-password', { link: secret, password, again: password })
    expect((await visitor.get('/account')).text).toContain(`logged in as ${name}`)
    const other = newVisitor()
    other.cookies.set('waggle-session', before)
    expect(await isLoggedIn(other)).toBe(false)
  })

  test('that is none says so, with what to do', async () => {
    for (const path of ['/set-password/x', `/set-password/${'x'.repeat(43)}`, '/set-password']) {
      const { status, text } = await newVisitor().get(path)
      expect([status, text]).toEqual([404, expect.stringContaining('ask whoever gave you this')])
    }
  })

  test('makes whoever comes first administrator, by a name of their choice', async () => {
    const { secret = '' } = (await site.members.offerAdministration()) ?? {}
    const visitor = newVisitor()
    const shown = await visitor.get(`/set-password/${secret}`)
    expect(shown.text).toContain('Nobody looks after this site yet.')
    const fields = { link: secret, password, again: password }
    for (const [name, why] of [
      ['admin', 'This name is reserved.'],
      ['a b', 'Take 2 to 32 letters'],
    ] as const) {
      const refused = await visitor.post('/set-password', { ...fields, name })
      expect([refused.status, refused.text]).toEqual([422, expect.stringContaining(why)])
      expect(refused.html).toContain(`value="${name}"`)
    }
    const reply = await visitor.post('/set-password', { ...fields, name: 'Boss' })
    expect(reply.status).toBe(303)
    expect((await visitor.get('/account')).text).toContain('logged in as Boss (administrator)')
    expect((await newVisitor().get(`/set-password/${secret}`)).status).toBe(404)
  })
})

describe('the account', () => {
  test('is for whoever is logged in', async () => {
    for (const path of ['/account', '/account/key'])
      expect((await newVisitor().get(path)).location).toBe(
        `/login?next=${encodeURIComponent(path)}`,
      )
    for (const path of [
      '/account/password',
      '/account/sessions/end',
      '/account/sessions/end-others',
      '/account/key',
    ])
      expect((await newVisitor().post(path, {})).location).toBe('/login?next=%2Faccount')
  })

  test('takes a new password from whoever knows the one before, and logs out elsewhere', async () => {
    const name = await newMember()
    const [visitor, elsewhere] = [await loggedIn(name), await loggedIn(name)]
    const change = (current: string, first: string, second = first) =>
      visitor.post('/account/password', { current, password: first, again: second })
    for (const [reply, why] of [
      [await change('not this one', 'another one'), 'This is not your password.'],
      [await change(password, 'another one', 'another two'), 'This is not the same as above.'],
      [await change(password, name), 'This is your name.'],
    ] as const)
      expect([reply.status, reply.text]).toEqual([422, expect.stringContaining(why)])
    const [before = ''] = visitor.cookies.values()
    const changed = await change(password, 'another one')
    expect([changed.status, changed.location]).toEqual([303, '/account?done=password'])
    expect([...visitor.cookies.values()]).not.toContain(before)
    expect(await isLoggedIn(visitor)).toBe(true)
    expect(await isLoggedIn(elsewhere)).toBe(false)
    expect((await newVisitor().logIn(name, password)).status).toBe(422)
    expect((await newVisitor().logIn(name, 'another one')).status).toBe(303)
  })

  test('cannot be guessed at with a browser that somebody left open', async () => {
    const visitor = await loggedIn(await newMember())
    const guess = () =>
      visitor.post('/account/password', {
        current: 'guess',
        password: 'another one',
        again: 'another one',
      })
    expect([(await guess()).status, (await guess()).status]).toEqual([422, 422])
    const delayed = await guess()
    expect([delayed.status, delayed.headers.get('retry-after')]).toEqual([429, '30'])
    expect(delayed.text).toContain('Not done: Too many attempts failed.')
  })

  test('lists the browsers, and logs out one, or all others', async () => {
    const name = await newMember()
    const [here, phone, third] = [
      await loggedIn(name),
      await loggedIn(name, 'Safari'),
      await loggedIn(name),
    ]
    const shown = await here.get('/account')
    expect(shown.text).toContain('Safari on iOS')
    expect(shown.text.match(/Firefox on Linux/g)).toHaveLength(2)
    expect(shown.text.match(/this one/g)).toHaveLength(1)
    expect(shown.html).not.toContain('192.0.2')
    const rows = shown.html.split('<tr>')
    const row = rows.find((one) => one.includes('Safari')) ?? ''
    const session = /name="session" value="(\d+)"/.exec(row)?.[1] ?? ''
    const ended = await here.post('/account/sessions/end', { session })
    expect((await here.get(ended.location)).text).toContain('Done: That browser is logged out.')
    expect([await isLoggedIn(phone), await isLoggedIn(third)]).toEqual([false, true])
    const others = await here.post('/account/sessions/end-others', {})
    expect((await here.get(others.location)).text).toContain('All other browsers are logged out.')
    expect([await isLoggedIn(third), await isLoggedIn(here)]).toEqual([false, true])
  })

  test("logs out nobody else's browser", async () => {
    const [alice, bob] = [await loggedIn(await newMember()), await loggedIn(await newMember())]
    const [secret = ''] = bob.cookies.values()
    const bobs = await site.members.authenticate(secret)
    await alice.post('/account/sessions/end', { session: `${bobs?.session.id}` })
    expect(await isLoggedIn(bob)).toBe(true)
  })

  test('shows the key, and makes a new one after asking', async () => {
    const visitor = await loggedIn(await newMember())
    const keyOf = async (): Promise<string> =>
      /<code>([0-9A-Za-z]{16})<\/code>/.exec((await visitor.get('/account')).html)?.[1] ?? ''
    const before = await keyOf()
    expect(before).not.toBe('')
    const question = await visitor.get('/account/key')
    expect(question.text).toContain('This cannot be taken back.')
    expect(await keyOf()).toBe(before)
    const reply = await visitor.post('/account/key', { mark: hiddenOf(question, 'mark') })
    expect([reply.status, reply.text]).toEqual([
      200,
      expect.stringContaining('Done: The key is a new one.'),
    ])
    const after = await keyOf()
    expect(after).toMatch(/^[0-9A-Za-z]{16}$/)
    expect(after).not.toBe(before)
    // What a client is to replace by what, in the addresses of all torrents.
    const texts = [...reply.html.matchAll(/<code>(.*?)<\/code>/g)].map(([, text = '']) =>
      text.replaceAll('<wbr>', ''),
    )
    expect(texts).toEqual([
      expect.stringMatching(new RegExp(`^/\\d+x${before}/$`)),
      expect.stringMatching(new RegExp(`^/\\d+x${after}/$`)),
    ])
  })

  test('makes no second key of a form that is sent again', async () => {
    const visitor = await loggedIn(await newMember())
    const mark = hiddenOf(await visitor.get('/account/key'), 'mark')
    await visitor.post('/account/key', { mark })
    const key = (await visitor.get('/account/key')).html
    const again = await visitor.post('/account/key', { mark })
    expect([again.status, again.text]).toEqual([
      422,
      expect.stringContaining('The key was made anew already'),
    ])
    expect((await visitor.get('/account/key')).html).toBe(key)
    expect((await visitor.post('/account/key', {})).status).toBe(422)
  })

  test('has a key where the mode has keys only', async () => {
    await using keyless = await openAccountSite({ hasTorrentKeys: false })
    await keyless.addMember('alice')
    const visitor = new Visitor(keyless.url)
    await visitor.logIn('alice', password)
    expect((await visitor.get('/account')).text).not.toContain('Torrent key')
    expect((await visitor.get('/account/key')).status).toBe(404)
    expect((await visitor.post('/account/key', {})).status).toBe(404)
  })

  test('is not there while the database is away, and the other pages are', async () => {
    await using lost = await openAccountSite()
    await lost.addMember('alice')
    const visitor = new Visitor(lost.url)
    await visitor.logIn('alice', password)
    await lost.losesDatabase()
    for (const reply of [await visitor.get('/account'), await visitor.logIn('alice', password)]) {
      expect([reply.status, reply.text]).toEqual([
        503,
        expect.stringContaining('Accounts cannot be reached at the moment.'),
      ])
      expect(reply.headers.get('retry-after')).toBe('5')
    }
    expect((await visitor.get('/kit')).status).toBe(200)
    expect((await visitor.get('/nothing')).status).toBe(404)
    expect(visitor.cookies.size).toBe(1)
  })
})
