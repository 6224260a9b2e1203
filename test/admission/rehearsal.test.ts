/**
 * A rehearsed announce is refused where a real one is, with the same words, whatever the address, member, torrent, client
 * and network: over the tables of a gallery tracker.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { AdmissionKeeper } from '#admission-keeper'
import { PrefixList } from '#base/prefix-list'
import { Prng } from '#base/prng'
import { loadConfig } from '#config/load'
import { createBlockRegion } from '#tracker/admission/block-layout'
import { BlockTables } from '#tracker/admission/block-tables'
import { Blocking } from '#tracker/admission/blocking'
import { Announcer } from '#tracker/announce/announcer'
import { HttpAnswer, HttpOutcome, httpAnswerBytes } from '#tracker/announce/http-answer'
import { Rehearsal } from '#tracker/announce/rehearsal'
import { UdpAnswer } from '#tracker/announce/udp-answer'
import { SwarmLook } from '#tracker/swarm/swarm-look'
import { Failure, failureDescriptions } from '#tracker/wire/failure'
import { ConnectionIds } from '#tracker/wire/udp/connection-id'
import { announceTarget } from '../support/announce-url.ts'
import { key, otherKey, pathOf, urlData } from '../support/gallery-addresses.ts'
import { encodeAnnounce } from '../support/udp-packets.ts'
import { formattedRegion, StoreUnderTest } from '../swarm/store-under-test.ts'

const config = loadConfig({ overrides: ['mode=gallery', 'tracker.torrents_max=1000'] })
const options = { seed: 3 }
const { region, layout } = formattedRegion(options)
const { store } = new StoreUnderTest(region, layout, 0, options)
const keeper = new AdmissionKeeper({ config, seed: [1, 2], swarms: new SwarmLook(store.parts) })
const blocks = createBlockRegion()
const tables = new BlockTables(blocks)
const prng = new Prng(1, 2, 3)
const policy = { checkGallery: true, servesAnonymous: true, servesUdpWithoutPath: false }
const blocking = new Blocking({ region: blocks.handle, slot: 0, prng })
const announcer = new Announcer({
  store,
  prng,
  blocking,
  admission: keeper.open(policy),
  policy: {
    intervalSeconds: 1800,
    minIntervalSeconds: 900,
    intervalJitterPercent: 0,
    numwantDefault: 50,
    numwantMax: 200,
    fullScrape: false,
  },
})
const out = new Uint8Array(httpAnswerBytes)
const http = new HttpAnswer(announcer, out)
const udp = new UdpAnswer(announcer, new ConnectionIds(1, 2), new Uint8Array(2048))
const rehearsal = new Rehearsal({ admission: keeper.open(policy), blocking })

const gallery = 12
const hash = (number: number): Buffer => Buffer.alloc(20, number)
const torrents = {
  live: hash(1),
  banned: hash(2),
  expunged: hash(3),
  elsewhere: hash(4),
  denied: hash(5),
  unknown: hash(6),
}
const sources = { free: [10, 0, 0, 1], blocked: [192, 0, 2, 7] } as const
const peerIds = { free: '-qB4520-000000000000', blocked: '-XL0012-000000000000' } as const
const paths = [
  '',
  '/nonsense',
  pathOf(gallery),
  pathOf(99),
  pathOf(gallery, 1),
  pathOf(gallery, 1, otherKey),
  pathOf(gallery, 2),
  pathOf(gallery, 3),
  pathOf(gallery, 4),
]

beforeAll(() => {
  const put = (infoHash: Buffer, more = {}): unknown =>
    keeper.torrents.put({
      infoHash,
      torrentId: infoHash[0] as number,
      name: 'a name',
      isBanned: false,
      completed: 0,
      announceGid: gallery,
      ...more,
    })
  put(torrents.live)
  put(torrents.banned, { isBanned: true, banReason: 'a reason that is told' })
  put(torrents.expunged, { tombstone: { kind: 'expunged', reason: 'why' } })
  put(torrents.elsewhere, { announceGid: 13 })
  put(torrents.denied)
  for (const memberId of [1, 2, 3]) keeper.members?.setKey(memberId, key)
  keeper.members?.setStanding(1, { state: 'active', reason: undefined })
  keeper.members?.setStanding(2, { state: 'suspended', reason: undefined })
  keeper.members?.setStanding(3, { state: 'banned', reason: 'spam' })
  const ipv4 = new PrefixList(1)
  ipv4.add([0xc000_0200], 24, 1)
  const clients = new PrefixList(5)
  const id = Buffer.from(peerIds.blocked)
  clients.add(
    [0, 4, 8, 12, 16].map((at) => id.readUInt32BE(at)),
    64,
    1,
  )
  const infoHashes = new PrefixList(5)
  infoHashes.add(
    Array.from({ length: 5 }, () => 0x0505_0505),
    160,
    1,
  )
  tables.replace({ ipv4, clients, infoHashes })
})

/** Every combination, as a line for each with what it was refused with. */
function verdicts(
  announce: (path: string, infoHash: Buffer, peerId: string, source: readonly number[]) => Failure,
): string[] {
  const lines: string[] = []
  for (const path of paths)
    for (const [torrent, infoHash] of Object.entries(torrents))
      for (const client of ['free', 'blocked'] as const)
        for (const source of ['free', 'blocked'] as const) {
          const failure = announce(path, infoHash, peerIds[client], sources[source])
          const { code } = failureDescriptions[failure]
          lines.push(`${path} ${torrent} ${client} ${source}: ${code}`)
        }
  return lines
}

