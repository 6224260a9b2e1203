/**
 * Announces over UDP to a tracker of galleries: the path that comes in options (BEP 41), whole or in pieces, and what is said
 * where none comes.
 */
import { describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { key, otherKey, pathOf, refusal, urlData } from '../support/gallery-addresses.ts'
import { type GalleryTracker, useGalleryTracker } from '../support/gallery-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce, encodeScrape } from '../support/udp-packets.ts'

const bytes = (...values: readonly number[]): Buffer => Buffer.from(values)
const nothing = Buffer.alloc(0)
/** An announce reply with the interval, no leechers, one seeder and no peers. */
const loneSeeder = ['00000001', '01020304', '00000708', '00000000', '00000001'].join('')

/** What a seeder is told: that all is well, or why not. */
async function answer(tracker: GalleryTracker, infoHash: Buffer, tail: Buffer): Promise<string> {
  using client = await UdpClient.open(tracker.udp4)
  await client.send(encodeAnnounce(await client.connectionId(), 0x01020304, { infoHash, tail }))
  const reply = await client.receive()
  expect(reply.toString('hex', 4, 8)).toBe('01020304')
  if (reply.readUInt32BE(0) === 3) return reply.toString('utf8', 8)
  expect(reply.toString('hex')).toBe(loneSeeder)
  return 'served'
}

/** The path in one option, in each way to cut it in two, with what others may put around it. */
function tails(path: string): Buffer[] {
  const whole = urlData(path)
  const cut = Array.from({ length: path.length - 1 }, (_, at) =>
    Buffer.concat([urlData(path.slice(0, at + 1)), urlData(path.slice(at + 1))]),
  )
  const single = Buffer.concat(Array.from(path, (character) => urlData(character)))
  return [
    whole,
    ...cut,
    single,
    Buffer.concat([whole, bytes(0)]),
    Buffer.concat([whole, bytes(0), urlData('/9/announce')]),
    Buffer.concat([bytes(1, 1, 1), whole, bytes(1, 1)]),
    Buffer.concat([urlData(path.slice(0, 3)), bytes(1, 1), urlData(path.slice(3)), bytes(1, 0)]),
    Buffer.concat([bytes(9, 3, 0, 0, 0), whole]),
    Buffer.concat([bytes(2, 0), whole, bytes(2, 0)]),
  ]
}

describe.for(drivers)('a gallery tracker over UDP on the %s driver', (driver) => {
  const tracker = useGalleryTracker({ driver, settings: { 'tracker.workers': '2' } })
  const at = async (path: string, infoHash: Buffer): Promise<string> =>
    await answer(tracker(), infoHash, urlData(`${path}/announce`))

  test('serves the torrents of a gallery at its address, however its path is cut', async () => {
    const infoHash = tracker().put(12)
    for (const tail of tails(`${pathOf(12)}/announce`))
      expect(await answer(tracker(), infoHash, tail), tail.toString('latin1')).toBe('served')
  })

  test('serves a member at a personal address, however its path is cut', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    for (const tail of tails(`${pathOf(12, member)}/announce?numwant=1`))
      expect(await answer(tracker(), infoHash, tail), tail.toString('latin1')).toBe('served')
  })

  test('refuses as HTTP does, with the same texts', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    expect(await at(pathOf(12), randomHash())).toBe(refusal.unregistered)
    expect(await at(pathOf(13), infoHash)).toBe(refusal.galleryWrong)
    expect(await at(pathOf(12, 3_999_999), infoHash)).toBe(refusal.keyUnknown)
    expect(await at(pathOf(12, member, otherKey), infoHash)).toBe(refusal.keyReset)
    expect(await at(pathOf(12, member, key.slice(1)), infoHash)).toBe(refusal.keyReset)
    tracker().setStanding(member, { state: 'suspended', reason: 'ä' })
    expect(await at(pathOf(12, member), infoHash)).toBe('your account is suspended: ä')
    tracker().setStanding(member, { state: 'banned' })
    expect(await at(pathOf(12, member), infoHash)).toBe('your account is banned')
    for (const kind of ['expunged', 'removed', 'purged'] as const) {
      const gone = tracker().put(12, { tombstone: { kind, reason: 'why' } })
      expect(await at(pathOf(12), gone)).toBe(`unregistered torrent: ${kind}: why`)
    }
  })

  test.for([
    ['no options', nothing],
    ['the end of options', bytes(0, 0)],
    ['padding', Buffer.alloc(40, 1)],
    ['options that are cut off', bytes(2, 200, 47)],
    ['the path of every tracker', urlData('/announce')],
    ['an empty path', urlData('/')],
  ] as const)('refuses an announce with %s, and says why', async ([, tail]) => {
    expect(await answer(tracker(), tracker().put(12), tail)).toBe(refusal.udpPathMissing)
  })

  test.for(['/12', '/0/announce', '/12/34/announce', `/12/34x${key}/scrape`, 'x'])(
    'there is nothing at %s',
    async (path) => {
      expect(await answer(tracker(), tracker().put(12), urlData(path))).toBe(refusal.galleryMissing)
    },
  )

  test('a key that was reset is refused by the very next announce, in every thread', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    // Sockets are dealt out to the threads by their port.
    const answers = async (memberKey: string): Promise<Set<string>> =>
      new Set(
        await Promise.all(
          Array.from({ length: 12 }, () => at(pathOf(12, member, memberKey), infoHash)),
        ),
      )
    expect(await answers(key)).toEqual(new Set(['served']))
    tracker().setKey(member, otherKey)
    expect(await answers(key)).toEqual(new Set([refusal.keyReset]))
    expect(await answers(otherKey)).toEqual(new Set(['served']))
    tracker().setStanding(member, { state: 'suspended' })
    expect(await answers(otherKey)).toEqual(new Set(['your account is suspended']))
  })

  test('nobody is told anything who has not proved their address', async () => {
    using client = await UdpClient.open(tracker().udp4)
    const infoHash = tracker().put(12, { tombstone: { kind: 'purged', reason: 'x'.repeat(100) } })
    const forged = (await client.connectionId()) ^ 0x1000n
    const tail = urlData(`${pathOf(12)}/announce`)
    const requests = [
      encodeAnnounce(forged, 1, { infoHash, tail }),
      encodeAnnounce(forged, 2, { infoHash }),
      encodeScrape(forged, 3, [infoHash]),
    ]
    for (const request of requests)
      for (const told of await client.answersTo(request)) {
        expect(told.length).toBeLessThanOrEqual(request.length)
        expect(told.toString('latin1', 8)).toBe('bad connection id: reconnect')
      }
  })

  test('a scrape, which has no path over UDP, tells of all torrents that may be announced', async () => {
    const [one, other] = [tracker().put(12, { completed: 3 }), tracker().put(13)]
    const gone = tracker().put(12, { tombstone: { kind: 'purged', reason: '' }, completed: 9 })
    await at(pathOf(12), one)
    using client = await UdpClient.open(tracker().udp4)
    expect(await client.scrape(one, other, gone, randomHash())).toEqual([
      { seeders: 1, completed: 3, leechers: 0 },
      { seeders: 0, completed: 0, leechers: 0 },
      { seeders: 0, completed: 0, leechers: 0 },
      { seeders: 0, completed: 0, leechers: 0 },
    ])
  })
})
