/** The keys of all members, as tables are filled with them at start. */
import { describe, expect, test } from 'vitest'
import { engines, useDatabases } from './databases.ts'
import { longHashOf } from './sample-torrents.ts'

const databases = useDatabases()
const now = 1_800_000_000
const keyOf = (name: string): string => name.padEnd(16, 'k')

describe.for(engines)('on %s', (engine) => {
  test('keys come by id, page by page, with how their owners stand', async () => {
    const { members } = await databases.open(engine)
    const ids: number[] = []
    for (const name of ['alice', 'bob', 'carol', 'dave', 'eve']) {
      const member = { name, nameKey: name, role: 'member', createdAt: now } as const
      const added = await members.add({ ...member, torrentKey: keyOf(name), passwordHash: 'hash' })
      ids.push(added?.id ?? 0)
    }
    const [alice = 0, bob = 0, carol = 0, dave = 0, eve = 0] = ids
    await members.setState(bob, 'suspended')
    await members.setState(carol, 'deleted')
    await members.replaceTorrentKey(dave, {
      revoked: keyOf('dave'),
      revokedDigest: longHashOf('dave'),
      revokedMark: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 255),
      key: keyOf('new'),
      at: now,
    })
    const ban = { reason: 'why', isPublic: true, at: now, until: now + 5 }
    await members.setBan(eve, ban)
    const plain = { oldKeyMark: undefined, state: 'active', ban: undefined }
    const oldKeyMark = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 255)
    const expected = [
      { ...plain, memberId: alice, key: keyOf('alice') },
      { ...plain, memberId: bob, key: keyOf('bob'), state: 'suspended' },
      { ...plain, memberId: dave, key: keyOf('new'), oldKeyMark },
      { ...plain, memberId: eve, key: keyOf('eve'), ban },
    ]
    expect(await members.memberKeysAfter(0, 10)).toStrictEqual(expected)
    expect(await members.memberKeysAfter(0, 2)).toStrictEqual(expected.slice(0, 2))
    expect(await members.memberKeysAfter(bob, 2)).toStrictEqual(expected.slice(2))
    expect(await members.memberKeysAfter(eve, 2)).toEqual([])
  })
})
