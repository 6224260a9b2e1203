/** What a database promises of members, on both engines: what cannot be at once, and what is over at the same moment. */
import { describe, expect, test } from 'vitest'
import type { NewLink } from '#index/members/link'
import type { NewMember } from '#index/members/member'
import { engines, useDatabases } from './databases.ts'
import type { MemberStores } from './model-members.ts'
import { longHashOf } from './sample-torrents.ts'

const databases = useDatabases()

const now = 1_800_000_000
const rules = { ends: { createdBefore: 0, seenBefore: 0 }, sessionsMax: 50, day: now }

function newMember(name: string, facts: Partial<NewMember> = {}): NewMember {
  return {
    name,
    nameKey: name,
    role: 'member',
    torrentKey: name.padEnd(16, 'k'),
    passwordHash: 'hash',
    createdAt: now,
    ...facts,
  }
}

function newLink(name: string, facts: Partial<NewLink> = {}): NewLink {
  const times = { createdAt: now, expiresAt: now + 100 }
  return { digest: longHashOf(name), kind: 'set_up', memberId: undefined, ...times, ...facts }
}

async function logIn(
  { sessions }: MemberStores,
  memberId: number,
  name: string,
  passwordHash = 'hash',
) {
  const digest = longHashOf(name)
  const client = { browser: 'Firefox', system: 'Linux' } as const
  const times = { createdAt: now, seenAt: now }
  return await sessions.add({ digest, memberId, passwordHash, ...times, client }, rules)
}

function confirmationOf(name: string, memberId: number, passwordHash = 'hash') {
  const email = { address: `${name}@example.org`, key: `${name}@example.org` }
  const times = { createdAt: now, expiresAt: now + 100 }
  return { digest: longHashOf(name), memberId, passwordHash, email, ...times }
}

