/** Accounts over real databases: setting passwords, logging in, sessions, and what an operator does with members. */
import { describe, expect, test } from 'vitest'
import { MemberError } from '#index/members/member-error'
import { createMembers, type Members } from '#index/members/members'
import { createPasswords } from '#index/members/passwords'
import type { Database } from '#index/storage/database'
import { engines, useDatabases } from './databases.ts'

const databases = useDatabases()
const { clock } = databases

const hour = 3600
const day = 24 * hour
const firefox = { browser: 'Firefox', system: 'Linux' } as const
const password = 'correct horse'

/** Of next to no cost: what depends on it has tests of its own. */
const quick = createPasswords({ cost: { memory: 8, passes: 1, lanes: 1 } })

type Accounts = { readonly members: Members; readonly database: Database; made: number }

function accountsOf(database: Database, passwords = quick): Accounts {
  const { members, sessions, memberLinks: links, audit } = database
  const accounts: Accounts = {
    database,
    made: 0,
    members: createMembers({
      members,
      sessions,
      links,
      audit,
      clock,
      passwords,
      administratorMade: () => accounts.made++,
    }),
  }
  return accounts
}

/** A member who has set a password. */
async function addMember({ members }: Accounts, name: string): Promise<string> {
  const { link } = await members.add(name, 'member', 'operator')
  const use = { password, name: '', client: firefox }
  return (await members.useLink(link.secret, use)).secret
}

function logIn({ members }: Accounts, name: string, given = password, network = '192.0.2.1') {
  const client = firefox
  return members.logIn({ name, password: given, network, client, replaced: undefined })
}

const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'it succeeded',
    (error: unknown) => error,
  )

