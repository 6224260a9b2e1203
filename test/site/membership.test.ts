/** What members have of their own over real HTTP: tokens, feeds, data, the end of the account; and what the staff sees. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccountSite, openAccountSite } from './support/account-site.ts'
import { password } from './support/site-base.ts'
import { hiddenOf, type Reply, Visitor } from './support/visitor.ts'

let site: AccountSite
let number = 0

const favourites = {
  name: 'favourites',
  rowsOf: async function* (memberId: number) {
    for (let id = 1; id <= 3; id++) yield { id, owner: memberId, title: `<${id}>` }
  },
}

beforeAll(async () => {
  site = await openAccountSite({ isOpen: true, exportParts: [favourites] })
  await site.addMember('Boss', 'administrator')
  await site.addMember('Guard', 'moderator')
})
afterAll(() => site[Symbol.asyncDispose]())

function newVisitor(): Visitor {
  return new Visitor(site.url, { 'x-forwarded-for': `192.0.2.${number}` })
}

async function loggedIn(name: string): Promise<Visitor> {
  const visitor = newVisitor()
  expect((await visitor.logIn(name, password)).status).toBe(303)
  return visitor
}

/** Somebody of another name for each test. */
async function newMember(): Promise<{ name: string; visitor: Visitor }> {
  const name = `member-${++number}`
  await site.addMember(name)
  return { name, visitor: await loggedIn(name) }
}

const codesIn = ({ html }: Reply): string[] =>
  [...html.matchAll(/<code>(.*?)<\/code>/g)].map(([, text = '']) => text.replaceAll('<wbr>', ''))

describe('the header', () => {
  test('has the name of whoever is logged in, on every page, in place of "Account"', async () => {
    const { name, visitor } = await newMember()
    for (const path of ['/account', '/account/tokens', '/nothing']) {
      const { html } = await visitor.get(path)
      const [header = ''] = /<header>[\s\S]*?<\/header>/.exec(html) ?? []
      expect(header, path).toContain(`<a href="/account"><bdi>${name}</bdi></a>`)
      expect(header).not.toContain('>Account<')
    }
    const [header = ''] =
      /<header>[\s\S]*?<\/header>/.exec((await newVisitor().get('/login')).html) ?? []
    expect(header).toContain('>Account</a>')
    expect(header).not.toContain(name)
  })
})

describe('a token of the API', () => {
  test('is shown once, allows what was chosen, and is revoked by its owner alone', async () => {
    const { visitor } = await newMember()
    const made = await visitor.post('/account/tokens', {
      label: '<my script>',
      'scope-torrents:read': 'yes',
      // Not for members: the form does not offer it.
      'scope-torrents:write': 'yes',
    })
    const [secret = ''] = codesIn(made)
    expect(secret).toMatch(/^waggle_[\w-]{43}$/)
    expect(await site.tokens.authenticate(secret)).toMatchObject({
      scopes: ['torrents:read'],
      label: '<my script>',
    })
    const shown = await visitor.get('/account/tokens')
    expect(shown.html).toContain('&lt;my script&gt;')
    expect(shown.html).not.toContain(secret)
    const token = hiddenOf(shown, 'token')
    const { visitor: mallory } = await newMember()
    await mallory.post('/account/tokens/revoke', { token })
    expect(await site.tokens.authenticate(secret)).toBeDefined()
    expect((await mallory.get('/account/tokens')).text).toContain('You have no tokens.')
    const revoked = await visitor.post('/account/tokens/revoke', { token })
    expect((await visitor.get(revoked.location)).text).toContain('Done: The token is revoked.')
    expect(await site.tokens.authenticate(secret)).toBeUndefined()
  })

  test.for([
    [{ label: '', 'scope-torrents:read': 'yes' }, 'Say in one line'],
    [{ label: 'two\nlines', 'scope-torrents:read': 'yes' }, 'Say in one line'],
    [{ label: 'nothing' }, 'Choose at least one thing'],
    [{ label: 'too much', 'scope-blocks:write': 'yes' }, 'Choose at least one thing'],
  ] as const)('of %j cannot be', async ([fields, why]) => {
    const { visitor } = await newMember()
    const reply = await visitor.post('/account/tokens', fields)
    expect([reply.status, reply.text]).toEqual([422, expect.stringContaining(why)])
    expect((await visitor.get('/account/tokens')).text).toContain('You have no tokens.')
  })

  test('is one of twenty at most', async () => {
    const { visitor } = await newMember()
    const make = () => visitor.post('/account/tokens', { label: 'x', 'scope-torrents:read': 'yes' })
    for (let made = 0; made < 20; made++) expect((await make()).status).toBe(200)
    const reply = await make()
    expect([reply.status, reply.text]).toEqual([422, expect.stringContaining('as many as one can')])
  })
})