/** Codes that are seen in the lines. */
function codesIn(lines: readonly string[]): Set<string> {
  return new Set(lines.map((line) => line.split(': ')[1] ?? ''))
}

function target(path: string, infoHash: Buffer, peerId: string): Buffer {
  return Buffer.from(path + announceTarget(infoHash, { peer_id: peerId }))
}

function detailText({ bytes, length }: { bytes: Uint8Array; length: number }): string {
  return Buffer.from(bytes.subarray(0, length)).toString()
}

describe('a rehearsal is refused as an announce is', () => {
  test('over HTTP', () => {
    const reasons = new Set<string>()
    const real = verdicts((path, infoHash, peerId, source) => {
      const bytes = target(path, infoHash, peerId)
      http.request.address.set(source)
      http.request.family = 4
      const outcome = http.answer(bytes, 0, bytes.length)
      if (outcome !== HttpOutcome.body) return Failure.none
      if (http.failure !== Failure.none) reasons.add(detailText(announcer.detailOf(http.failure)))
      return http.failure
    })
    const rehearsed = verdicts((path, infoHash, peerId, source) => {
      rehearsal.setSource(Uint8Array.from(source), 4)
      rehearsal.http(target(path, infoHash, peerId))
      reasons.delete(detailText(rehearsal.detail))
      return rehearsal.failure
    })
    expect(rehearsed).toEqual(real)
    expect(codesIn(real)).toEqual(
      new Set([
        'none',
        'network-blocked',
        'client-blocked',
        'info-hash-denied',
        'gallery-missing',
        'gallery-wrong',
        'key-unknown',
        'key-reset',
        'member-suspended',
        'member-banned',
        'torrent-banned',
        'torrent-expunged',
        'torrent-unregistered',
      ]),
    )
    expect([...reasons]).toEqual([])
  })

  test('over UDP', () => {
    const ids = new ConnectionIds(1, 2)
    const datagram = (
      path: string,
      infoHash: Buffer,
      peerId: string,
      source: readonly number[],
    ) => {
      const words = new Int32Array(4)
      new Uint8Array(words.buffer).set(source)
      ids.issue(words, 4, 1000)
      const id = (BigInt(ids.high) << 32n) | BigInt(ids.low >>> 0)
      const tail = path === '' ? Buffer.alloc(0) : urlData(`${path}/announce`)
      return encodeAnnounce(id, 1, { infoHash, peerId: Buffer.from(peerId), port: 1, tail })
    }
    const real = verdicts((path, infoHash, peerId, source) => {
      const bytes = datagram(path, infoHash, peerId, source)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
      udp.request.announce.address.set(source)
      udp.request.announce.family = 4
      udp.answer(view, bytes, 0, bytes.length, 0, 1000)
      return udp.failure
    })
    const rehearsed = verdicts((path, infoHash, peerId, source) => {
      rehearsal.setSource(Uint8Array.from(source), 4)
      rehearsal.udp(datagram(path, infoHash, peerId, source))
      return rehearsal.failure
    })
    expect(rehearsed).toEqual(real)
    expect(codesIn(real)).toContain('udp-path-missing')
  })

  test('and is let in by a network that nobody named, and changes no swarm', () => {
    store.scrape(torrents.live, 0)
    const before = store.seeders + store.leechers
    rehearsal.setSource(new Uint8Array(16), 0)
    rehearsal.http(Buffer.from(pathOf(gallery) + announceTarget(torrents.live, { port: 999 })))
    expect([rehearsal.station, rehearsal.failure]).toEqual(['swarm', Failure.none])
    rehearsal.http(Buffer.from('/scrape'))
    expect(rehearsal.station).toBe('address')
    store.scrape(torrents.live, 0)
    expect(store.seeders + store.leechers).toBe(before)
  })
})