describe.for(engines)('on %s', (engine) => {
  const open = async (): Promise<Accounts> => accountsOf(await databases.open(engine))

  test('a member sets a password by the link, once, and logs in with it', async () => {
    const accounts = await open()
    const { members } = accounts
    const { member, torrentKey, link } = await members.add('Alice', 'uploader', 'operator')
    expect(member).toMatchObject({ name: 'Alice', role: 'uploader', hasPassword: false })
    expect(torrentKey).toMatch(/^[0-9A-Za-z]{16}$/)
    expect(link).toMatchObject({ kind: 'set_up', expiresAt: clock.now + 7 * day })
    expect(await rejection(logIn(accounts, 'alice'))).toMatchObject({ code: 'wrong_login' })

    expect(await members.findLink(link.secret)).toMatchObject({ member: { name: 'Alice' } })
    const use = { password, name: 'ignored', client: firefox }
    const login = await members.useLink(link.secret, use)
    expect(login.member).toMatchObject({ name: 'Alice', hasPassword: true })
    expect(await members.authenticate(login.secret)).toMatchObject({ member: { name: 'Alice' } })
    expect(await rejection(members.useLink(link.secret, use))).toMatchObject({
      code: 'unknown_link',
    })
    expect((await logIn(accounts, 'ALICE', 'correct\u00a0horse')).member.id).toBe(member.id)
  })

  test('a link is over after a week, one for a new password after a day', async () => {
    const { members } = await open()
    const { link } = await members.add('alice', 'member', 'operator')
    clock.now += 7 * day - 1
    expect(await members.findLink(link.secret)).toBeDefined()
    clock.now += 1
    expect(await rejection(members.findLink(link.secret))).toMatchObject({ code: 'unknown_link' })
    const second = (await members.createLink('alice', 'operator')).link
    expect(second.kind).toBe('set_up')
    await members.useLink(second.secret, { password, name: '', client: firefox })
    const third = (await members.createLink('alice', 'operator')).link
    expect(third).toMatchObject({ kind: 'reset', expiresAt: clock.now + day })
  })

  test('a password that is refused leaves the link for another try', async () => {
    const { members } = await open()
    const { link } = await members.add('alice', 'member', 'operator')
    const use = (given: string) =>
      members.useLink(link.secret, { password: given, name: '', client: firefox })
    expect(await rejection(use('short'))).toMatchObject({ code: 'password_too_short' })
    expect(await rejection(use('Password123'))).toMatchObject({ code: 'password_common' })
    expect(await use(password)).toMatchObject({ member: { name: 'alice' } })
  })

  test('a new password by a link ends every session', async () => {
    const accounts = await open()
    const secret = await addMember(accounts, 'alice')
    const { link } = await accounts.members.createLink('alice', 'operator')
    expect(await accounts.members.authenticate(secret)).toBeDefined()
    const use = { password: 'another one', name: '', client: firefox }
    const login = await accounts.members.useLink(link.secret, use)
    expect(await accounts.members.authenticate(secret)).toBeUndefined()
    expect(await accounts.members.sessionsOf(login.member.id)).toEqual([login.session])
    expect(await rejection(logIn(accounts, 'alice'))).toMatchObject({ code: 'wrong_login' })
  })

  test('an unknown name and a wrong password are told in the same words', async () => {
    const accounts = await open()
    await addMember(accounts, 'alice')
    const wrong = await rejection(logIn(accounts, 'alice', 'not this one'))
    const unknown = await rejection(logIn(accounts, 'nobody at all', 'not this one'))
    expect(wrong).toEqual(unknown)
    expect(wrong).toMatchObject({ code: 'wrong_login', retryAfterSeconds: 0 })
  })

  test('whoever fails has to wait, also with the right password, and is told how long', async () => {
    const accounts = await open()
    await addMember(accounts, 'alice')
    for (let tries = 0; tries < 3; tries++) {
      expect(await rejection(logIn(accounts, 'Alice', 'guess'))).toMatchObject({
        code: 'wrong_login',
      })
      if (tries > 0) clock.now += 30
    }
    clock.now += 50
    const refused = await rejection(logIn(accounts, 'alice'))
    expect(refused).toMatchObject({ code: 'login_delayed', retryAfterSeconds: 10 })
    expect(await logIn(accounts, 'alice', password, '192.0.2.2')).toBeDefined()
    clock.now += 10
    expect(await logIn(accounts, 'alice')).toBeDefined()
    // It begins anew.
    for (const expected of ['wrong_login', 'wrong_login', 'login_delayed'])
      expect(await rejection(logIn(accounts, 'alice', 'guess'))).toMatchObject({ code: expected })
    const { countOf } = accounts.members
    expect([countOf('good'), countOf('wrong'), countOf('delayed')]).toEqual([2, 5, 2])
  })

  test('a name that nobody has is delayed as one that somebody has', async () => {
    const accounts = await open()
    for (const expected of ['wrong_login', 'wrong_login', 'login_delayed'])
      expect(await rejection(logIn(accounts, 'ghost'))).toMatchObject({ code: expected })
  })

  test('whoever is suspended is kept out everywhere until restored', async () => {
    const accounts = await open()
    const { members } = accounts
    const secret = await addMember(accounts, 'alice')
    const { link } = await members.createLink('alice', 'operator')
    expect(await members.suspend('ALICE', 'operator')).toMatchObject({ state: 'suspended' })
    expect(await members.authenticate(secret)).toBeUndefined()
    expect(await rejection(members.findLink(link.secret))).toMatchObject({ code: 'unknown_link' })
    expect(await rejection(members.createLink('alice', 'operator'))).toMatchObject({
      code: 'suspended_member',
    })
    expect(await rejection(logIn(accounts, 'alice', 'guess'))).toMatchObject({
      code: 'wrong_login',
    })
    expect(await rejection(logIn(accounts, 'alice'))).toMatchObject({ code: 'suspended_member' })
    await members.restore('alice', 'operator')
    expect(await logIn(accounts, 'alice')).toBeDefined()
  })

  test('a session is over after 30 days without a visit, and after 90 days', async () => {
    const accounts = await open()
    const { members } = accounts
    await addMember(accounts, 'alice')
    const [idle, busy] = [await logIn(accounts, 'alice'), await logIn(accounts, 'alice')]
    clock.now += 29 * day
    expect(await members.authenticate(busy.secret)).toBeDefined()
    clock.now += day + hour
    expect(await members.authenticate(idle.secret)).toBeUndefined()
    for (let weeks = 0; weeks < 8; weeks++) {
      clock.now += 7 * day
      expect(await members.authenticate(busy.secret)).toBeDefined()
    }
    clock.now += 4 * day
    expect(await members.authenticate(busy.secret)).toBeUndefined()
    expect(await members.sessionsOf(busy.member.id)).toEqual([])
  })

  test('a visit is written down to the hour, and of the member to the day', async () => {
    const accounts = await open()
    clock.now = 1_800_000_000 - (1_800_000_000 % day) + 9 * hour + 1234
    const today = clock.now - (clock.now % day)
    const secret = await addMember(accounts, 'alice')
    clock.now += 3 * hour
    const found = await accounts.members.authenticate(secret)
    expect(found?.session).toMatchObject({
      createdAt: today + 9 * hour,
      seenAt: today + 9 * hour,
      client: firefox,
    })
    const again = await accounts.members.authenticate(secret)
    expect(again?.session.seenAt).toBe(today + 12 * hour)
    expect(again?.member.lastSeenAt).toBe(today)
  })

  test('a login ends the session that the browser had, and each has another secret', async () => {
    const accounts = await open()
    const { members } = accounts
    const planted = await addMember(accounts, 'mallory')
    await addMember(accounts, 'alice')
    const login = { name: 'alice', password, network: '192.0.2.1', client: firefox }
    const first = await members.logIn({ ...login, replaced: planted })
    expect(await members.authenticate(planted)).toBeUndefined()
    expect(first.secret).not.toBe(planted)
    const second = await members.logIn({ ...login, replaced: first.secret })
    expect(second.secret).not.toBe(first.secret)
    expect(await members.authenticate(first.secret)).toBeUndefined()
    expect(await members.authenticate(second.secret)).toMatchObject({ member: { name: 'alice' } })
  })

  test('sessions are listed, and ended one by one, all others, or by logging out', async () => {
    const accounts = await open()
    const { members } = accounts
    const other = await addMember(accounts, 'bob')
    await addMember(accounts, 'alice')
    const logins = [await logIn(accounts, 'alice'), await logIn(accounts, 'alice')] as const
    const [{ member }, kept] = logins
    expect(await members.sessionsOf(member.id)).toHaveLength(3)
    await members.endSession(member.id, logins[0].session.id)
    expect(await members.authenticate(logins[0].secret)).toBeUndefined()
    const bobs = await members.authenticate(other)
    await members.endSession(member.id, bobs?.session.id ?? 0)
    await members.endOtherSessions(kept.session)
    expect(await members.sessionsOf(member.id)).toEqual([kept.session])
    expect(await members.authenticate(other)).toBeDefined()
    await members.logOut(kept.secret)
    expect(await members.authenticate(kept.secret)).toBeUndefined()
  })

  test('a new password wants the one before, and logs out everywhere else', async () => {
    const accounts = await open()
    const { members } = accounts
    const elsewhere = await addMember(accounts, 'alice')
    const here = await logIn(accounts, 'alice')
    const change = (current: string, next: string) =>
      members.changePassword(here, { current, next, network: '192.0.2.1' })
    expect(await rejection(change(password, 'short'))).toMatchObject({ code: 'password_too_short' })
    expect(await rejection(change('not this one', 'a new one'))).toMatchObject({
      code: 'wrong_login',
    })
    const changed = await change(password, 'a new one')
    expect(await members.authenticate(elsewhere)).toBeUndefined()
    expect(await members.authenticate(here.secret)).toBeUndefined()
    expect(await members.sessionsOf(here.member.id)).toEqual([changed.session])
    expect(await logIn(accounts, 'alice', 'a new one')).toBeDefined()
    // Whoever has somebody's browser cannot guess on.
    expect(await rejection(change('x', 'a new one'))).toMatchObject({ code: 'wrong_login' })
    expect(await rejection(change('x', 'a new one'))).toMatchObject({ code: 'wrong_login' })
    expect(await rejection(change('x', 'a new one'))).toMatchObject({ code: 'login_delayed' })
  })

  test('another role logs out everywhere, the same one does not', async () => {
    const accounts = await open()
    const { members } = accounts
    const secret = await addMember(accounts, 'alice')
    await members.setRole('alice', 'member', 'operator')
    expect(await members.authenticate(secret)).toBeDefined()
    expect(await members.setRole('alice', 'moderator', 'operator')).toMatchObject({
      role: 'moderator',
    })
    expect(await members.authenticate(secret)).toBeUndefined()
  })

  test('whoever comes first with the link becomes administrator, and nobody after', async () => {
    const accounts = await open()
    const { members } = accounts
    const earlier = await members.offerAdministration()
    const link = await members.offerAdministration()
    const use = { password, name: 'Boss', client: firefox }
    for (const secret of [earlier?.secret ?? '', 'x', 'x'.repeat(43)])
      expect(await rejection(members.useLink(secret, use))).toMatchObject({ code: 'unknown_link' })
    const secret = link?.secret ?? ''
    expect(await members.findLink(secret)).toMatchObject({ kind: 'administrator' })
    const named = (name: string) => members.useLink(secret, { ...use, name })
    expect(await rejection(named('admin'))).toMatchObject({ code: 'reserved_name' })
    expect(await rejection(named('a b'))).toMatchObject({ code: 'invalid_name' })
    expect(accounts.made).toBe(0)
    expect(await named('Boss')).toMatchObject({ member: { role: 'administrator', name: 'Boss' } })
    expect(accounts.made).toBe(1)
    expect(await rejection(named('Boss2'))).toMatchObject({ code: 'unknown_link' })
    expect(await members.offerAdministration()).toBeUndefined()
  })

  test.for(['add', 'role', 'restore'] as const)(
    'the link for the first administrator is over when there is one by "%s"',
    async (way) => {
      const accounts = await open()
      const { members } = accounts
      if (way !== 'add') await members.add('boss', 'member', 'operator')
      if (way === 'restore') {
        await members.suspend('boss', 'operator')
        await members.setRole('boss', 'administrator', 'operator')
      }
      const { secret = '' } = (await members.offerAdministration()) ?? {}
      expect(accounts.made).toBe(0)
      if (way === 'add') await members.add('boss', 'administrator', 'operator')
      if (way === 'role') await members.setRole('boss', 'administrator', 'operator')
      if (way === 'restore') await members.restore('boss', 'operator')
      expect(accounts.made).toBe(1)
      // Even when that one is gone again.
      await members.suspend('boss', 'operator')
      expect(await rejection(members.findLink(secret))).toMatchObject({ code: 'unknown_link' })
    },
  )

  test('a key is made anew, and the one before is traced', async () => {
    const accounts = await open()
    const { member, torrentKey } = await accounts.members.add('alice', 'member', 'operator')
    const key = await accounts.members.resetTorrentKey(member)
    expect(key).not.toBe(torrentKey)
    expect(await accounts.members.torrentKeyOf(member)).toBe(key)
  })

  test('names that are taken, reserved or unknown are refused', async () => {
    const { members, database } = await open()
    await members.add('José', 'member', 'operator')
    for (const [name, code] of [
      ['jose', 'name_taken'],
      ['ROOT', 'reserved_name'],
      ['-x', 'invalid_name'],
    ])
      expect(await rejection(members.add(`${name}`, 'member', 'operator'))).toMatchObject({ code })
    expect(await rejection(members.suspend('nobody', 'operator'))).toMatchObject({
      code: 'unknown_member',
    })
    const { id } = (await database.members.find('jose')) ?? { id: 0 }
    await database.members.setState(id, 'deleted')
    for (const change of [
      () => members.suspend('jose', 'operator'),
      () => members.restore('jose', 'operator'),
      () => members.setRole('jose', 'uploader', 'operator'),
      () => members.createLink('jose', 'operator'),
    ])
      expect(await rejection(change())).toMatchObject({ code: 'deleted_member' })
  })

  test('the log tells who did what to whom, and no secret', async () => {
    const accounts = await open()
    const { members, database } = accounts
    const { torrentKey, link, member } = await members.add('alice', 'member', 'operator')
    const use = { password, name: '', client: firefox }
    const login = await members.useLink(link.secret, use)
    const change = { current: password, next: 'a new one', network: '192.0.2.1' }
    const changed = await members.changePassword(login, change)
    const key = await members.resetTorrentKey(member)
    await members.setRole('alice', 'uploader', 'token 3')
    const second = await members.createLink('alice', 'operator')
    await members.suspend('alice', 'operator')
    const entries = await database.audit.latest(20)
    expect(entries.map(({ actor, action, target }) => [actor, action, target])).toEqual([
      ['operator', 'member.suspend', 'member 1'],
      ['operator', 'member.link', 'member 1'],
      ['token 3', 'member.role', 'member 1'],
      ['member 1', 'member.key', 'member 1'],
      ['member 1', 'member.password', 'member 1'],
      ['member 1', 'member.password', 'member 1'],
      ['operator', 'member.add', 'member 1'],
    ])
    const text = JSON.stringify(entries)
    const secrets = [torrentKey, key, link.secret, second.link.secret, login.secret, changed.secret]
    for (const secret of [...secrets, password, 'a new one', '192.0.2.1'])
      expect(text).not.toContain(secret)
  })
})

