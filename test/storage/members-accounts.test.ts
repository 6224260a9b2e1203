/** Accounts over real databases: links that set passwords, the first administrator, and what operators do with members. */
import { describe, expect, test } from 'vitest'
import { secretDigest } from '#index/members/secret'
import {
  type Accounts,
  accountsOf,
  addMember,
  firefox,
  logIn,
  password,
  refusalOf,
} from './accounts.ts'
import { engines, useDatabases } from './databases.ts'

const databases = useDatabases()
const { clock } = databases

const day = 24 * 3600

describe.for(engines)('on %s', (engine) => {
  const open = async (): Promise<Accounts> => accountsOf(await databases.open(engine), clock)

  test('a member sets a password by the link, once, and logs in with it', async () => {
    const accounts = await open()
    const { members } = accounts
    const { member, torrentKey, link } = await members.add('Alice', 'uploader', 'operator')
    expect(member).toMatchObject({ name: 'Alice', role: 'uploader', hasPassword: false })
    expect(torrentKey).toMatch(/^[0-9A-Za-z]{16}$/)
    expect(link).toMatchObject({ kind: 'set_up', expiresAt: clock.now + 7 * day })
    expect(await refusalOf(logIn(accounts, 'alice'))).toMatchObject({ code: 'wrong_login' })

    expect(await members.findLink(link.secret)).toMatchObject({ member: { name: 'Alice' } })
    const use = { password, name: 'ignored', client: firefox }
    const login = await members.useLink(link.secret, use)
    expect(login.member).toMatchObject({ name: 'Alice', hasPassword: true })
    expect(await members.authenticate(login.secret)).toMatchObject({ member: { name: 'Alice' } })
    expect(await refusalOf(members.useLink(link.secret, use))).toMatchObject({
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
    expect(await refusalOf(members.findLink(link.secret))).toMatchObject({ code: 'unknown_link' })
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
    expect(await refusalOf(use('short'))).toMatchObject({ code: 'password_too_short' })
    expect(await refusalOf(use('Password123'))).toMatchObject({ code: 'password_common' })
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
    expect(await refusalOf(logIn(accounts, 'alice'))).toMatchObject({ code: 'wrong_login' })
  })

  test('a link gives no session to whoever comes after another new password', async () => {
    const { database } = await open()
    const { memberLinks, members } = database
    const first = accountsOf(database, clock)
    const { link } = await first.members.add('alice', 'member', 'operator')
    const links = {
      ...memberLinks,
      setPassword: async (...given: Parameters<typeof memberLinks.setPassword>) => {
        const member = await memberLinks.setPassword(...given)
        await members.setPassword(1, given[2], 'that of somebody else')
        return member
      },
    }
    const accounts = accountsOf({ ...database, memberLinks: links }, clock)
    const use = { password, name: '', client: firefox }
    expect(await refusalOf(accounts.members.useLink(link.secret, use))).toMatchObject({
      code: 'wrong_login',
    })
    expect(await accounts.members.sessionsOf(1)).toEqual([])
  })

  test('whoever is suspended is kept out everywhere until restored', async () => {
    const accounts = await open()
    const { members } = accounts
    const secret = await addMember(accounts, 'alice')
    const { link } = await members.createLink('alice', 'operator')
    expect(await members.suspend('ALICE', 'operator')).toMatchObject({ state: 'suspended' })
    expect(await members.authenticate(secret)).toBeUndefined()
    expect(await refusalOf(members.findLink(link.secret))).toMatchObject({ code: 'unknown_link' })
    expect(await refusalOf(members.createLink('alice', 'operator'))).toMatchObject({
      code: 'suspended_member',
    })
    expect(await refusalOf(logIn(accounts, 'alice', 'guess'))).toMatchObject({
      code: 'wrong_login',
    })
    expect(await refusalOf(logIn(accounts, 'alice'))).toMatchObject({ code: 'suspended_member' })
    // Somebody who was logging in at that very moment.
    const times = { createdAt: clock.now, seenAt: clock.now }
    const { passwordHash = '' } = (await accounts.database.members.credentials('alice')) ?? {}
    const facts = { memberId: 1, passwordHash, client: firefox }
    const late = { digest: secretDigest('x'.repeat(43)), ...facts, ...times }
    const ends = { createdBefore: 0, seenBefore: 0 }
    await accounts.database.sessions.add(late, { ends, sessionsMax: 9, day: clock.now })
    expect(await members.authenticate('x'.repeat(43))).toBeUndefined()
    await members.restore('alice', 'operator')
    expect(await logIn(accounts, 'alice')).toBeDefined()
  })

  test('whoever is banned is given no link until the ban is lifted', async () => {
    const { members } = await open()
    await members.add('alice', 'member', 'operator')
    await members.ban('alice', { reason: 'x', isPublic: false, until: clock.now + day }, 'operator')
    expect(await refusalOf(members.createLink('alice', 'operator'))).toMatchObject({
      code: 'banned_member',
      message: 'alice is banned; lift the ban first, or wait for its end',
    })
    clock.now += day
    expect(await members.createLink('alice', 'operator')).toBeDefined()
  })

  test('whoever comes first with the link becomes administrator, and nobody after', async () => {
    const accounts = await open()
    const { members } = accounts
    const earlier = await members.offerAdministration()
    const link = await members.offerAdministration()
    const use = { password, name: 'Boss', client: firefox }
    for (const secret of [earlier?.secret ?? '', 'x', 'x'.repeat(43)])
      expect(await refusalOf(members.useLink(secret, use))).toMatchObject({ code: 'unknown_link' })
    const secret = link?.secret ?? ''
    expect(await members.findLink(secret)).toMatchObject({ kind: 'administrator' })
    const named = (name: string) => members.useLink(secret, { ...use, name })
    expect(await refusalOf(named('admin'))).toMatchObject({ code: 'reserved_name' })
    expect(await refusalOf(named('a b'))).toMatchObject({ code: 'invalid_name' })
    expect(accounts.made).toBe(0)
    expect(await named('Boss')).toMatchObject({ member: { role: 'administrator', name: 'Boss' } })
    expect(accounts.made).toBe(1)
    expect(await refusalOf(named('Boss2'))).toMatchObject({ code: 'unknown_link' })
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
      expect(await refusalOf(members.findLink(secret))).toMatchObject({ code: 'unknown_link' })
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
      expect(await refusalOf(members.add(`${name}`, 'member', 'operator'))).toMatchObject({ code })
    expect(await refusalOf(members.suspend('nobody', 'operator'))).toMatchObject({
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
      expect(await refusalOf(change())).toMatchObject({ code: 'deleted_member' })
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
