/** What a database promises of invitations, addresses, tokens of feeds and deleted accounts, on both engines. */
import { describe, expect, test } from 'vitest'
import type { EmailAddress } from '#index/members/email-address'
import type { NewMember } from '#index/members/member'
import { traceKinds } from '#index/members/member-traces'
import type { Database } from '#index/storage/database'
import { engines, runStatements, useDatabases } from './databases.ts'
import { longHashOf } from './sample-torrents.ts'

const databases = useDatabases()

const now = 1_800_000_000
const week = 7 * 24 * 3600

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

function invitationOf(name: string, facts: { memberId: number; createdAt?: number }) {
  const { memberId, createdAt = now } = facts
  return { digest: longHashOf(name), memberId, createdAt, expiresAt: createdAt + week }
}

const alices: EmailAddress = { address: 'Alice@example.org', key: 'alice@example.org' }

function confirmationOf(name: string, memberId: number, email = alices) {
  const times = { createdAt: now, expiresAt: now + 100 }
  return { digest: longHashOf(name), memberId, passwordHash: 'hash', email, ...times }
}

async function withMembers(database: Database, ...names: string[]): Promise<Database> {
  for (const name of names) await database.members.add(newMember(name))
  return database
}

const token = (number: number): string => `${number}`.padEnd(32, 't')

