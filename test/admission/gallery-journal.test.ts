/** What the journal hears of announces: those that were served, and what a member's client announces in vain. */
import { beforeEach, describe, expect, test } from 'vitest'
import { Prng } from '#base/prng'
import { torrentKeyMark } from '#index/members/torrent-key'
import { Admission } from '#tracker/admission/admission'
import { GalleryDoor } from '#tracker/admission/gallery-door'
import { createMemberRegion } from '#tracker/admission/member-layout'
import { MemberTable } from '#tracker/admission/member-table'
import { MemberTableWriter } from '#tracker/admission/member-table-writer'
import { Announcer } from '#tracker/announce/announcer'
import { Announce, AnnounceEvent } from '#tracker/wire/announce'
import { PathForm } from '#tracker/wire/announce-path'
import { Failure } from '#tracker/wire/failure'
import { key, otherKey } from '../support/gallery-addresses.ts'
import { formattedRegion, StoreUnderTest } from '../swarm/store-under-test.ts'
import { hashOf, RegisteredTorrents } from './registered-torrents.ts'

const policy = {
  intervalSeconds: 800,
  minIntervalSeconds: 400,
  intervalJitterPercent: 0,
  numwantDefault: 50,
  numwantMax: 200,
  fullScrape: false,
}
const galleryPolicy = { checkGallery: true, servesAnonymous: true, servesUdpWithoutPath: true }

type Noted = readonly [infoHash: string, torrentId: number, memberId: number, failure: Failure]

class Subject {
  readonly noted: Noted[] = []
  /** Peer ids that were noted with the end of a download. */
  readonly completed: string[] = []
  readonly torrents = new RegisteredTorrents(100)
  readonly members: MemberTableWriter
  readonly announcer: Announcer
  readonly #request = new Announce()

  constructor() {
    const { region, layout } = formattedRegion({})
    const { store } = new StoreUnderTest(region, layout, 0, {})
    const members = createMemberRegion()
    this.members = new MemberTableWriter(members)
    const door = new GalleryDoor(galleryPolicy, new MemberTable(members))
    this.announcer = new Announcer({
      store,
      policy,
      prng: new Prng(1, 2, 3),
      admission: new Admission(this.torrents.table, door),
      journal: {
        note: (request, torrentId, memberId, failure, _leechers, isCompletion) => {
          const infoHash = Buffer.from(request.infoHash).toString('hex')
          this.noted.push([infoHash, torrentId, memberId, failure])
          if (isCompletion) this.completed.push(Buffer.from(request.peerId).toString('latin1'))
        },
      },
    })
  }

  /** An announce of torrent `number` at gallery 12, of nobody or of a member with this key. */
  announce(number: number, memberId = 0, memberKey = key, galleryId = 12): Failure {
    const request = this.#request
    const { path } = request
    request.infoHash.set(hashOf(number))
    request.port = 6881
    path.form = memberId === 0 ? PathForm.gallery : PathForm.personal
    path.galleryId = galleryId
    path.memberId = memberId
    path.key.set(Buffer.from(memberKey))
    return this.announcer.announce(request, 0, new Uint8Array(64))
  }

  /** Somebody without a key says at the same address and port that the download has ended. */
  complete(peerId: string): void {
    const request = this.#request
    request.peerId.set(Buffer.from(peerId, 'latin1'))
    Object.assign(request, { event: AnnounceEvent.completed, left: 0 })
    this.announce(1)
  }
}

const hex = (number: number): string => hashOf(number).toString('hex')

describe('the journal of a gallery tracker', () => {
  let subject: Subject
  beforeEach(() => {
    subject = new Subject()
    subject.torrents.put(1, { announceGid: 12 })
    subject.torrents.put(2, { announceGid: 12, isBanned: true })
    subject.torrents.put(3, { announceGid: 12, tombstone: { kind: 'purged', reason: '' } })
    subject.members.setKey(7, key)
    subject.members.setStanding(7, { state: 'active' })
  })

  test('hears of every announce that was served, with the member or without', () => {
    expect(subject.announce(1, 7)).toBe(Failure.none)
    expect(subject.announce(1)).toBe(Failure.none)
    expect(subject.noted).toEqual([
      [hex(1), 2, 7, Failure.none],
      [hex(1), 2, 0, Failure.none],
    ])
  })

  test('hears once that a download has ended, whatever peer ids the same client makes up', () => {
    const peerIds = Array.from({ length: 100 }, (_, index) => `-qB5000-abcdefghi${100 + index}`)
    for (const peerId of peerIds) subject.complete(peerId)
    expect(subject.noted).toHaveLength(100)
    expect(subject.completed).toEqual(peerIds.slice(0, 1))
  })

  test('hears which torrents a member announces in vain, and why', () => {
    subject.announce(1, 7, key, 13)
    for (const number of [2, 3, 99]) subject.announce(number, 7)
    expect(subject.noted).toEqual([
      [hex(1), 2, 7, Failure.galleryWrong],
      [hex(2), 3, 7, Failure.torrentBanned],
      [hex(3), 4, 7, Failure.torrentPurged],
      [hex(99), 0, 7, Failure.torrentUnregistered],
    ])
  })

  test('hears of a key that was reset what is announced with it, and of no other wrong one', () => {
    subject.members.setOldKeyMark(7, torrentKeyMark(key))
    subject.members.setKey(7, otherKey)
    const wrong = key.toLowerCase()
    for (const [number, memberKey] of [
      [1, key],
      [99, key],
      [1, wrong],
    ] as const)
      expect(subject.announce(number, 7, memberKey)).toBe(Failure.keyReset)
    expect(subject.announce(1, 7, otherKey)).toBe(Failure.none)
    expect(subject.noted).toEqual([
      [hex(1), 2, 7, Failure.keyReset],
      [hex(99), 0, 7, Failure.keyReset],
      [hex(1), 2, 7, Failure.none],
    ])
  })

  test('hears nothing of strangers who are refused, and of nobody by a name that is not theirs', () => {
    expect(subject.announce(1, 7)).toBe(Failure.none)
    subject.noted.length = 0
    subject.announce(99)
    expect(subject.announce(99, 7, otherKey)).toBe(Failure.keyReset)
    expect(subject.announce(1, 8)).toBe(Failure.keyUnknown)
    subject.members.setStanding(7, { state: 'banned' })
    expect(subject.announce(1, 7)).toBe(Failure.memberBanned)
    subject.announce(99)
    expect(subject.noted).toEqual([])
  })
})
