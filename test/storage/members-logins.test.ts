/** Logging in over real databases: who is kept waiting, how long sessions last, and what ends them. */
import { describe, expect, test } from 'vitest'
import { loginsHeldMax } from '#base/limits'
import { createPasswords, type Passwords } from '#index/members/passwords'
import type { SessionWithMember } from '#index/members/session-repository'
import { enLetters } from '#site/texts/en-letters'
import {
  type Accounts,
  accountsOf,
  addMember,
  firefox,
  logIn,
  password,
  quickCost,
  refusalOf,
} from './accounts.ts'
import { engines, useDatabases } from './databases.ts'

const databases = useDatabases()
const { clock } = databases

const hour = 3600
const day = 24 * hour

const mail = {
  mailer: { send: () => true, isOn: () => true },
  letters: enLetters,
  site: () => ({ name: 'tracker', url: 'https://tracker.example' }),
}

describe.for(engines)('on %s', (engine) => {
  const open = async (): Promise<Accounts> => accountsOf(await databases.open(engine), clock)

  test('an unknown name and a wrong password are told in the same words', async () => {
    const accounts = await open()
    await addMember(accounts, 'alice')
    const wrong = await refusalOf(logIn(accounts, 'alice', 'not this one'))
    const unknown = await refusalOf(logIn(accounts, 'nobody at all', 'not this one'))
    expect(wrong).toEqual(unknown)
    expect(wrong).toMatchObject({ code: 'wrong_login', retryAfterSeconds: 0 })
  })

  test('whoever fails has to wait, also with the right password, and is told how long', async () => {
    const accounts = await open()
    await addMember(accounts, 'alice')
    for (let tries = 0; tries < 3; tries++) {
      expect(await refusalOf(logIn(accounts, 'Alice', 'guess'))).toMatchObject({
        code: 'wrong_login',
      })
      if (tries > 0) clock.now += 30
    }
    clock.now += 50
    const refused = await refusalOf(logIn(accounts, 'alice'))
    expect(refused).toMatchObject({ code: 'login_delayed', retryAfterSeconds: 10 })
    expect(await logIn(accounts, 'alice', password, '192.0.2.2')).toBeDefined()
    clock.now += 10
    expect(await logIn(accounts, 'alice')).toBeDefined()
    // It begins anew.
    for (const expected of ['wrong_login', 'wrong_login', 'login_delayed'])
      expect(await refusalOf(logIn(accounts, 'alice', 'guess'))).toMatchObject({ code: expected })
    const { countOf } = accounts.members
    expect([countOf('good'), countOf('wrong'), countOf('delayed')]).toEqual([2, 5, 2])
  })

  test('a name that nobody has is delayed as one that somebody has', async () => {
    const accounts = await open()
    for (const expected of ['wrong_login', 'wrong_login', 'login_delayed'])
      expect(await refusalOf(logIn(accounts, 'ghost'))).toMatchObject({ code: expected })
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
    expect(await refusalOf(change(password, 'short'))).toMatchObject({ code: 'password_too_short' })
    expect(await refusalOf(change('not this one', 'a new one'))).toMatchObject({
      code: 'wrong_login',
    })
    const changed = await change(password, 'a new one')
    expect(await members.authenticate(elsewhere)).toBeUndefined()
    expect(await members.authenticate(here.secret)).toBeUndefined()
    expect(await members.sessionsOf(here.member.id)).toEqual([changed.session])
    expect(await logIn(accounts, 'alice', 'a new one')).toBeDefined()
    // Whoever has somebody's browser cannot guess on.
    expect(await refusalOf(change('x', 'a new one'))).toMatchObject({ code: 'wrong_login' })
    expect(await refusalOf(change('x', 'a new one'))).toMatchObject({ code: 'wrong_login' })
    expect(await refusalOf(change('x', 'a new one'))).toMatchObject({ code: 'login_delayed' })
  })

  test('what was begun with a password comes to nothing when it is changed meanwhile', async () => {
    const database = await databases.open(engine)
    const quick = createPasswords({ cost: quickCost })
    const theirs = await quick.hash('the owner’s new one')
    const verify: Passwords['verify'] = async (given, stored) => {
      const isRight = await quick.verify(given, stored)
      for (const { id } of await database.members.after(0, 9))
        await database.members.setPassword(id, stored ?? '', theirs)
      return isRight
    }
    const accounts = accountsOf(database, clock, { passwords: { ...quick, verify }, mail })
    const { members } = accounts
    const network = '192.0.2.1'
    const begins = [
      ({ member }: SessionWithMember) => logIn(accounts, member.name),
      (who: SessionWithMember) =>
        members.changePassword(who, { current: password, next: 'another one', network }),
      ({ member }: SessionWithMember) =>
        members.changeEmail(member, { email: 'a@example.org', password, network }),
    ]
    for (const [index, begin] of begins.entries()) {
      const secret = await addMember(accounts, `member-${index}`)
      const who = await members.authenticate(secret)
      if (who === undefined) throw new Error('nobody is logged in')
      expect(await refusalOf(begin(who))).toMatchObject({ code: 'wrong_login' })
      expect(await members.sessionsOf(who.member.id)).toEqual([])
      expect(await members.emailOf(who.member.id)).toMatchObject({ waiting: undefined })
      const { passwordHash } = (await database.members.credentials(who.member.name)) ?? {}
      expect(passwordHash).toBe(theirs)
    }
  })

  test('many logins at once are right when the password is', async () => {
    const accounts = await open()
    await addMember(accounts, 'alice')
    const logins = await Promise.all(Array.from({ length: 12 }, () => logIn(accounts, 'alice')))
    expect(new Set(logins.map(({ secret }) => secret)).size).toBe(12)
    expect(accounts.members.countOf('delayed')).toBe(0)
  })

  test('of many guesses at once two are listened to', async () => {
    const accounts = await open()
    await addMember(accounts, 'alice')
    const guesses = Array.from({ length: 2 + loginsHeldMax + 5 }, (_, index) =>
      refusalOf(logIn(accounts, 'alice', `guess ${index}`)),
    )
    await Promise.all(guesses)
    const { countOf } = accounts.members
    expect([countOf('wrong'), countOf('delayed'), countOf('busy')]).toEqual([2, loginsHeldMax, 5])
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
})

test('a password is hashed anew when the program has become more careful', async () => {
  const database = await databases.open('sqlite')
  await addMember(accountsOf(database, clock), 'alice')
  const passwords = createPasswords({ cost: { memoryKib: 16, passes: 2, lanes: 1 } })
  const careful = accountsOf(database, clock, { passwords })
  const stored = async () => (await database.members.credentials('alice'))?.passwordHash
  expect(await stored()).toContain('$m=8,t=1,p=1$')
  const login = await logIn(careful, 'alice')
  const hashed = await stored()
  expect(hashed).toContain('$m=16,t=2,p=1$')
  expect(await careful.members.authenticate(login.secret)).toBeDefined()
  await logIn(careful, 'alice')
  expect(await stored()).toBe(hashed)
})

test('of two logins at once that hash it anew both are right', async () => {
  const database = await databases.open('sqlite')
  await addMember(accountsOf(database, clock), 'alice')
  const quick = createPasswords({ cost: { memoryKib: 16, passes: 2, lanes: 1 } })
  const checked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let checks = 0
  const verify: Passwords['verify'] = async (given, stored) => {
    const isRight = await quick.verify(given, stored)
    checked[checks++]?.resolve()
    // Neither goes on before both have compared with the old one.
    await Promise.all(checked.map(({ promise }) => promise))
    return isRight
  }
  const careful = accountsOf(database, clock, { passwords: { ...quick, verify } })
  const logins = await Promise.all([logIn(careful, 'alice'), logIn(careful, 'alice')])
  for (const { secret } of logins) expect(await careful.members.authenticate(secret)).toBeDefined()
})

/** Slow enough for logins that begin together to meet. */
const slowCost = { memoryKib: 65_536, passes: 4, lanes: 1 }

test('a login that finds too many others is refused, counted, and no failure', async () => {
  const database = await databases.open('sqlite')
  const passwords = createPasswords({ cost: slowCost, runningMax: 1, waitingMax: 1 })
  const accounts = accountsOf(database, clock, { passwords })
  await addMember(accounts, 'alice')
  const names = Array.from({ length: 12 }, (_, index) => (index === 11 ? 'alice' : `ghost${index}`))
  const tries = names.map((name, index) =>
    refusalOf(logIn(accounts, name, 'guess', `192.0.2.${index}`)),
  )
  const busy = (await Promise.all(tries)).filter(({ code }) => code === 'logins_busy').length
  expect(busy).toBeGreaterThan(0)
  expect(accounts.members.countOf('busy')).toBe(busy)
  expect(await logIn(accounts, 'alice', password, '192.0.2.11')).toBeDefined()
})
