/** Bans over real databases: who is kept out, for how long, what they are told, and what the tracker is. */
import { describe, expect, test } from 'vitest'
import { createFeedTokens } from '#index/members/feed-tokens'
import { StorageError } from '#index/storage/storage-error'
import { createTokens } from '#index/tokens/tokens'
import { type Accounts, accountsOf, addMember, logIn, refusalOf } from './accounts.ts'
import { engines, runStatements, useDatabases } from './databases.ts'

const databases = useDatabases()
const { clock } = databases

const hour = 3600

describe.for(engines)('on %s', (engine) => {
  const open = async (): Promise<Accounts> => accountsOf(await databases.open(engine), clock)

  test('a banned member is out at once, and in again when the ban is over', async () => {
    const accounts = await open()
    const { members, told } = accounts
    const secret = await addMember(accounts, 'alice')
    const until = clock.now + hour
    await members.ban('Alice', { reason: 'spam', isPublic: true, until }, 'operator')
    expect(await members.authenticate(secret)).toBeUndefined()
    expect(await refusalOf(logIn(accounts, 'alice'))).toMatchObject({
      code: 'banned_member',
      ban: { reason: 'spam', until },
    })
    expect(await refusalOf(logIn(accounts, 'alice', 'a guess'))).toMatchObject({
      code: 'wrong_login',
    })
    expect(told.at(-1)).toEqual({ memberId: 1, state: 'banned', reason: 'spam' })
    clock.now = until - 1
    expect(await members.endBans()).toBe(0)
    clock.now = until
    // Nobody has to lift it.
    await logIn(accounts, 'alice', undefined, '192.0.2.2')
    expect(await members.endBans()).toBe(1)
    expect(told.at(-1)).toEqual({ memberId: 1, state: 'active', reason: undefined })
    expect(await members.endBans()).toBe(0)
    expect((await members.findByName('alice')).ban).toBeUndefined()
  })

  test('a reason that is not public is told to nobody but the staff', async () => {
    const accounts = await open()
    await addMember(accounts, 'alice')
    const ban = { reason: 'reported by bob', isPublic: false, until: undefined }
    const banned = await accounts.members.ban('alice', ban, 'member 2')
    expect(banned.ban).toMatchObject({ reason: 'reported by bob', until: undefined })
    const refusal = await refusalOf(logIn(accounts, 'alice'))
    expect(refusal.ban).toMatchObject({ reason: '' })
    expect(refusal.message).not.toContain('bob')
    expect(accounts.told.at(-1)).toEqual({ memberId: 1, state: 'banned', reason: undefined })
    await accounts.members.unban('alice', 'member 2')
    await logIn(accounts, 'alice', undefined, '192.0.2.2')
    const actions = (await accounts.database.audit.latest(2)).map(({ action }) => action)
    expect(actions).toEqual(['member.unban', 'member.ban'])
  })

  test('what the staff does to an account is in the audit log, or not done', async () => {
    const address = await databases.newAddress(engine)
    const accounts = accountsOf(await databases.open(engine, address), clock)
    const { members, database } = accounts
    await addMember(accounts, 'alice')
    const ban = { reason: 'spam', isPublic: true, until: undefined }
    const acts = [
      () => members.setRole('alice', 'uploader', 'operator'),
      () => members.ban('alice', ban, 'operator'),
      () => members.unban('alice', 'operator'),
      () => members.suspend('alice', 'operator'),
      () => members.restore('alice', 'operator'),
    ]
    for (const act of acts) {
      await runStatements(address, 'ALTER TABLE audit_log RENAME TO audit_log_away')
      await expect(act()).rejects.toThrow(StorageError)
      await runStatements(address, 'ALTER TABLE audit_log_away RENAME TO audit_log')
      await act()
    }
    expect((await database.audit.latest(5)).map(({ action }) => action).toReversed()).toEqual([
      'member.role',
      'member.ban',
      'member.unban',
      'member.suspend',
      'member.restore',
    ])
  })

  test('a ban needs a reason, and an end that is to come', async () => {
    const accounts = await open()
    await addMember(accounts, 'alice')
    const ban = (reason: string, until?: number) =>
      refusalOf(accounts.members.ban('alice', { reason, isPublic: true, until }, 'operator'))
    expect(await ban(' ')).toMatchObject({ code: 'invalid_reason' })
    expect(await ban('two\nlines')).toMatchObject({ code: 'invalid_reason' })
    expect(await ban('x'.repeat(201))).toMatchObject({ code: 'invalid_reason' })
    expect(await ban('fine', clock.now)).toMatchObject({ code: 'invalid_end' })
    expect(await refusalOf(accounts.members.unban('nobody', 'operator'))).toMatchObject({
      code: 'unknown_member',
    })
  })

  test('a ban that is made longer while those that are over end stays', async () => {
    const database = await databases.open(engine)
    const plain = accountsOf(database, clock)
    await addMember(plain, 'alice')
    const [until, ban] = [clock.now + hour, { reason: 'spam', isPublic: true }]
    await plain.members.ban('alice', { ...ban, until }, 'operator')
    clock.now = until
    // Between the look for bans that are over and their end.
    const withEndedBan: typeof database.members.withEndedBan = async (...asked) => {
      const ended = await database.members.withEndedBan(...asked)
      await plain.members.ban('alice', { ...ban, until: undefined }, 'operator')
      return ended
    }
    const late = { ...database, members: { ...database.members, withEndedBan } }
    const { members, told } = accountsOf(late, clock)
    expect(await members.endBans()).toBe(0)
    const { ban: forGood } = await members.findByName('alice')
    expect([forGood?.until, told]).toEqual([undefined, []])
    expect(forGood).toMatchObject({ at: until })
    const other = { ...ban, at: until - hour, until }
    expect((await members.unban('alice', 'operator', other)).ban).toEqual(forGood)
    expect((await members.unban('alice', 'operator', forGood)).ban).toBeUndefined()
  })

  test('a suspension outlasts a ban, and a ban a suspension', async () => {
    const accounts = await open()
    const { members, told } = accounts
    await addMember(accounts, 'alice')
    await members.ban('alice', { reason: 'why', isPublic: true, until: undefined }, 'operator')
    await members.suspend('alice', 'operator')
    await members.restore('alice', 'operator')
    expect(told.at(-1)).toMatchObject({ state: 'banned' })
    await members.suspend('alice', 'operator')
    await members.unban('alice', 'operator')
    expect(told.at(-1)).toMatchObject({ state: 'suspended' })
    expect(await refusalOf(logIn(accounts, 'alice'))).toMatchObject({ code: 'suspended_member' })
  })

  test('tokens of a member end with what the member may do', async () => {
    const accounts = await open()
    const { members, database } = accounts
    const { audit } = database
    const tokens = createTokens({
      repository: database.tokens,
      members: database.members,
      clock,
    })
    const feeds = createFeedTokens({ repository: database.feedTokens, audit, clock })
    await addMember(accounts, 'alice')
    const alice = await members.setRole('alice', 'moderator', 'operator')
    const { secret } = await tokens.createFor(alice, 'a script', [
      'torrents:read',
      'torrents:write',
      'blocks:write',
    ])
    const feed = await feeds.tokenOf(alice)
    const scopes = async () => (await tokens.authenticate(secret))?.scopes
    expect(await scopes()).toEqual(['torrents:read', 'torrents:write'])
    expect(await feeds.memberByToken(feed)).toMatchObject({ name: 'alice' })
    await members.setRole('alice', 'member', 'operator')
    expect(await scopes()).toEqual(['torrents:read'])
    await members.ban(
      'alice',
      { reason: 'why', isPublic: true, until: clock.now + hour },
      'operator',
    )
    expect([await scopes(), await feeds.memberByToken(feed)]).toEqual([undefined, undefined])
    clock.now += hour
    expect(await scopes()).toEqual(['torrents:read'])
    await members.suspend('alice', 'operator')
    expect([await scopes(), await feeds.memberByToken(feed)]).toEqual([undefined, undefined])
    await members.restore('alice', 'operator')
    const [token] = await tokens.listOf(alice.id)
    await tokens.revokeOf({ ...alice, id: 2 }, token?.id ?? 0)
    expect(await scopes()).toEqual(['torrents:read'])
    await tokens.revokeOf(alice, token?.id ?? 0)
    expect(await scopes()).toBeUndefined()
    await feeds.reset(alice)
    expect(await feeds.memberByToken(feed)).toBeUndefined()
  })
})