test('a password is hashed anew when the program has become more careful', async () => {
  const database = await databases.open('sqlite')
  await addMember(accountsOf(database), 'alice')
  const careful = accountsOf(
    database,
    createPasswords({ cost: { memory: 16, passes: 2, lanes: 1 } }),
  )
  const stored = async () => (await database.members.credentials('alice'))?.passwordHash
  expect(await stored()).toContain('$m=8,t=1,p=1$')
  const login = await logIn(careful, 'alice')
  const hashed = await stored()
  expect(hashed).toContain('$m=16,t=2,p=1$')
  expect(await careful.members.authenticate(login.secret)).toBeDefined()
  await logIn(careful, 'alice')
  expect(await stored()).toBe(hashed)
})

test('a login that finds too many others is refused, counted, and no failure', async () => {
  const database = await databases.open('sqlite')
  const cost = { memory: 8, passes: 1, lanes: 1 }
  const accounts = accountsOf(database, createPasswords({ cost, runningMax: 1, waitingMax: 1 }))
  await addMember(accounts, 'alice')
  const names = Array.from({ length: 12 }, (_, index) => (index === 11 ? 'alice' : `ghost${index}`))
  const tries = names.map((name, index) =>
    rejection(logIn(accounts, name, 'guess', `192.0.2.${index}`)),
  )
  const errors = await Promise.all(tries)
  const busy = errors.filter(
    (error) => error instanceof MemberError && error.code === 'logins_busy',
  ).length
  expect(busy).toBeGreaterThan(0)
  expect(accounts.members.countOf('busy')).toBe(busy)
  expect(await logIn(accounts, 'alice', password, '192.0.2.11')).toBeDefined()
})
