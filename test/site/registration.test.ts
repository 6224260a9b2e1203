/** Becoming a member over real HTTP: with an invitation or without, and what nobody gets by trying. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AccountSite, openAccountSite } from './support/account-site.ts'
import { password } from './support/site-base.ts'
import { hiddenOf, Visitor } from './support/visitor.ts'

let site: AccountSite
/** Every test is from elsewhere, because new accounts are remembered. */
let network = 0

beforeAll(async () => {
  site = await openAccountSite({ isOpen: true })
  await site.addMember('Alice')
})
afterAll(() => site[Symbol.asyncDispose]())

const open = {
  registration: 'open',
  newRole: 'uploader',
  invitationsMax: 3,
  isLimited: true,
} as const
beforeEach(() => {
  network++
  site.settings.rules = open
})

function newVisitor(headers: Readonly<Record<string, string>> = {}): Visitor {
  return new Visitor(site.url, { 'x-forwarded-for': `192.0.2.${network}`, ...headers })
}

async function loggedIn(name = 'alice'): Promise<Visitor> {
  const visitor = newVisitor()
  expect((await visitor.logIn(name, password)).status).toBe(303)
  return visitor
}

const form = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  name,
  password,
  again: password,
  ...more,
})

/** The secret of a new invitation of alice's. */
async function invitation(): Promise<string> {
  const visitor = await loggedIn()
  const [first] = await site.members.invitationsOf(1)
  if (first !== undefined) await site.members.endInvitation(1, first.id)
  const { html } = await visitor.post('/account/invitations', {})
  const address = html.replaceAll('<wbr>', '')
  return /\/register\/([\w-]{43})</.exec(address)?.[1] ?? ''
}

describe('where everybody may', () => {
  test('somebody makes an account by a form, and is logged in', async () => {
    const visitor = newVisitor()
    expect((await visitor.get('/login')).html).toContain('href="/register"')
    expect((await visitor.get('/register')).text).toContain('Become a member')
    const reply = await visitor.post('/register', form('Bob'))
    expect([reply.status, reply.location]).toEqual([303, '/account'])
    expect((await visitor.get('/account')).text).toContain('logged in as Bob (uploader)')
    expect((await visitor.get('/register')).location).toBe('/account')
    expect((await newVisitor().logIn('bob', password)).status).toBe(303)
  })

  test.for([
    [form('alice'), 'Somebody has this name'],
    [form('ALICÉ'), 'Somebody has this name'],
    [form('\u0430lice'), 'Its letters are of several alphabets'],
    [
      form('alice\ufe0f'),
      'Take 2 to 32 letters, digits, points, underscores or hyphens that can be seen',
    ],
    [form('a b'), 'Take 2 to 32 letters'],
    [form('moderator'), 'This name is reserved.'],
    [form('carol', { again: 'another' }), 'This is not the same as above.'],
    [{ name: 'carol', password: 'short', again: 'short' }, 'This is too short.'],
    [{ name: 'carol-is-here', password: 'Carol-is-here', again: 'Carol-is-here' }, 'your name'],
    [{}, 'Take 2 to 32 letters'],
  ] as const)('%j is refused with what to change', async ([fields, why]) => {
    const visitor = newVisitor()
    const reply = await visitor.post('/register', fields)
    expect([reply.status, reply.text]).toEqual([422, expect.stringContaining(why)])
    expect(reply.html).not.toContain(password)
    expect(visitor.cookies.size).toBe(0)
  })

  test('what was typed stands in the form again, and nothing of it is code', async () => {
    const { html } = await newVisitor().post('/register', form('"><b>bob'))
    expect(html).toContain('value="&quot;&gt;&lt;b&gt;bob"')
  })

  test('the session that a browser has is ended, and the new one is another', async () => {
    const visitor = await loggedIn()
    const [before = ''] = visitor.cookies.values()
    await visitor.post('/register', form('carla'))
    expect((await visitor.get('/account')).text).toContain('logged in as carla')
    expect([...visitor.cookies.values()]).not.toContain(before)
    const other = newVisitor()
    other.cookies.set('waggle-session', before)
    expect((await other.get('/account')).status).toBe(303)
    const planted = newVisitor()
    planted.cookies.set('waggle-session', 'x'.repeat(43))
    await planted.post('/register', form('carlo'))
    expect(planted.cookies.get('waggle-session')).not.toBe('x'.repeat(43))
  })

  test('one network makes ten accounts a day', async () => {
    for (let made = 0; made < 10; made++)
      expect((await newVisitor().post('/register', form(`crowd-${made}`))).status).toBe(303)
    const reply = await newVisitor().post('/register', form('crowd-10'))
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '86400'])
    expect(reply.text).toContain('Many accounts were made from your network lately.')
    network++
    expect((await newVisitor().post('/register', form('crowd-10'))).status).toBe(303)
  })

  test('a page of another site cannot make a browser register', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const reply = await newVisitor().post('/register', form('evil'), headers)
      expect([reply.status, reply.headers.getSetCookie()]).toEqual([403, []])
    }
  })

  test('an address is asked for where there is mail only', async () => {
    expect((await newVisitor().get('/register')).text).not.toContain('E-mail')
    const visitor = newVisitor()
    await visitor.post('/register', form('dora', { email: 'dora@example.org' }))
    const dora = await site.members.findByName('dora')
    expect(await site.members.emailOf(dora.id)).toEqual({
      confirmed: undefined,
      waiting: undefined,
    })
  })
})

