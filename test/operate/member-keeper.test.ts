/**
 * The table of members' keys and the database stay in step: who is in the one may announce by the other, and whatever an
 * operator or a member does is seen by the next announce.
 */
import { describe, expect, test } from 'vitest'
import { createMembers, type Members } from '#index/members/members'
import { createPasswords } from '#index/members/passwords'
import type { Database } from '#index/storage/database'
import { MemberKeeper } from '#member-keeper'
import { createLog } from '#telemetry/log'
import { createMemberRegion } from '#tracker/admission/member-layout'
import { MemberTable } from '#tracker/admission/member-table'
import { MemberTableWriter } from '#tracker/admission/member-table-writer'
import { Failure } from '#tracker/wire/failure'
import { firefox, password, quickCost } from '../storage/accounts.ts'
import { engines, useDatabases } from '../storage/databases.ts'

const databases = useDatabases()

/** A keeper over a database, with a thread's view of the table, and the accounts that tell it of changes. */
class Kept {
  readonly keeper: MemberKeeper
  readonly members: Members
  readonly events: string[] = []
  readonly #table: MemberTable

  constructor(database: Database) {
    const region = createMemberRegion()
    this.#table = new MemberTable(region)
    const { clock } = databases
    const stream = { write: (line: string) => void this.events.push(line) }
    this.keeper = new MemberKeeper({
      repository: database.members,
      table: new MemberTableWriter(region),
      clock,
      log: createLog({ level: 'info', stream }),
    })
    const { members, sessions, memberLinks: links, invitations, emails, audit } = database
    const passwords = createPasswords({ cost: quickCost })
    const stores = { members, sessions, links, invitations, emails, audit }
    this.members = createMembers({ ...stores, clock, passwords, changes: this.keeper })
  }

  /** What an announce with this key meets. */
  seen(memberId: number, key: string): Failure {
    return this.#table.admit(memberId, wordsOf(key))
  }

  isOldKey(memberId: number, key: string): boolean {
    return this.#table.isOldKey(memberId, wordsOf(key))
  }
}

function wordsOf(key: string): Int32Array {
  return new Int32Array(Uint8Array.from(Buffer.from(key)).buffer)
}

describe.for(engines)('on %s', (engine) => {
  test('the table is filled with all keys, and with those of members who are kept out', async () => {
    const database = await databases.open(engine)
    const before = new Kept(database)
    const added = [
      await before.members.add('alice', 'member', 'operator'),
      await before.members.add('bob', 'member', 'operator'),
    ] as const
    await before.members.suspend('bob', 'operator')
    const kept = new Kept(database)
    const [alice, bob] = added
    expect(kept.seen(alice.member.id, alice.torrentKey)).toBe(Failure.keyUnknown)
    await kept.keeper.fill()
    expect(kept.seen(alice.member.id, alice.torrentKey)).toBe(Failure.none)
    expect(kept.seen(bob.member.id, bob.torrentKey)).toBe(Failure.memberSuspended)
    expect(kept.seen(alice.member.id, bob.torrentKey)).toBe(Failure.keyReset)
    expect(kept.keeper.unserved).toBe(0)
    expect(kept.events.filter((line) => line.includes('members_loaded'))).toHaveLength(1)
  })

  test('a new member may announce at once', async () => {
    const { members, ...kept } = await newKept(engine)
    const { member, torrentKey } = await members.add('alice', 'member', 'operator')
    expect(kept.seen(member.id, torrentKey)).toBe(Failure.none)
  })

  test('so may whoever becomes the first administrator by a link', async () => {
    const { members, ...kept } = await newKept(engine)
    const link = await members.offerAdministration()
    const use = { password, name: 'alice', client: firefox }
    const { member } = await members.useLink(link?.secret ?? '', use)
    expect(kept.seen(member.id, await members.torrentKeyOf(member))).toBe(Failure.none)
  })

  test('a key that was reset is refused at once, and the new one is good', async () => {
    const { members, ...kept } = await newKept(engine)
    const { member, torrentKey } = await members.add('alice', 'member', 'operator')
    const next = await members.resetTorrentKey(member)
    expect(kept.seen(member.id, torrentKey)).toBe(Failure.keyReset)
    expect(kept.seen(member.id, next)).toBe(Failure.none)
  })

  test('the key before is known when it is reset, and after a restart', async () => {
    const database = await databases.open(engine)
    const before = new Kept(database)
    const { member, torrentKey } = await before.members.add('alice', 'member', 'operator')
    const { id } = member
    const next = await before.members.resetTorrentKey(member)
    const after = new Kept(database)
    await after.keeper.fill()
    for (const kept of [before, after])
      expect([kept.isOldKey(id, torrentKey), kept.isOldKey(id, next)]).toEqual([true, false])
    await after.members.resetTorrentKey(member)
    expect([after.isOldKey(id, torrentKey), after.isOldKey(id, next)]).toEqual([false, true])
  })

  test('who is suspended is refused until they are restored, with a key that was reset meanwhile', async () => {
    const { members, ...kept } = await newKept(engine)
    const { member, torrentKey } = await members.add('alice', 'member', 'operator')
    await members.suspend('alice', 'operator')
    expect(kept.seen(member.id, torrentKey)).toBe(Failure.memberSuspended)
    const next = await members.resetTorrentKey(member)
    expect(kept.seen(member.id, next)).toBe(Failure.memberSuspended)
    await members.restore('alice', 'operator')
    expect(kept.seen(member.id, next)).toBe(Failure.none)
    expect(kept.seen(member.id, torrentKey)).toBe(Failure.keyReset)
  })
})

async function newKept(
  engine: (typeof engines)[number],
): Promise<{ members: Members; seen: (memberId: number, key: string) => Failure }> {
  const kept = new Kept(await databases.open(engine))
  return { members: kept.members, seen: (memberId, key) => kept.seen(memberId, key) }
}
