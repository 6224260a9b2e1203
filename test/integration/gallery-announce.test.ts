/**
 * Announces over HTTP to a tracker of galleries: which addresses there are, every refusal byte for byte, and every change
 * in force with the next announce in every thread.
 */
import { describe, expect, test } from 'vitest'
import { announceTarget, type Parameters } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import {
  announceAt,
  failureText,
  key,
  otherKey,
  pathOf,
  refusal,
  successBytes,
} from '../support/gallery-addresses.ts'
import { useGalleryTracker } from '../support/gallery-tracker.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { useWaggle } from '../support/use-waggle.ts'

describe.for(drivers)('a gallery tracker on the %s driver', (driver) => {
  // More than one thread of each kind: what is changed counts in all of them.
  const tracker = useGalleryTracker({ driver, settings: { 'tracker.workers': '2' } })

  const get = async (target: string): Promise<Buffer> => {
    const response = await httpGet(tracker().http4, target)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/plain')
    return response.body
  }
  const announce = async (
    path: string,
    infoHash: Buffer,
    parameters: Parameters = {},
  ): Promise<Buffer> => await get(announceAt(path, infoHash, parameters))
  const refused = async (path: string, infoHash: Buffer): Promise<string> =>
    (await announce(path, infoHash)).toString()

  test('serves a torrent at the address of its gallery, to members and to anybody', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    expect(await announce(pathOf(12), infoHash)).toEqual(successBytes(1))
    expect(await announce(pathOf(12, member), infoHash)).toEqual(successBytes(1))
    expect(await announce(pathOf(12), infoHash, { event: 'stopped' })).toEqual(successBytes(0))
  })

  test('both addresses lead to one swarm', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    await announce(pathOf(12), infoHash, { port: 7001 })
    const reply = await announce(pathOf(12, member), infoHash, { port: 7002, left: 1 })
    expect(reply.toString('latin1')).toContain('5:peers6:\x7f\x00\x00\x01\x1b\x59')
  })

  test.for([
    ['a slash behind', '', 'announce/'],
    ['.php behind', '', 'announce.php'],
    ['an escaped letter', '', 'announc%65'],
    ['the absolute form', 'http://tracker.example:6969', 'announce'],
  ])('understands %s', async ([, before, segment]) => {
    const infoHash = tracker().put(34)
    const member = tracker().addMember(key)
    const query = announceTarget(infoHash).replace('/announce', '')
    for (const path of [pathOf(34), pathOf(34, member), `/%334/${member}%78${key}`])
      expect(await get(`${before}${path}/${segment}${query}`)).toEqual(successBytes(1))
  })

  test('the largest ids are served, and the largest member that there is no room for is unknown', async () => {
    const largest = 2 ** 31 - 1
    const infoHash = tracker().put(largest)
    expect(await announce(pathOf(largest), infoHash)).toEqual(successBytes(1))
    expect(await refused(pathOf(largest, largest), infoHash)).toBe(failureText(refusal.keyUnknown))
  })

  test.for([
    '/0',
    '/01',
    '/2147483648',
    '/4294967308',
    '/abc',
    '/-1',
    '/12/',
    '/12/34',
    `/12/0x${key}`,
    `/12/01x${key}`,
    `/12/2147483648x${key}`,
    '/12/34x',
    `/12/34x${key}-`,
    `/12/34x${'k'.repeat(33)}`,
    `/12/34x${key}/56`,
    `//12/34x${key}`,
    `/${key}`,
  ])('there is nothing at %s/announce', async (path) => {
    const infoHash = tracker().put(12)
    const response = await httpGet(tracker().http4, announceAt(path, infoHash))
    expect(response.status).toBe(404)
  })

  test.for(['HEAD', 'POST', 'PUT'])('%s is refused there as everywhere', async (method) => {
    const infoHash = tracker().put(12)
    const target = announceAt(pathOf(12), infoHash)
    using connection = await HttpConnection.open(tracker().http4)
    await connection.send(requestText(target, { method }))
    expect((await connection.response({ bodyless: true })).status).toBe(405)
    expect(await announce(pathOf(12), infoHash, { event: 'stopped' })).toEqual(successBytes(0))
  })

  test.for(['started', 'completed', 'stopped', 'paused', undefined])(
    'refuses an announce that names no gallery (event %s)',
    async (event) => {
      const infoHash = tracker().put(12)
      const reply = await announce('', infoHash, { event })
      expect(reply.toString()).toBe(failureText(refusal.galleryMissing))
    },
  )

  test('refuses a torrent that is unknown, and one of another gallery', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    for (const end of [undefined, member]) {
      expect(await refused(pathOf(12, end), randomHash())).toBe(failureText(refusal.unregistered))
      expect(await refused(pathOf(13, end), infoHash)).toBe(failureText(refusal.galleryWrong))
    }
    expect(await refused(pathOf(12), tracker().put(0))).toBe(failureText(refusal.galleryWrong))
  })

  test('refuses what nobody gave a member, and what was theirs before', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    expect(await refused(pathOf(12, 3_999_999), infoHash)).toBe(failureText(refusal.keyUnknown))
    for (const wrong of [otherKey, key.slice(1), `${key}0`, key.toLowerCase(), '0'.repeat(16)])
      expect(await refused(pathOf(12, member, wrong), infoHash)).toBe(failureText(refusal.keyReset))
    tracker().removeMember(member)
    expect(await refused(pathOf(12, member), infoHash)).toBe(failureText(refusal.keyUnknown))
  })

  test('tells a member who is kept out why, and nobody else', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    const told = async (): Promise<string> => await refused(pathOf(12, member), infoHash)
    tracker().setStanding(member, { state: 'banned', reason: 'gefälschte Zahlen' })
    expect(await told()).toBe(failureText('your account is banned: gefälschte Zahlen', ''))
    expect(await refused(pathOf(12, member, otherKey), infoHash)).toBe(
      failureText(refusal.keyReset),
    )
    tracker().setStanding(member, { state: 'banned' })
    expect(await told()).toBe(failureText('your account is banned', ''))
    tracker().setStanding(member, { state: 'suspended', reason: 'asked for it' })
    expect(await told()).toBe(failureText('your account is suspended: asked for it', ''))
    tracker().setStanding(member, { state: 'active' })
    expect(await announce(pathOf(12, member), infoHash)).toEqual(successBytes(1))
  })

  test.for([
    ['expunged', 'unregistered torrent: expunged'],
    ['removed', 'unregistered torrent: removed'],
    ['purged', 'unregistered torrent: purged'],
  ] as const)('says of a torrent that was %s that it was, and why', async ([kind, text]) => {
    const infoHash = tracker().put(12, { tombstone: { kind, reason: 'doppelt: größer' } })
    expect(await refused(pathOf(12), infoHash)).toBe(failureText(`${text}: doppelt: größer`))
    // That counts more than where it was asked for, and more than a ban.
    expect(await refused(pathOf(13), infoHash)).toBe(failureText(`${text}: doppelt: größer`))
    const silent = tracker().put(12, { tombstone: { kind, reason: '' }, isBanned: true })
    expect(await refused(pathOf(12), silent)).toBe(failureText(text))
  })

  test('refuses a banned torrent as every tracker does', async () => {
    const infoHash = tracker().put(12, { isBanned: true, banReason: 'no' })
    expect(await refused(pathOf(12), infoHash)).toBe(
      failureText('torrent banned by this tracker: no'),
    )
  })

  test('a fault of the request is told before anything about gallery or member', async () => {
    const reply = await get(`${pathOf(12, 3_999_999)}/announce?port=1`)
    expect(reply.toString()).toBe(failureText('info_hash is missing'))
  })

  test('a change is in force with the very next announce, in every thread', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    const expectAll = async (path: string, reply: Buffer | string): Promise<void> => {
      // Connections are dealt out to the threads by their port.
      const replies = await Promise.all(
        Array.from({ length: 16 }, () => announce(path, infoHash, { event: 'stopped' })),
      )
      for (const bytes of replies) expect(bytes).toEqual(Buffer.from(reply))
    }
    const mine = pathOf(12, member)
    await expectAll(mine, successBytes(0))
    tracker().setKey(member, otherKey)
    await expectAll(mine, failureText(refusal.keyReset))
    await expectAll(pathOf(12, member, otherKey), successBytes(0))
    tracker().setStanding(member, { state: 'suspended' })
    await expectAll(pathOf(12, member, otherKey), failureText('your account is suspended', ''))
    tracker().setStanding(member, { state: 'banned', reason: 'x' })
    await expectAll(pathOf(12, member, otherKey), failureText('your account is banned: x', ''))
    tracker().setStanding(member, { state: 'active' })
    await expectAll(pathOf(12, member, otherKey), successBytes(0))
  })
})

describe.for(drivers)('an open tracker on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })

  test('has no galleries', async () => {
    for (const path of ['/12', `/12/34x${key}`])
      expect((await httpGet(waggle().http4, announceAt(path, randomHash()))).status).toBe(404)
  })
})