describe('an invitation', () => {
  test('brings one member, and its owner sees whom', async () => {
    site.settings.rules = { ...open, registration: 'invite' }
    const secret = await invitation()
    const visitor = newVisitor()
    const shown = await visitor.get(`/register/${secret}`)
    expect([shown.status, shown.text]).toEqual([
      200,
      expect.stringContaining('Alice has invited you.'),
    ])
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer, strict-origin')
    expect(shown.html.match(/(?:href|action|src)="[^"]*"/g)?.join()).not.toContain(secret)
    const sent = form('erin', { invitation: hiddenOf(shown, 'invitation') })
    const refused = await visitor.post('/register', { ...sent, name: 'alice' })
    expect([refused.status, hiddenOf(refused, 'invitation')]).toEqual([422, secret])
    expect((await visitor.post('/register', sent)).status).toBe(303)
    const again = await newVisitor().post('/register', { ...sent, name: 'another' })
    expect([again.status, again.text]).toEqual([404, expect.stringContaining('used already')])
    expect((await newVisitor().get(`/register/${secret}`)).status).toBe(404)
    expect((await (await loggedIn()).get('/account/invitations')).text).toContain('erin')
    expect((await site.members.findByName('erin')).invitedById).toBe(1)
  })

  test('is used by one of two who send it at the same time', async () => {
    site.settings.rules = { ...open, registration: 'invite' }
    const secret = await invitation()
    const replies = await Promise.all(
      ['fay', 'finn', 'fox'].map((name) =>
        newVisitor().post('/register', form(name, { invitation: secret })),
      ),
    )
    const made = replies.filter(({ status }) => status === 303)
    expect([made.length, replies.filter(({ status }) => status === 404).length]).toEqual([1, 2])
  })

  test('is needed, where it is, and of no use where nobody may', async () => {
    const secret = await invitation()
    site.settings.rules = { ...open, registration: 'invite' }
    for (const reply of [
      await newVisitor().get('/register'),
      await newVisitor().post('/register', form('gina')),
    ])
      expect([reply.status, reply.text]).toEqual([
        403,
        expect.stringContaining('An account needs an invitation.'),
      ])
    expect((await newVisitor().get('/login')).html).not.toContain('href="/register"')
    site.settings.rules = { ...open, registration: 'closed' }
    for (const reply of [
      await newVisitor().get('/register'),
      await newVisitor().get(`/register/${secret}`),
      await newVisitor().post('/register', form('gina', { invitation: secret })),
    ])
      expect([reply.status, reply.text]).toEqual([
        403,
        expect.stringContaining('Nobody can make an account here'),
      ])
    expect((await (await loggedIn()).get('/account/invitations')).location).toBe('/account')
  })

  test('that somebody made up is none', async () => {
    for (const made of ['x', 'x'.repeat(43), '%2e%2e%2faccount'])
      expect((await newVisitor().get(`/register/${made}`)).status, made).toBe(404)
  })

  test('is ended by its owner, and by nobody else', async () => {
    const secret = await invitation()
    const [own] = await site.members.invitationsOf(1)
    const mallory = newVisitor()
    await mallory.post('/register', form(`mallory-${network}`))
    await mallory.post('/account/invitations/end', { invitation: `${own?.id}` })
    expect((await newVisitor().get(`/register/${secret}`)).status).toBe(200)
    const alice = await loggedIn()
    const ended = await alice.post('/account/invitations/end', { invitation: `${own?.id}` })
    expect((await alice.get(ended.location)).text).toContain('Done: The invitation is ended.')
    expect((await newVisitor().get(`/register/${secret}`)).status).toBe(404)
  })
})

test('where members are not asked for there is none of it', async () => {
  await using closed = await openAccountSite()
  await closed.addMember('alice')
  const visitor = new Visitor(closed.url)
  for (const path of ['/register', '/forgotten', '/account/tokens', '/account/delete', '/members'])
    expect((await visitor.get(path)).status, path).toBe(404)
  expect((await visitor.post('/register', form('bob'))).status).toBe(404)
  await visitor.logIn('alice', password)
  expect((await visitor.get('/account')).html).not.toContain('/account/tokens')
})