test('the token of feeds is the same until it is made anew, and the one before is refused', async () => {
  const { name, visitor } = await newMember()
  const [token = ''] = codesIn(await visitor.get('/account/feed'))
  expect(token).toMatch(/^[\w-]{32}$/)
  expect(codesIn(await visitor.get('/account/feed'))).toEqual([token])
  expect(await site.feedTokens.memberByToken(token)).toMatchObject({ name })
  const reply = await visitor.post('/account/feed', {})
  const after = await visitor.get(reply.location)
  expect(after.text).toContain('Done: The token is a new one.')
  const [next = ''] = codesIn(after)
  expect(next).not.toBe(token)
  expect(await site.feedTokens.memberByToken(token)).toBeUndefined()
  expect(await site.feedTokens.memberByToken(next)).toMatchObject({ name })
  expect(await site.feedTokens.memberByToken('x'.repeat(32))).toBeUndefined()
})

test('the data of a member are all that is stored of them, and nothing of anybody else', async () => {
  const { name, visitor } = await newMember()
  await visitor.post('/account/tokens', { label: 'my label', 'scope-torrents:read': 'yes' })
  const key = hiddenOf(await visitor.get('/account/key'), 'mark')
  await visitor.post('/account/key', { mark: key })
  await visitor.post('/account/invitations', {})
  const [token] = await site.database.tokens.listOf((await site.members.findByName(name)).id)
  const byToken = { at: 1, action: 'torrent.edit', target: 'f00d', detail: 'comment' }
  await site.database.audit.append([{ ...byToken, actor: `token ${token?.id}` }])
  const reply = await visitor.get('/account/export.json')
  expect(reply.headers.get('content-type')).toContain('application/json')
  expect(reply.headers.get('content-disposition')).toBe('attachment; filename="account.json"')
  expect(reply.headers.get('cache-control')).toBe('no-store')
  const data = JSON.parse(reply.html) as Record<string, unknown>
  const member = await site.members.findByName(name)
  expect(data).toMatchObject({
    account: {
      id: member.id,
      name,
      role: 'member',
      torrent_key: await site.members.torrentKeyOf(member),
      email: null,
      invited_by: null,
    },
    sessions: [{ browser: null }, { browser: null }],
    torrent_key_resets: [{ at: '2027-01-15T08:00:00.000Z' }],
    invitations: [{ created_at: '2027-01-15T08:00:00.000Z' }],
    invited: [],
    tokens: [{ label: 'my label', scopes: ['torrents:read'] }],
    favourites: [{ id: 1 }, { id: 2 }, { id: 3, owner: member.id, title: '<3>' }],
  })
  const actions = (data['log'] as { action: string }[]).map(({ action }) => action)
  const done = ['member.add', 'member.password', 'token.create', 'member.key', 'torrent.edit']
  expect(actions).toEqual(done)
  expect(data['log']).toContainEqual({ ...byToken, at: '1970-01-01T00:00:01.000Z' })
  for (const other of ['Boss', 'Guard', '$argon2', ...visitor.cookies.values()])
    expect(reply.html).not.toContain(other)
  expect((await newVisitor().get('/account/export.json')).location).toContain('/login')
})

describe('deleting the account', () => {
  test('takes the password, and leaves nothing of the member', async () => {
    const { name, visitor } = await newMember()
    const elsewhere = await loggedIn(name)
    const { id } = await site.members.findByName(name)
    const token = codesIn(await visitor.get('/account/feed'))[0] ?? ''
    expect((await visitor.get('/account/delete')).text).toContain('This cannot be taken back.')
    const wrong = await visitor.post('/account/delete', { password: 'not this one' })
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('not your password')])
    const reply = await visitor.post('/account/delete', { password })
    expect([reply.status, reply.text]).toEqual([
      200,
      expect.stringContaining('The account is deleted'),
    ])
    expect(reply.html).not.toContain(name)
    expect(visitor.cookies.size).toBe(0)
    expect((await elsewhere.get('/account')).status).toBe(303)
    expect((await newVisitor().logIn(name, password)).status).toBe(422)
    expect(await site.feedTokens.memberByToken(token)).toBeUndefined()
    expect(site.told.at(-1)).toMatchObject({ memberId: id, state: 'deleted' })
    expect(await site.members.findById(id)).toMatchObject({ name: `deleted member ${id}` })
    const log = JSON.stringify(await site.database.audit.about([`member ${id}`], 0, 100))
    expect(log).not.toContain(name)
    // Somebody else may take the name, and gets nothing with it.
    const register = { name, password, again: password }
    expect((await newVisitor().post('/register', register)).status).toBe(303)
    expect((await site.members.findByName(name)).id).not.toBe(id)
    const impostor = { ...register, name: `deleted member ${id}` }
    expect((await newVisitor().post('/register', impostor)).status).toBe(422)
  })

  test('is not for the last administrator', async () => {
    const visitor = await loggedIn('boss')
    const reply = await visitor.post('/account/delete', { password })
    expect([reply.status, reply.text]).toEqual([
      409,
      expect.stringContaining('Nobody else looks after this site.'),
    ])
    expect((await visitor.get('/account')).status).toBe(200)
  })

  test('cannot be guessed at', async () => {
    const { visitor } = await newMember()
    const guess = () => visitor.post('/account/delete', { password: 'guess' })
    expect([(await guess()).status, (await guess()).status]).toEqual([422, 422])
    expect((await guess()).status).toBe(429)
  })
})

