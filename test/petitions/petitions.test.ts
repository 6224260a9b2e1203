/** Petitions on both engines, under a clock that the tests put forward. */
import { describe, expect, test } from 'vitest'
import { stepOf } from '#index/petitions/petition-change'
import { PetitionError } from '#index/petitions/petition-error'
import { castVote } from '#index/petitions/petition-events'
import { petitionExports } from '#index/petitions/petition-export'
import { daySeconds } from '#index/petitions/petition-rules'
import type { Database } from '#index/storage/database'
import { engines, useDatabases } from '../storage/databases.ts'
import { alice, codeOf, type MemberNotice, old, petitionsOn, stateOf } from './petitions-on.ts'

const databases = useDatabases()
const { clock } = databases

function ids(found: readonly { readonly petition: { readonly id: number } }[]): number[] {
  return found.map(({ petition }) => petition.id)
}

function lineOf({ memberId, event }: MemberNotice): string {
  return `${event} ${memberId}`
}

async function died(work: Promise<unknown>): Promise<never> {
  await work
  throw new Error('died')
}

const small = { torrentThreshold: 10, galleryThreshold: 12, galleryStartPower: 4 }

describe.for(engines)('on %s', (engine) => {
  test('a torrent is expunged by enough votes, and the next vote is refused with the reason', async () => {
    const on = await petitionsOn(databases, engine, small)
    const { petitions, torrent, told } = on
    const [one, two, three, four] = await on.voters(4)
    if (!one || !two || !three || !four) throw new Error('four were asked for')
    const opened = await petitions.open(torrent, 'It is\nbroken.', one)
    expect(opened).toMatchObject({ id: 1, state: 'open', votes: [{ weight: 4, isFor: true }] })
    await petitions.vote(1, false, two)
    await petitions.vote(1, true, three)
    expect(stateOf(await petitions.vote(1, true, four))).toBe('open')
    expect(told.at(-1)?.tombstone).toBeUndefined()
    const moderator = await on.member('keeper', 'moderator')
    const after = await petitions.vote(1, true, moderator)
    expect(stateOf(after)).toBe('active by votes')
    const tombstone = { kind: 'expunged', reason: 'It is broken.', at: clock.now }
    expect(told.at(-1)?.tombstone).toEqual(tombstone)
    expect(await codeOf(petitions.vote(1, true, await on.member('late')))).toBe('wrong_state')
    expect((await on.log()).slice(-3)).toEqual([
      `member ${one.id}: petition.open`,
      'petition 1: petition.force',
      'petition 1: torrent.expunge',
    ])
    expect((await on.news()).map(lineOf).toSorted()).toEqual([
      'petition_expunged 1',
      `petition_expunged ${one.id}`,
      'petition_opened 1',
    ])
  })

  test('a hold does not go on while the site is down', async () => {
    const on = await petitionsOn(databases, engine, small)
    const [one, two, three] = await on.voters(3)
    if (!one || !two || !three) throw new Error('three were asked for')
    await on.petitions.open(on.gallery, 'Why', one)
    for (const voter of [two, three]) await on.petitions.vote(1, true, voter)
    clock.now += 300
    await on.petitions.sweep()
    clock.now += 1200
    const next = on.petitionsOver(await on.connect())
    await next.sweep()
    expect(stateOf((await next.find(1)).petition)).toBe('held')
    clock.now += 599
    await next.sweep()
    expect((await on.galleries.find(1)).state).toBe('live')
    clock.now += 1
    await next.sweep()
    expect((await on.galleries.find(1)).state).toBe('expunged')
  })

  test('one that came to be held and saw no sweep has the whole hold after a start', async () => {
    const on = await petitionsOn(databases, engine, small)
    const [one, two, three] = await on.voters(3)
    if (!one || !two || !three) throw new Error('three were asked for')
    await on.petitions.open(on.gallery, 'Why', one)
    for (const voter of [two, three]) await on.petitions.vote(1, true, voter)
    clock.now += 1200
    const next = on.petitionsOver(await on.connect())
    const [held] = await next.ofSubject(on.gallery)
    expect(held).toMatchObject({ state: 'held', stateAt: clock.now })
    // Whoever was there for less than that may still vote against it.
    expect(stateOf(await next.vote(1, false, await on.member('bob', 'uploader')))).toBe('open')
  })

  test('a gallery is held, expunged by the sweep when the hold is over, and its torrents work on', async () => {
    const on = await petitionsOn(databases, engine, small)
    const { petitions, galleries } = on
    const [one, two, three] = await on.voters(3)
    if (!one || !two || !three) throw new Error('three were asked for')
    await petitions.open(on.gallery, 'Not what it says', one)
    const rival = await petitions.open(on.gallery, 'Here already', two)
    await petitions.vote(1, true, two)
    expect(stateOf(await petitions.vote(1, true, three))).toBe('held')
    clock.now += 899
    await petitions.sweep()
    expect((await galleries.find(1)).state).toBe('live')
    clock.now += 1
    await petitions.sweep()
    expect(await galleries.find(1)).toMatchObject({
      state: 'expunged',
      stateReason: 'Not what it says',
    })
    expect(stateOf((await petitions.find(1)).petition)).toBe('active by votes')
    expect(stateOf((await petitions.find(rival.id)).petition)).toBe('cleared by superseded')
    const told = (await on.news()).map(lineOf)
    expect(told.filter((line) => !line.startsWith('petition_opened')).toSorted()).toEqual([
      'petition_cleared 1',
      `petition_cleared ${two.id}`,
      'petition_expunged 1',
      `petition_expunged ${one.id}`,
    ])
    expect(on.told.every(({ tombstone }) => tombstone === undefined)).toBe(true)
    expect((await on.log()).slice(-4)).toEqual([
      'petition 1: petition.hold',
      'petition 1: petition.force',
      'petition 2: petition.clear',
      'petition 1: gallery.expunge',
    ])
  })

  test('whoever looks first finds what is due done, at the time when it was', async () => {
    const on = await petitionsOn(databases, engine, small)
    const [one, two, three] = await on.voters(3)
    if (!one || !two || !three) throw new Error('three were asked for')
    const { id, openedAt } = await on.petitions.open(on.gallery, 'Why', one)
    for (const voter of [two, three]) await on.petitions.vote(id, true, voter)
    clock.now += 5 * daySeconds
    const { petition } = await on.petitions.find(id)
    expect(petition.ending).toEqual({ by: 'votes', at: openedAt + 900 })
    expect((await on.galleries.find(1)).state).toBe('expunged')
  })

  test('many votes at once bring it over the threshold once', async () => {
    const on = await petitionsOn(databases, engine, { torrentThreshold: 20 })
    const [first, ...others] = await on.voters(8)
    if (first === undefined) throw new Error('eight were asked for')
    const { id } = await on.petitions.open(on.torrent, 'Why', first)
    const outcomes = await Promise.all(
      [...others, ...others].map((voter) => codeOf(on.petitions.vote(id, true, voter))),
    )
    // Four more make twenty; whoever else came, and came twice, is told so.
    expect(outcomes.filter((code) => code === undefined)).toHaveLength(4)
    const { petition } = await on.petitions.find(id)
    expect(petition.votes).toHaveLength(5)
    const log = await on.log()
    for (const entry of ['petition.force', 'torrent.expunge'])
      expect(log.filter((line) => line === `petition ${id}: ${entry}`)).toHaveLength(1)
  })

  test('what two processes do at once is done one after the other', async () => {
    const on = await petitionsOn(databases, engine, { torrentThreshold: 20 })
    const [first, ...others] = await on.voters(8)
    if (first === undefined) throw new Error('eight were asked for')
    const { id } = await on.petitions.open(on.torrent, 'Why', first)
    const asked = { nowSeconds: clock.now, cause: undefined }
    const ballot = { isFor: true, weight: 4, at: clock.now, isDecisive: false }
    const connections = [on.database, await on.connect()]
    const outcomes = await Promise.all(
      others.flatMap((by) =>
        connections.map(({ petitions }) =>
          petitions.change(
            id,
            stepOf((petition) => castVote(petition, { ...ballot, by }), asked),
          ),
        ),
      ),
    )
    const refused = outcomes.filter((outcome) => outcome instanceof PetitionError)
    expect(outcomes.length - refused.length).toBe(4)
    expect(await on.database.petitions.find(id)).toMatchObject({
      state: 'active',
      votes: { length: 5 },
    })
  })

  test('what a process that died has left undone is done by the next one', async () => {
    const on = await petitionsOn(databases, engine, small)
    const [one, two, three] = await on.voters(3)
    if (!one || !two || !three) throw new Error('three were asked for')
    const { petitions } = on.database
    // In the database, and the end of the process.
    const dying: Database = {
      ...on.database,
      petitions: {
        ...petitions,
        add: async (...petition) => await died(petitions.add(...petition)),
        change: async (...change) => await died(petitions.change(...change)),
      },
    }
    const id = 1
    const work = on.petitionsOver(dying)
    await expect(work.open(on.torrent, 'Why', one)).rejects.toThrow('died')
    for (const voter of [two, three])
      await expect(work.vote(id, true, voter)).rejects.toThrow('died')
    expect(on.told.at(-1)?.tombstone).toBeUndefined()
    expect((await on.news()).map(lineOf).toSorted()).toEqual([
      'petition_expunged 1',
      `petition_expunged ${one.id}`,
      'petition_opened 1',
    ])
    const next = on.petitionsOver(await on.connect())
    await next.sweep()
    expect(on.told.at(-1)?.tombstone).toMatchObject({ kind: 'expunged', reason: 'Why' })
    expect((await next.find(id)).petition.isExpungeDue).toBe(false)
    await next.sweep()
    expect((await on.log()).filter((line) => line.endsWith('torrent.expunge'))).toHaveLength(1)
    expect(await on.news()).toEqual([])
  })

  test('open ones are cleared when their time is over, or what they are about is gone', async () => {
    const on = await petitionsOn(databases, engine, small)
    const [one, two] = await on.voters(2)
    if (!one || !two) throw new Error('two were asked for')
    const ofGallery = await on.petitions.open(on.gallery, 'Why', one)
    const ofTorrent = await on.petitions.open(on.torrent, 'Why', one)
    clock.now += 6 * daySeconds
    await on.petitions.vote(ofTorrent.id, false, two)
    clock.now += daySeconds
    await on.petitions.sweep()
    expect(stateOf((await on.petitions.find(ofGallery.id)).petition)).toBe('cleared by expired')
    // The vote against it still counts.
    expect(stateOf((await on.petitions.find(ofTorrent.id)).petition)).toBe('open')
    await on.torrents.remove(ofTorrent.target.id, 'Spam', 'operator')
    await on.petitions.sweep()
    expect(await on.petitions.ofSubject(on.torrent)).toEqual([])
    expect(stateOf((await on.petitions.find(ofTorrent.id)).petition)).toBe('cleared by gone')
    expect(await codeOf(on.petitions.open(on.torrent, 'Why', one))).toBe('invalid_target')
  })

  test('a gallery comes back by an appeal, and goes again when that is undone', async () => {
    const on = await petitionsOn(databases, engine, { ...small, appealPower: 5 })
    const { petitions, galleries } = on
    const [one, two] = await on.voters(2)
    const keeper = await on.member('keeper', 'moderator')
    const friend = await on.member('friend', 'uploader', old)
    if (!one || !two) throw new Error('two were asked for')
    const { id } = await petitions.open(on.gallery, 'Why', one)
    expect(await codeOf(petitions.appeal(id, 'No', friend))).toBe('wrong_state')
    await petitions.decide(id, { act: 'expunge', verdict: 'Clearly so' }, keeper)
    expect((await galleries.find(1)).stateReason).toBe('Clearly so')
    expect(await codeOf(petitions.appeal(id, 'No', two))).toBe('too_little_power')
    expect(await codeOf(petitions.appeal(id, ' ', friend))).toBe('invalid_petition')
    expect(stateOf(await petitions.appeal(id, 'It is mine.', friend))).toBe('appealed by staff')
    expect(await petitions.appealedTotal()).toBe(1)
    const granted = await petitions.decide(id, { act: 'grant', verdict: 'Right' }, keeper)
    expect(granted).toMatchObject({ state: 'restored', appeal: { statement: 'It is mine.' } })
    expect((await galleries.find(1)).state).toBe('live')
    expect((await petitions.undo(id, keeper)).state).toBe('appealed')
    expect((await galleries.find(1)).state).toBe('expunged')
    expect((await petitions.decide(id, { act: 'dismiss', verdict: '' }, keeper)).state).toBe(
      'active',
    )
    expect(await codeOf(petitions.appeal(id, 'Again', friend))).toBe('wrong_state')
    expect(
      (await on.log()).filter((line) => line.startsWith('member') && line.includes('petition.')),
    ).toEqual([
      `member ${one.id}: petition.open`,
      `member ${keeper.id}: petition.expunge`,
      `member ${friend.id}: petition.appeal`,
      `member ${keeper.id}: petition.grant`,
      `member ${keeper.id}: petition.undo`,
      `member ${keeper.id}: petition.dismiss`,
    ])
  })

  test('appeals are taken for seven days, and of the owner where that is configured', async () => {
    const rules = { ...small, ownerAppeals: true }
    const on = await petitionsOn(databases, engine, rules)
    const keeper = await on.member('keeper', 'moderator')
    const owner = await alice(on)
    const { id } = await on.petitions.open(on.gallery, 'Why', keeper)
    await on.petitions.decide(id, { act: 'expunge', verdict: '' }, keeper)
    expect(await codeOf(on.petitions.appeal(id, 'No', await on.member('bob')))).toBe(
      'too_little_power',
    )
    clock.now += 7 * daySeconds
    expect(await codeOf(on.petitions.appeal(id, 'No', owner))).toBe('too_late')
    clock.now -= 1
    expect((await on.petitions.appeal(id, 'No', owner)).state).toBe('appealed')
  })

  test('what is not allowed is refused with what is needed', async () => {
    const on = await petitionsOn(databases, engine)
    const { petitions, torrent, gallery } = on
    const [one, two] = [await on.member('one', 'member', old), await on.member('two')]
    expect(await codeOf(petitions.open(gallery, 'Why', one))).toBe('too_little_power')
    expect(await codeOf(petitions.open(torrent, ' \n ', one))).toBe('invalid_petition')
    const keeper = await on.member('keeper', 'moderator')
    const ofGallery = await petitions.open(gallery, 'Why', keeper)
    expect(ofGallery.votes).toMatchObject([{ weight: 40 }])
    expect(await codeOf(petitions.open(gallery, 'Why not', keeper))).toBe('already_open')
    await expect(petitions.vote(ofGallery.id, true, two)).rejects.toThrow(
      'this needs a power of 2, and yours is 1',
    )
    const ofTorrent = await petitions.open(torrent, 'Why', two)
    expect(await codeOf(petitions.open(torrent, 'Why', one))).toBe('already_open')
    expect(await codeOf(petitions.vote(ofTorrent.id, false, two))).toBe('already_voted')
    expect(await codeOf(petitions.appeal(ofTorrent.id, 'No', keeper))).toBe('invalid_target')
    expect(await codeOf(petitions.find(99))).toBe('unknown_petition')
  })

  test('a newer version of a gallery does not take it out of the vote', async () => {
    const on = await petitionsOn(databases, engine, small)
    const keeper = await on.member('keeper', 'moderator')
    const { id } = await on.petitions.open(on.gallery, 'Why', keeper)
    const newer = await on.galleries.createVersion(1, await on.galleries.find(1), 'member 1')
    clock.now += 900
    await on.petitions.sweep()
    expect(stateOf((await on.petitions.find(id)).petition)).toBe('active by votes')
    expect((await on.galleries.find(newer.id)).state).toBe('expunged')
  })

  test('power grows with what a member did well', async () => {
    const on = await petitionsOn(databases, engine, small)
    const bob = await on.member('bob', 'uploader', 130)
    expect(await on.petitions.powerOf(bob)).toMatchObject({ total: 3, role: 2, age: 1 })
    await on.petitions.open(on.torrent, 'Why', bob)
    await on.petitions.vote(1, true, await on.member('keeper', 'moderator'))
    expect(await on.petitions.powerOf(bob)).toMatchObject({ total: 4, petitions: 1 })
    // What uploaders take out themselves is no merit.
    expect(await on.petitions.powerOf(await alice(on))).toMatchObject({ petitions: 0 })
  })

  test('members have what they wrote and voted, and it goes with the account', async () => {
    const on = await petitionsOn(databases, engine, { ...small, appealPower: 4 })
    const [one, two] = await on.voters(2)
    if (!one || !two) throw new Error('two were asked for')
    await on.petitions.open(on.torrent, 'My own words', one)
    await on.petitions.vote(1, false, two)
    const exported = async (memberId: number) => {
      const rows: object[] = []
      for (const { rowsOf } of petitionExports(on.database.petitions))
        for await (const row of rowsOf(memberId)) rows.push(row)
      return rows
    }
    const keeper = await on.member('keeper', 'moderator')
    await on.petitions.open(on.gallery, 'Why', keeper)
    await on.petitions.decide(2, { act: 'expunge', verdict: '' }, keeper)
    await on.petitions.appeal(2, 'My own plea', one)
    const at = new Date(clock.now * 1000).toISOString()
    expect(await exported(one.id)).toEqual([
      { id: 1, torrent: 1, explanation: 'My own words', at, state: 'open' },
      { petition: 2, gallery: 1, statement: 'My own plea', at, state: 'appealed' },
      { petition: 1, expunge: true, weight: 4, at },
    ])
    expect(await exported(two.id)).toEqual([{ petition: 1, expunge: false, weight: 4, at }])
    const remains = { name: 'deleted member', torrentKey: 'x'.repeat(16) }
    await on.database.members.remove(one.id, remains, ['administrator'])
    const { petition } = await on.petitions.find(1)
    expect(petition).toMatchObject({ explanation: '', starter: { name: 'deleted member' } })
    expect(petition.votes).toHaveLength(2)
  })

  test('lists are told the latest first, and a part at a time', async () => {
    const on = await petitionsOn(databases, engine, small)
    const keeper = await on.member('keeper', 'moderator')
    const [one] = await on.voters(1)
    if (!one) throw new Error('one was asked for')
    await on.petitions.open(on.torrent, 'First', one)
    await on.petitions.open(on.gallery, 'Second', one)
    await on.petitions.decide(1, { act: 'reject', verdict: 'No' }, keeper)
    await on.petitions.open(on.torrent, 'Third', one)
    const open = { states: ['open', 'held'], limit: 10 } as const
    expect(ids(await on.petitions.list(open))).toEqual([3, 2])
    expect(ids(await on.petitions.list({ ...open, beforeId: 3 }))).toEqual([2])
    expect(ids(await on.petitions.list({ ...open, kind: 'torrent' }))).toEqual([3])
    expect(ids(await on.petitions.list({ ...open, limit: 1 }))).toEqual([3])
    expect(ids(await on.petitions.ended(10))).toEqual([1])
    expect(ids(await on.petitions.decided(10))).toEqual([1])
  })
})
