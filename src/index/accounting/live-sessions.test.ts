import { describe, expect, test } from 'vitest'
import { liveSessionsPerMemberMax, vainHashesPerMemberMax } from '#base/limits'
import { AnnounceEvent } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import { createLiveSessions, type NotedEntry } from './live-sessions.ts'

const now = 1_800_000_000
const member = 7

type Announce = NotedEntry & { readonly kind: 'announce' }
type Refusal = NotedEntry & { readonly kind: 'refusal' }

function announce(more: Partial<Announce> = {}): Announce {
  const event = AnnounceEvent.none
  const common = {
    at: now,
    memberId: member,
    torrentId: 1,
    event,
    family: 4,
    protocol: 'http',
  } as const
  return {
    kind: 'announce',
    ...common,
    peerId: Buffer.from('-qB5000-abcdefghijkl'),
    left: 5,
    ...more,
  }
}

function refusal(more: Partial<Refusal> = {}): Refusal {
  const event = AnnounceEvent.none
  const common = {
    at: now,
    memberId: member,
    torrentId: 0,
    event,
    family: 4,
    protocol: 'udp',
  } as const
  const failure = Failure.torrentUnregistered
  const infoHash = Buffer.alloc(20, 1)
  return { kind: 'refusal', ...common, infoHash, client: Buffer.from('-TR4060-'), failure, ...more }
}

const live = () => createLiveSessions({ intervalSeconds: () => 1800 })

