/** What an operator of a gallery tracker decides: each choice over HTTP and UDP, and each changed by a reload. */
import { describe, expect, test, vi } from 'vitest'
import { drivers } from '../support/drivers.ts'
import {
  announceAt,
  failureText,
  key,
  otherKey,
  pathOf,
  refusal,
  scrapeAt,
  successBytes,
  urlData,
} from '../support/gallery-addresses.ts'
import { type GalleryTracker, useGalleryTracker } from '../support/gallery-tracker.ts'
import { httpGet } from '../support/http-request.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce } from '../support/udp-packets.ts'
import { untilTrue } from '../support/until-true.ts'
import type { Settings } from '../support/waggle.ts'

async function overHttp(tracker: GalleryTracker, target: string): Promise<string> {
  const { body } = await httpGet(tracker.http4, target)
  return body.toString('latin1')
}

async function overUdp(tracker: GalleryTracker, infoHash: Buffer, path?: string): Promise<string> {
  using client = await UdpClient.open(tracker.udp4)
  const tail = path === undefined ? Buffer.alloc(0) : urlData(path)
  const packet = encodeAnnounce(await client.connectionId(), 1, { infoHash, tail, event: 3 })
  const reply = await client.exchange(packet)
  return reply.kind === 'error' ? reply.text : reply.kind
}

const served = successBytes(0).toString('latin1')

describe.for(drivers)('a gallery tracker on the %s driver', (driver) => {
  const tracker = useGalleryTracker({ driver })

  const stopAt = async (path: string, infoHash: Buffer): Promise<string> =>
    await overHttp(tracker(), announceAt(path, infoHash, { event: 'stopped' }))
  /** Brings settings into force, which is seen by what `path` is answered then. */
  const configure = async (
    settings: Settings,
    path: string,
    infoHash: Buffer,
    reply: string,
  ): Promise<void> => {
    tracker().configure(settings)
    // One thread of each kind reads the news between two batches.
    await vi.waitFor(async () => expect(await stopAt(path, infoHash)).toBe(reply), untilTrue)
  }

  test('serves members only where that is asked for', async () => {
    const infoHash = tracker().put(12)
    const member = tracker().addMember(key)
    const anonymousRefused = failureText(refusal.anonymousRefused)
    const closed = { 'tracker.anonymous': 'false', 'tracker.udp_without_path': 'anonymous' }
    await configure(closed, pathOf(12), infoHash, anonymousRefused)
    expect(await overHttp(tracker(), '/')).toContain('it serves members only')
    expect(await stopAt(pathOf(12, member), infoHash)).toBe(served)
    expect(await stopAt(pathOf(12, member, otherKey), infoHash)).toBe(failureText(refusal.keyReset))
    expect(await stopAt('', infoHash)).toBe(failureText(refusal.galleryMissing))
    for (const path of ['', pathOf(12)])
      expect(await overHttp(tracker(), scrapeAt(path, infoHash))).toBe(anonymousRefused)
    expect(await overHttp(tracker(), scrapeAt(pathOf(12, member), infoHash))).toContain('5:files')
    await vi.waitFor(
      async () => expect(await overUdp(tracker(), infoHash)).toBe(refusal.anonymousRefused),
      untilTrue,
    )
    expect(await overUdp(tracker(), infoHash, '/12/announce')).toBe(refusal.anonymousRefused)
    expect(await overUdp(tracker(), infoHash, `${pathOf(12, member)}/announce`)).toBe('announce')
    // Clients of members have no other way to scrape over UDP than without a path.
    using client = await UdpClient.open(tracker().udp4)
    expect(await client.scrape(infoHash)).toEqual([{ seeders: 0, completed: 0, leechers: 0 }])
    await configure({}, pathOf(12), infoHash, served)
  })

  test('serves a torrent at the address of another gallery where that is asked for', async () => {
    const infoHash = tracker().put(12)
    const galleryWrong = failureText(refusal.galleryWrong)
    expect(await stopAt(pathOf(13), infoHash)).toBe(galleryWrong)
    await configure({ 'tracker.check_gallery': 'false' }, pathOf(13), infoHash, served)
    await vi.waitFor(
      async () => expect(await overUdp(tracker(), infoHash, '/13/announce')).toBe('announce'),
      untilTrue,
    )
    expect(await overHttp(tracker(), scrapeAt(pathOf(13), infoHash))).toContain('5:files')
    expect(await stopAt('', infoHash)).toBe(failureText(refusal.galleryMissing))
    await configure({}, pathOf(13), infoHash, galleryWrong)
  })

  test('serves announces over UDP that name no gallery where that is asked for', async () => {
    const infoHash = tracker().put(12)
    tracker().configure({ 'tracker.udp_without_path': 'anonymous' })
    for (const path of [undefined, '/announce', '/'])
      await vi.waitFor(
        async () => expect(await overUdp(tracker(), infoHash, path)).toBe('announce'),
        untilTrue,
      )
    // A path that leads nowhere may be somebody's, cut off on its way.
    expect(await overUdp(tracker(), infoHash, '/12/3')).toBe(refusal.galleryMissing)
    expect(await stopAt('', infoHash)).toBe(failureText(refusal.galleryMissing))
    tracker().configure({})
    await vi.waitFor(
      async () => expect(await overUdp(tracker(), infoHash)).toBe(refusal.udpPathMissing),
      untilTrue,
    )
  })
})