describe.for(engines)('on %s', (engine) => {
  test('a member is kept with all but the secrets', async () => {
    const { members } = await databases.open(engine)
    const added = await members.add(newMember('alice', { role: 'uploader', passwordHash: 'hash' }))
    const alice = {
      id: 1,
      name: 'alice',
      role: 'uploader',
      state: 'active',
      hasPassword: true,
      createdAt: now,
      lastSeenAt: undefined,
      ban: undefined,
      invitedById: undefined,
    }
    expect(added).toStrictEqual(alice)
    expect(await members.find('alice')).toStrictEqual(alice)
    expect(await members.credentials('alice')).toStrictEqual({
      member: alice,
      passwordHash: 'hash',
    })
    expect(await members.find('Alice')).toBeUndefined()
  })

  test('of many who want a name at once, one gets it', async () => {
    const { members } = await databases.open(engine)
    const wanting = Array.from({ length: 8 }, (_, index) =>
      members.add(newMember('alice', { torrentKey: `${index}`.padEnd(16, 'k') })),
    )
    const got = (await Promise.all(wanting)).filter((member) => member !== undefined)
    expect(got).toHaveLength(1)
    expect(await members.after(0, 10)).toEqual(got)
  })

  test('a link is used once, however many try at the same time', async () => {
    const stores = await databases.open(engine)
    const { members, memberLinks } = stores
    const { id } = (await members.add(newMember('alice'))) ?? { id: 0 }
    await memberLinks.add(newLink('link', { memberId: id }))
    const uses = Array.from({ length: 8 }, (_, index) =>
      memberLinks.setPassword(longHashOf('link'), now, `hash ${index}`),
    )
    const outcomes = await Promise.all(uses)
    const won = outcomes.findIndex((member) => member !== undefined)
    expect(outcomes.filter((member) => member !== undefined)).toHaveLength(1)
    expect((await members.credentials('alice'))?.passwordHash).toBe(`hash ${won}`)
    expect(await memberLinks.find(longHashOf('link'))).toBeUndefined()
  })

  test('one first administrator is made, however many try at the same time', async () => {
    const { members, memberLinks } = await databases.open(engine)
    await memberLinks.add(newLink('first', { kind: 'administrator' }))
    const uses = Array.from({ length: 8 }, (_, index) =>
      memberLinks.addFirst(longHashOf('first'), now, {
        member: newMember(`boss${index}`, { role: 'administrator' }),
        roles: ['administrator'],
      }),
    )
    const outcomes = await Promise.all(uses)
    expect(outcomes.filter((outcome) => outcome === 'gone')).toHaveLength(7)
    expect(await members.countActive(['administrator'])).toBe(1)
  })

  test('a name that is taken leaves the link of the first administrator', async () => {
    const { members, memberLinks } = await databases.open(engine)
    await members.add(newMember('alice'))
    await memberLinks.add(newLink('first', { kind: 'administrator' }))
    const use = (name: string) =>
      memberLinks.addFirst(longHashOf('first'), now, {
        member: newMember(name, { role: 'administrator', torrentKey: 'x'.repeat(16) }),
        roles: ['administrator'],
      })
    expect(await use('alice')).toBe('name_taken')
    expect(await use('bob')).toMatchObject({ name: 'bob', role: 'administrator' })
  })

  test('a link that has expired does nothing, and is gone with the next one', async () => {
    const { members, memberLinks } = await databases.open(engine)
    const { id } = (await members.add(newMember('alice'))) ?? { id: 0 }
    await memberLinks.add(newLink('old', { memberId: id }))
    expect(await memberLinks.setPassword(longHashOf('old'), now + 100, 'hash')).toBeUndefined()
    expect(await memberLinks.find(longHashOf('old'))).toBeDefined()
    await memberLinks.add(newLink('other', { kind: 'administrator', createdAt: now + 100 }))
    expect(await memberLinks.find(longHashOf('old'))).toBeUndefined()
  })

  test.for(['role', 'suspension', 'ban', 'password', 'link'] as const)(
    'sessions end with a change of %s, and all else that leads to the account unless it is the role; those of others do not',
    async (what) => {
      const stores = await databases.open(engine)
      const { members, sessions, memberLinks, emails } = stores
      for (const name of ['alice', 'bob']) await members.add(newMember(name))
      await logIn(stores, 1, 'of alice')
      await logIn(stores, 2, 'of bob')
      await memberLinks.add(newLink('link', { memberId: 1 }))
      for (const id of [1, 2]) await emails.addConfirmation(confirmationOf(`new${id}`, id))
      if (what === 'role') await members.setRole(1, 'moderator')
      if (what === 'suspension') await members.setState(1, 'suspended')
      if (what === 'ban')
        await members.setBan(1, { reason: 'x', isPublic: true, at: now, until: undefined })
      if (what === 'password') await members.setPassword(1, 'hash', 'other')
      if (what === 'link') await memberLinks.setPassword(longHashOf('link'), now, 'hash')
      expect(await sessions.find(longHashOf('of alice'))).toBeUndefined()
      expect(await sessions.find(longHashOf('of bob'))).toBeDefined()
      const isLinkLeft = (await memberLinks.find(longHashOf('link'))) !== undefined
      expect(isLinkLeft).toBe(what === 'role')
      // Whoever knew the password may have asked for it, and links to a new one would go there.
      const confirmed = await emails.confirm(longHashOf('new1'), now)
      expect(confirmed !== undefined).toBe(what === 'role')
      expect(await emails.confirm(longHashOf('new2'), now)).toBeDefined()
    },
  )

  test('what a password begins ends with it, also what comes at the same time', async () => {
    const stores = await databases.open(engine)
    const { members, sessions, emails } = stores
    await members.add(newMember('alice', { passwordHash: 'hash 0' }))
    for (let round = 0; round < 12; round++) {
      const [before, after] = [`hash ${round}`, `hash ${round + 1}`]
      const begin = async (name: string): Promise<void> => {
        await logIn(stores, 1, `${name} ${round}`, before)
        await emails.addConfirmation(confirmationOf(`${name} ${round}`, 1, before))
      }
      const change = members.setPassword(1, before, after)
      await Promise.all([begin('one'), change, begin('other')])
      expect(await sessions.list(1)).toEqual([])
      expect(await emails.find(1, now)).toMatchObject({ waiting: undefined })
      expect(await logIn(stores, 1, `late ${round}`, before)).toBeUndefined()
      const late = confirmationOf(`late ${round}`, 1, before)
      expect(await emails.addConfirmation(late)).toBe(false)
    }
  })

  test('a password is changed by one of those who change it at the same time', async () => {
    const { members } = await databases.open(engine)
    await members.add(newMember('alice'))
    const changes = Array.from({ length: 6 }, (_, index) =>
      members.setPassword(1, 'hash', `hash ${index}`),
    )
    const won = (await Promise.all(changes)).findIndex((member) => member !== undefined)
    expect((await members.credentials('alice'))?.passwordHash).toBe(`hash ${won}`)
    expect(await members.setPassword(1, 'hash', 'another')).toBeUndefined()
  })

  test('a name that looks like that of somebody is taken, too', async () => {
    const { members } = await databases.open(engine)
    await members.add(newMember('alice'))
    expect(await members.add(newMember('αlιce', { alikeKeys: ['x', 'alice'] }))).toBeUndefined()
    expect(await members.add(newMember('αlιce', { alikeKeys: ['x'] }))).toBeDefined()
  })

  test('a session is found with its member, and nothing is kept of where it is', async () => {
    const stores = await databases.open(engine)
    await stores.members.add(newMember('alice'))
    const session = await logIn(stores, 1, 'secret')
    const found = await stores.sessions.find(longHashOf('secret'))
    expect(found?.session).toStrictEqual(session)
    expect(found?.member).toMatchObject({ name: 'alice', lastSeenAt: now })
    expect(Object.keys(session ?? {}).toSorted()).toEqual([
      'client',
      'createdAt',
      'id',
      'memberId',
      'seenAt',
    ])
    expect(await stores.sessions.find(longHashOf('another'))).toBeUndefined()
  })

  test('a key that was revoked is traced to its member by its digest alone', async () => {
    const { members } = await databases.open(engine)
    await members.add(newMember('alice'))
    const key = (await members.torrentKey(1)) ?? ''
    const replacement = {
      revoked: key,
      revokedDigest: longHashOf(key),
      revokedMark: Buffer.alloc(8, 1),
      key: 'n'.repeat(16),
      at: now,
    }
    expect(await members.replaceTorrentKey(1, replacement)).toBe(true)
    expect(await members.replaceTorrentKey(1, replacement)).toBe(false)
    expect(await members.torrentKey(1)).toBe('n'.repeat(16))
    expect(await members.ownerOfRevokedKey(longHashOf(key))).toMatchObject({ name: 'alice' })
    expect(await members.ownerOfRevokedKey(longHashOf('another'))).toBeUndefined()
  })
})