describe('the live sessions of a member', () => {
  test('say which client announces what, how, and when it is expected', () => {
    const sessions = live()
    sessions.note(announce())
    sessions.note(announce({ at: now + 60, family: 6, protocol: 'udp', left: 0 }))
    expect(sessions.sessionsOf(member, now + 60)).toEqual([
      {
        torrentId: 1,
        client: 'qBittorrent 5.0.0',
        protocol: 'udp',
        families: [4, 6],
        isSeeding: true,
        isOldKey: false,
        lastAt: now + 60,
        nextAt: now + 60 + 1800,
      },
    ])
    expect(sessions.sessionsOf(8, now)).toEqual([])
  })

  test('are over when the client says so, and when it is silent for two intervals', () => {
    const sessions = live()
    sessions.note(announce())
    sessions.note(announce({ torrentId: 2 }))
    sessions.note(announce({ torrentId: 2, event: AnnounceEvent.stopped }))
    expect(sessions.sessionsOf(member, now + 3600)).toMatchObject([{ torrentId: 1 }])
    expect(sessions.sessionsOf(member, now + 3601)).toEqual([])
    sessions.forget(now + 3601)
    expect(sessions.size()).toBe(0)
  })

  test('are live by the interval that each was told, whatever others are told by then', () => {
    let told = 5400
    const sessions = createLiveSessions({ intervalSeconds: () => told })
    sessions.note(announce())
    sessions.note(refusal())
    told = 1800
    sessions.note(announce({ torrentId: 2 }))
    const nextOf = (at: number) =>
      sessions.sessionsOf(member, at).map(({ torrentId, nextAt }) => [torrentId, nextAt])
    expect(nextOf(now)).toEqual([
      [1, now + 5400],
      [2, now + 1800],
    ])
    sessions.forget(now + 5400)
    expect(nextOf(now + 5400)).toEqual([[1, now + 5400]])
    expect(sessions.vainOf(member, now + 5400)).toHaveLength(1)
  })

  test('that were noted by a clock that was ahead are noted now, when it is set right', () => {
    const sessions = live()
    const ahead = now + 86_400
    sessions.note(announce({ at: ahead }))
    sessions.note(refusal({ at: ahead }))
    sessions.drop(8, ahead)
    sessions.noteReset(9, ahead)
    sessions.forget(now)
    expect(sessions.sessionsOf(member, now)).toMatchObject([{ lastAt: now, nextAt: now + 1800 }])
    expect(sessions.vainOf(member, now)).toMatchObject([{ lastAt: now }])
    for (const memberId of [8, 9]) sessions.note(announce({ memberId, at: now + 1 }))
    expect(sessions.sessionsOf(8, now + 1)).toHaveLength(1)
    expect(sessions.sessionsOf(9, now + 1)).toMatchObject([{ isOldKey: false }])
    sessions.forget(now + 3602)
    expect([sessions.size(), sessions.vainOf(member, now)]).toEqual([0, []])
  })

  test('with a key that was reset say so until they are refused, and with the new one are as ever', () => {
    const sessions = live()
    sessions.note(announce())
    sessions.note(announce({ torrentId: 2 }))
    sessions.noteReset(member, now + 60)
    // What a thread noted before may come afterwards.
    sessions.note(announce({ torrentId: 3, at: now + 60 }))
    sessions.note(announce({ torrentId: 2, at: now + 61 }))
    const oldOf = (at: number) =>
      sessions.sessionsOf(member, at).map(({ torrentId, isOldKey }) => [torrentId, isOldKey])
    expect(oldOf(now + 61)).toEqual([
      [2, false],
      [3, true],
      [1, true],
    ])
    expect(oldOf(now + 1801)).toEqual([
      [2, false],
      [3, true],
    ])
    expect(oldOf(now + 1861)).toEqual([[2, false]])
  })

  test('of a member who may not announce any more are gone, and those that were under way', () => {
    const sessions = live()
    sessions.note(announce())
    sessions.note(refusal())
    sessions.note(announce({ memberId: 8 }))
    sessions.drop(member, now + 60)
    sessions.note(announce({ torrentId: 2, at: now + 60 }))
    expect(sessions.sessionsOf(member, now + 60)).toEqual([])
    expect(sessions.vainOf(member, now + 60)).toEqual([])
    expect(sessions.size()).toBe(1)
    sessions.note(announce({ at: now + 61 }))
    expect(sessions.sessionsOf(member, now + 61)).toHaveLength(1)
  })

  test('are bounded', () => {
    const sessions = live()
    for (let torrentId = 1; torrentId <= liveSessionsPerMemberMax + 5; torrentId++)
      sessions.note(announce({ torrentId }))
    expect(sessions.sessionsOf(member, now)).toHaveLength(liveSessionsPerMemberMax)
    sessions.note(announce({ memberId: 8 }))
    expect(sessions.sessionsOf(8, now)).toHaveLength(1)
  })

  test('are beside what is announced in vain, with what the client is told', () => {
    const sessions = live()
    sessions.note(refusal())
    sessions.note(
      refusal({
        at: now + 5,
        torrentId: 3,
        infoHash: Buffer.alloc(20, 2),
        failure: Failure.keyReset,
      }),
    )
    expect(sessions.sessionsOf(member, now)).toEqual([])
    expect(sessions.vainOf(member, now)).toMatchObject([
      {
        infoHash: Buffer.alloc(20, 2),
        torrentId: 3,
        isOldKey: true,
        failure: { code: 'key-reset' },
      },
      {
        infoHash: Buffer.alloc(20, 1),
        torrentId: 0,
        client: 'Transmission 4.0.6',
        isOldKey: false,
        failure: { code: 'torrent-unregistered' },
      },
    ])
  })

  test('of what is announced in vain the newest are kept', () => {
    const sessions = live()
    for (let number = 0; number < vainHashesPerMemberMax + 5; number++)
      sessions.note(refusal({ at: now + number, infoHash: Buffer.alloc(20, number) }))
    const vain = sessions.vainOf(member, now)
    expect(vain).toHaveLength(vainHashesPerMemberMax)
    expect(vain[0]?.infoHash).toEqual(Buffer.alloc(20, vainHashesPerMemberMax + 4))
  })

  test('of somebody without a key are nobody’s', () => {
    const sessions = live()
    sessions.note(announce({ memberId: 0 }))
    expect(sessions.size()).toBe(0)
  })
})