describe('the list of members', () => {
  test('is for the staff, with who invited whom', async () => {
    const { name, visitor } = await newMember()
    const { secret: invitation } = await site.members.invite(await site.members.findByName(name))
    const friend = { name: `friend-of-${name}`, password, again: password, invitation }
    expect((await newVisitor().post('/register', friend)).status).toBe(303)
    const refused = await visitor.get('/members')
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('For moderators')])
    expect((await newVisitor().get('/members')).location).toContain('/login')
    const guard = await loggedIn('guard')
    const rows = (await guard.get('/members')).html.split('<tr>')
    const row = rows.find((one) => one.includes(friend.name)) ?? ''
    expect(row).toContain(`<bdi>${name}</bdi>`)
  })

  test('shows who is banned, why, and until when', async () => {
    const { name } = await newMember()
    const until = Date.UTC(2027, 5, 1) / 1000
    await site.members.ban(name, { reason: 'no <b>manners', isPublic: false, until }, 'operator')
    const { html } = await (await loggedIn('guard')).get('/members')
    expect(html).toContain('banned until 2027-06-01 00:00')
    expect(html).toContain('no &lt;b&gt;manners')
    const reply = await newVisitor().logIn(name, password)
    expect([reply.status, reply.text]).toEqual([
      403,
      expect.stringContaining('This account is banned until 2027-06-01 00:00 UTC.'),
    ])
    expect(reply.text).not.toContain('manners')
  })

  test('goes on over several pages', async () => {
    await using crowd = await openAccountSite({ isOpen: true })
    await crowd.addMember('guard', 'moderator')
    for (let index = 0; index < 120; index++)
      await crowd.members.add(`member-${index}`, 'member', 'operator')
    const visitor = new Visitor(crowd.url)
    await visitor.logIn('guard', password)
    const first = await visitor.get('/members')
    expect(first.text).toContain('100 on this page')
    const second = await visitor.get('/members?after=100')
    expect(first.html).toContain('href="/members?after=100"')
    expect(second.text).toContain('21 on this page')
    expect(second.text).toContain('member-119')
  })
})

describe('a page of another site', () => {
  const paths = [
    ['/account/email', { email: '', password }],
    ['/account/feed', {}],
    ['/account/key', {}],
    ['/account/tokens', { label: 'x', 'scope-torrents:read': 'yes' }],
    ['/account/tokens/revoke', { token: '1' }],
    ['/account/invitations', {}],
    ['/account/invitations/end', { invitation: '1' }],
    ['/account/delete', { password }],
    ['/confirm-email', { link: 'x'.repeat(43) }],
  ] as const

  test.for(paths)('cannot make a browser send %s', async ([path, fields]) => {
    const { visitor } = await newMember()
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])
      expect((await visitor.post(path, fields, headers)).status, JSON.stringify(headers)).toBe(403)
    expect((await visitor.get('/account')).status).toBe(200)
  })
})

test('every page of an account is for its owner alone, and kept by nobody', async () => {
  const { visitor } = await newMember()
  for (const path of [
    '/account/email',
    '/account/key',
    '/account/feed',
    '/account/tokens',
    '/account/invitations',
    '/account/data',
    '/account/delete',
  ]) {
    const own = await visitor.get(path)
    expect([own.status, own.headers.get('cache-control')], path).toEqual([200, 'no-store'])
    expect((await newVisitor().get(path)).location).toBe(`/login?next=${encodeURIComponent(path)}`)
    expect((await newVisitor().post(path, {})).status === 303 || path === '/account/data').toBe(
      true,
    )
  }
})