describe.for(engines)('on %s', (engine) => {
  const open = async (...names: string[]): Promise<Database> =>
    await withMembers(await databases.open(engine), ...names)

  describe('an invitation', () => {
    test('makes one member, who is known to have come by it, however many try at once', async () => {
      const { invitations, members } = await open('alice')
      await invitations.add(invitationOf('secret', { memberId: 1 }), 3)
      const uses = Array.from({ length: 8 }, (_, index) =>
        invitations.use(longHashOf('secret'), now, newMember(`bob${index}`)),
      )
      const outcomes = await Promise.all(uses)
      const made = outcomes.filter((outcome) => outcome !== 'gone')
      expect(made).toEqual([expect.objectContaining({ invitedById: 1 })])
      expect(await members.after(1, 10)).toEqual(made)
      expect(await invitations.invited(1)).toEqual(made)
      expect(await invitations.find(longHashOf('secret'))).toBeUndefined()
    })

    test('is left where the name is taken, and of no use when it has expired', async () => {
      const { invitations } = await open('alice')
      await invitations.add(invitationOf('secret', { memberId: 1 }), 3)
      const use = (name: string, at: number) =>
        invitations.use(longHashOf('secret'), at, newMember(name, { torrentKey: 'n'.repeat(16) }))
      expect(await use('alice', now)).toBe('name_taken')
      expect(await use('bob', now + week)).toBe('gone')
      expect(await use('bob', now + week - 1)).toMatchObject({ name: 'bob' })
    })

    test.for(['suspension', 'ban'] as const)('ends with a %s of its owner', async (what) => {
      const { invitations, members } = await open('alice')
      await invitations.add(invitationOf('secret', { memberId: 1 }), 3)
      const ban = { reason: 'why', isPublic: true, at: now, until: undefined }
      if (what === 'ban') await members.setBan(1, ban)
      else await members.setState(1, 'suspended')
      expect(await invitations.use(longHashOf('secret'), now, newMember('bob'))).toBe('gone')
      // One that was made just then is of no use either.
      await invitations.add(invitationOf('late', { memberId: 1 }), 3)
      expect(await invitations.use(longHashOf('late'), now, newMember('bob'))).toBe('gone')
      if (what === 'ban') await members.setBan(1, { ...ban, until: now })
      else await members.setState(1, 'active')
      await invitations.add(invitationOf('later', { memberId: 1 }), 3)
      const made = await invitations.use(longHashOf('later'), now, newMember('bob'))
      expect(made).toMatchObject({ invitedById: 1 })
    })

    test('is one of so many of its owner, also when they are made at once', async () => {
      const { invitations } = await open('alice', 'bob')
      const making = Array.from({ length: 8 }, (_, index) =>
        invitations.add(invitationOf(`${index}`, { memberId: 1 }), 3),
      )
      const made = (await Promise.all(making)).filter((one) => one !== undefined)
      expect(made).toHaveLength(3)
      expect(await invitations.list(1, now)).toEqual(made.toSorted((one, two) => one.id - two.id))
      expect(await invitations.add(invitationOf('of bob', { memberId: 2 }), 3)).toBeDefined()
      const later = invitationOf('later', { memberId: 1, createdAt: now + week })
      expect(await invitations.add(later, 1)).toBeDefined()
    })

    test('is ended by its owner alone', async () => {
      const { invitations } = await open('alice', 'bob')
      const made = await invitations.add(invitationOf('secret', { memberId: 1 }), 3)
      await invitations.remove(2, made?.id ?? 0)
      expect(await invitations.list(1, now)).toEqual([made])
      await invitations.remove(1, made?.id ?? 0)
      expect(await invitations.list(1, now)).toEqual([])
    })
  })

  describe('an address', () => {
    test('is the member’s when it is confirmed, once', async () => {
      const { emails, members } = await open('alice')
      await emails.addConfirmation(confirmationOf('secret', 1))
      expect(await emails.find(1, now)).toEqual({
        confirmed: undefined,
        waiting: 'Alice@example.org',
      })
      expect(await emails.owners(alices.key, 10)).toEqual([])
      expect(await emails.findConfirmation(longHashOf('secret'))).toMatchObject({
        member: { name: 'alice' },
        address: 'Alice@example.org',
        expiresAt: now + 100,
      })
      const uses = Array.from({ length: 4 }, () => emails.confirm(longHashOf('secret'), now))
      const confirmed = (await Promise.all(uses)).filter((one) => one !== undefined)
      expect(confirmed).toEqual([
        {
          member: await members.findById(1),
          address: 'Alice@example.org',
          before: undefined,
        },
      ])
      expect(await emails.find(1, now)).toEqual({
        confirmed: 'Alice@example.org',
        waiting: undefined,
      })
    })

    test('waits beside the one before, and the last one that was given counts', async () => {
      const { emails } = await open('alice')
      await emails.addConfirmation(confirmationOf('first', 1))
      await emails.confirm(longHashOf('first'), now)
      const other = { address: 'other@example.org', key: 'other@example.org' }
      await emails.addConfirmation(confirmationOf('second', 1, alices))
      await emails.addConfirmation(confirmationOf('third', 1, other))
      expect(await emails.find(1, now)).toEqual({
        confirmed: 'Alice@example.org',
        waiting: 'other@example.org',
      })
      expect(await emails.find(1, now + 100)).toMatchObject({ waiting: undefined })
      expect(await emails.confirm(longHashOf('second'), now)).toBeUndefined()
      expect(await emails.confirm(longHashOf('third'), now + 100)).toBeUndefined()
      expect(await emails.confirm(longHashOf('third'), now + 99)).toMatchObject({
        before: 'Alice@example.org',
      })
      expect(await emails.remove(1)).toBe('other@example.org')
      expect(await emails.find(1, now)).toEqual({ confirmed: undefined, waiting: undefined })
    })

    test('that is changed or removed takes the links with it that were sent there', async () => {
      const { emails, memberLinks } = await open('alice')
      const other = { address: 'other@example.org', key: 'other@example.org' }
      const change = async (name: string, email: EmailAddress): Promise<void> => {
        await emails.addConfirmation(confirmationOf(name, 1, email))
        expect(await emails.confirm(longHashOf(name), now)).toBeDefined()
      }
      const send = (name: string, sentTo: string) => {
        const times = { createdAt: now, expiresAt: now + 100 }
        const digest = longHashOf(name)
        return memberLinks.add({ digest, kind: 'reset', memberId: 1, ...times, sentTo })
      }
      await change('first', alices)
      for (let round = 0; round < 6; round++) {
        expect(await send(`before ${round}`, alices.address)).toBe(true)
        // One that is on its way just then.
        const late = change(`new ${round}`, other)
        await Promise.all([late, send(`late ${round}`, alices.address)])
        for (const name of [`before ${round}`, `late ${round}`])
          expect(await memberLinks.find(longHashOf(name))).toBeUndefined()
        await change(`back ${round}`, alices)
      }
      expect(await send('to another', other.address)).toBe(false)
      expect(await send('last', alices.address)).toBe(true)
      await emails.remove(1)
      expect(await memberLinks.find(longHashOf('last'))).toBeUndefined()
      expect(await send('to nobody', alices.address)).toBe(false)
    })

    test('may be that of several, each as they wrote it', async () => {
      const { emails } = await open('alice', 'bob')
      await emails.addConfirmation(confirmationOf('of alice', 1))
      await emails.addConfirmation(
        confirmationOf('of bob', 2, { ...alices, address: 'alice@example.org' }),
      )
      await emails.confirm(longHashOf('of alice'), now)
      await emails.confirm(longHashOf('of bob'), now)
      const owners = await emails.owners(alices.key, 10)
      expect(owners.map(({ member, address }) => [member.name, address])).toEqual([
        ['alice', 'Alice@example.org'],
        ['bob', 'alice@example.org'],
      ])
    })
  })

  test('a token of feeds is one, however many ask for the first at once', async () => {
    const { feedTokens } = await open('alice')
    const asked = await Promise.all(
      Array.from({ length: 6 }, (_, index) => feedTokens.replace(1, undefined, token(index))),
    )
    expect(new Set(asked).size).toBe(1)
    const [first = ''] = asked
    expect(await feedTokens.owner(first)).toMatchObject({ name: 'alice' })
    expect(await feedTokens.replace(1, first, token(9))).toBe(token(9))
    expect(await feedTokens.replace(1, first, token(8))).toBe(token(9))
    expect(await feedTokens.owner(first)).toBeUndefined()
    expect(await feedTokens.owner(token(9))).toMatchObject({ name: 'alice' })
  })

  test('tokens of members are apart from the operator’s', async () => {
    const { tokens } = await open('alice', 'bob')
    const add = (label: string, memberId: number | undefined) =>
      tokens.add({ label, scopes: [], digest: longHashOf(label), createdAt: now, memberId })
    const [own, theirs] = [await add('own', undefined), await add('theirs', 2)]
    expect(await tokens.list()).toEqual([own])
    expect(await tokens.listOf(2)).toEqual([theirs])
    expect(await tokens.listOf(1)).toEqual([])
    expect(await tokens.find(longHashOf('theirs'))).toMatchObject({ memberId: 2 })
  })

  test('what is kept under the number of a member is read page by page, and of nobody else', async () => {
    const address = await databases.newAddress(engine)
    const { members, memberTraces } = await databases.open(engine, address)
    for (const name of ['alice', 'bob']) await members.add(newMember(name))
    const days = [1, 2, 3].map((day) => `(1, ${day}, 10, 20, 30, 0, 0)`)
    await runStatements(
      address,
      `INSERT INTO member_days
         (member_id, day, uploaded, downloaded, seed_seconds, torrent_completes, gallery_completes)
       VALUES ${days.join()}, (2, 1, 99, 99, 99, 9, 9);
       INSERT INTO galleries
         (key, owner_id, title, original_title, category, description, announce_id, current_id, posted_at)
       VALUES ('0123456789', 1, 'Maps', '', 'Maps', '', 1, 1, 5),
              ('0123456789', 2, 'Plants', '', 'Art', '', 2, 2, 5);`,
    )
    const first = await memberTraces.page('days', 1, 0, 2)
    expect(first).toMatchObject({ rows: [{ day: 1, uploaded: 10 }, { day: 2 }], next: 2 })
    const last = await memberTraces.page('days', 1, first.next ?? 0, 2)
    expect(last).toMatchObject({ rows: [{ day: 3 }], next: undefined })
    for (const kind of traceKinds) {
      const { rows } = await memberTraces.page(kind, 1, 0, 100)
      const expected = { days: 3, galleries: 1, torrents: 0, statistics: 0, sessions: 0 }[kind]
      expect(rows, kind).toHaveLength(expected)
      expect(JSON.stringify(rows)).not.toMatch(/Plants|99/)
    }
  })

  describe('a deleted account', () => {
    const remains = { name: 'deleted member 1', torrentKey: 'x'.repeat(16) }

    test('leaves nothing of the member', async () => {
      const database = await open()
      const { members, invitations, emails, feedTokens, sessions, memberLinks, tokens } = database
      await members.add(newMember('zoe', { torrentKey: 'z'.repeat(16) }))
      await members.add(newMember('alice', { passwordHash: 'hash', invitedById: 1 }))
      const client = { browser: 'Firefox', system: 'Linux' } as const
      await sessions.add(
        {
          digest: longHashOf('session'),
          memberId: 2,
          passwordHash: 'hash',
          createdAt: now,
          seenAt: now,
          client,
        },
        { ends: { createdBefore: 0, seenBefore: 0 }, sessionsMax: 9, day: now },
      )
      const times = { createdAt: now, expiresAt: now + 100 }
      await memberLinks.add({ digest: longHashOf('link'), kind: 'reset', memberId: 2, ...times })
      await invitations.add(invitationOf('invitation', { memberId: 2 }), 3)
      await emails.addConfirmation(confirmationOf('first', 2))
      await emails.confirm(longHashOf('first'), now)
      await emails.addConfirmation(confirmationOf('second', 2))
      await feedTokens.replace(2, undefined, 't'.repeat(32))
      const digest = longHashOf('token')
      await tokens.add({ label: 'mine', scopes: [], digest, createdAt: now, memberId: 2 })
      const revoked = 'alice'.padEnd(16, 'k')
      const replacement = {
        revoked,
        revokedDigest: longHashOf('key'),
        revokedMark: Buffer.alloc(8, 1),
        key: 'n'.repeat(16),
        at: now,
      }
      await members.replaceTorrentKey(2, replacement)

      const left = {
        id: 2,
        name: 'deleted member 1',
        role: 'member',
        state: 'deleted',
        hasPassword: false,
        createdAt: now,
        lastSeenAt: undefined,
        ban: undefined,
        invitedById: undefined,
      }
      expect(await members.remove(2, remains, ['administrator'])).toStrictEqual(left)
      expect(await members.remove(2, remains, ['administrator'])).toBeUndefined()
      expect(await members.find('alice')).toBeUndefined()
      expect(await members.torrentKey(2)).toBe(remains.torrentKey)
      expect(await members.keyResets(2)).toEqual([])
      expect(await members.ownerOfRevokedKey(longHashOf('key'))).toBeUndefined()
      expect(await sessions.find(longHashOf('session'))).toBeUndefined()
      expect(await memberLinks.find(longHashOf('link'))).toBeUndefined()
      expect(await invitations.find(longHashOf('invitation'))).toBeUndefined()
      expect(await invitations.invited(1)).toEqual([])
      expect(await emails.find(2, 0)).toEqual({ confirmed: undefined, waiting: undefined })
      expect(await feedTokens.owner('t'.repeat(32))).toBeUndefined()
      expect(await feedTokens.replace(2, undefined, 'u'.repeat(32))).toBeUndefined()
      expect(await tokens.find(digest)).toBeUndefined()
      // The name is free, and the row is still the one that others refer to.
      expect(await members.add(newMember('alice'))).toMatchObject({ id: 3 })
      expect(await members.findById(2)).toStrictEqual(left)
    })

    test('is not that of the last administrator, though two go at the same time', async () => {
      const { members } = await open()
      for (const name of ['alice', 'bob'])
        await members.add(newMember(name, { role: 'administrator' }))
      const leaving = [1, 2].map((id) =>
        members.remove(
          id,
          { ...remains, name: `deleted member ${id}`, torrentKey: `${id}`.repeat(16) },
          ['administrator'],
        ),
      )
      const outcomes = await Promise.all(leaving)
      expect(outcomes.filter((outcome) => outcome === 'last')).toHaveLength(1)
      expect(await members.countActive(['administrator'])).toBe(1)
    })
  })
})
