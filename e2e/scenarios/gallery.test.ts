/*
 * A gallery's torrent among members: each has a file of their own, real clients seed and download with it, and the pages
 * say so. The file's SHA-256 is the judge of what arrives, the pages are those of what is counted.
 */
import { describe, test } from 'vitest'
import { z } from 'zod'
import { downloaders } from '../clients/downloaders.ts'
import { libtorrent } from '../clients/libtorrent.ts'
import { drivers } from '../support/drivers.ts'
import { type Lab, useLab } from '../support/lab.ts'
import { announceMs, countsMs, within } from '../support/patience.ts'
import type { SiteMember } from '../support/site-member.ts'
import { sizeBytes, type Torrent } from '../support/torrent.ts'
import { announceUrls } from '../support/tracker.ts'

const settings = {
  mode: 'gallery',
  'limits.per_prefix': 'false',
  // Lists and pages tell of seeds what is stored.
  'database.flush_seconds': '1',
  'tracker.announce_urls': JSON.stringify(
    [announceUrls.http, announceUrls.udp].map((url) => url.replace('/announce', '')),
  ),
}

describe.for(drivers)('on the %s driver', (driver) => {
  const lab = useLab(driver, settings)

  // The clients differ, not the drivers: on one of them a single client shows that it plays.
  const clients = driver === 'linux' ? downloaders : { libtorrent: downloaders.libtorrent }
  for (const [name, startClient] of Object.entries(clients)) {
    test.concurrent(`a member seeds, and another downloads with ${name}`, async (context) => {
      const { expect } = context
      const cast = lab.cast(context)
      const uploader = await lab.member(`seeds-for-${name}`)
      const reader = await lab.member(`reads-with-${name}`)
      const { torrent } = await upload(lab, await cast.torrent([[announceUrls.http]]), uploader)
      await cast.seed(await lab.personal(torrent, uploader))
      const seeds = () => uploader.page(`/torrent/${torrent.hash}`).then(seedsShown)
      await expect.poll(seeds, within(countsMs)).toBe(1)
      const countedAs = () => uploader.page('/home/counted')
      await expect.poll(countedAs, within(countsMs)).toContain('libtorrent')
      const client = await cast.start(startClient, await lab.personal(torrent, reader))
      await cast.expectArrival(client)
      // rTorrent keeps it to itself for longer than a test waits that it has become a seed.
      if (name !== 'rTorrent') await expect.poll(seeds, within(countsMs)).toBe(2)
      const counted = () => reader.page('/home/counted')
      await expect.poll(counted, within(countsMs)).toContain(torrent.hash)
      expect(await uploader.page('/home/counted')).not.toContain(reader.name)
    })
  }

  test('both are credited the size of the file, to the byte', async (context) => {
    const { expect } = context
    const cast = lab.cast(context)
    const uploader = await lab.member('counts-what-it-sent')
    const reader = await lab.member('counts-what-came')
    const { torrent } = await upload(lab, await cast.torrent([[announceUrls.http]]), uploader)
    const seed = await cast.seed(await lab.personal(torrent, uploader))
    const client = await cast.start(libtorrent('downloader'), await lab.personal(torrent, reader))
    await cast.expectArrival(client)
    // Their last announces tell of everything.
    await client.stop()
    await seed.stop()
    const credits = async () => await Promise.all([creditOf(uploader), creditOf(reader)])
    await expect.poll(credits, within(countsMs)).toEqual([
      { uploaded: sizeBytes, downloaded: 0 },
      { uploaded: 0, downloaded: sizeBytes },
    ])
  })

  test('whoever has no account downloads through the address of the gallery', async (context) => {
    const cast = lab.cast(context)
    const uploader = await lab.member('seeds-for-all')
    const made = await cast.torrent([[announceUrls.http]])
    const { torrent, announceId } = await upload(lab, made, uploader)
    await cast.seed(await lab.personal(torrent, uploader))
    const address = announceUrls.http.replace('/announce', `/${announceId}/announce`)
    const client = await cast.start(
      libtorrent('downloader'),
      await cast.readdress(torrent, [[address]]),
    )
    await cast.expectArrival(client)
  })

  test('a client without the path of the gallery is told what it needs, over UDP too', async (context) => {
    const { expect } = context
    const cast = lab.cast(context)
    const uploader = await lab.member('knows-the-path')
    const { torrent } = await upload(lab, await cast.torrent([[announceUrls.http]]), uploader)
    for (const url of [announceUrls.http, announceUrls.udp]) {
      const client = await cast.start(
        libtorrent('downloader'),
        await cast.readdress(torrent, [[url]]),
      )
      const { failure_reason: reason } = await client.alert('tracker_error_alert', announceMs)
      // libtorrent 2.0 shows no reason over UDP.
      if (url === announceUrls.http) expect(reason).toContain('gallery')
    }
  })

  test('a key that was made anew is refused at once, and the new file works', async (context) => {
    const { expect } = context
    const cast = lab.cast(context)
    const uploader = await lab.member('loses-a-key')
    const { torrent } = await upload(lab, await cast.torrent([[announceUrls.http]]), uploader)
    const seed = await cast.seed(await lab.personal(torrent, uploader))
    await uploader.resetKey()
    await seed.announceInVain(announceMs)
    // libtorrent shows no reason over UDP, which is asked too.
    const refused = await seed.alert('tracker_error_alert', announceMs, isHttp)
    expect(refused.failure_reason).toMatch(/key/)
    await cast.seed(await lab.personal(torrent, uploader))
  })
})

function isHttp({ url }: { readonly url: string }): boolean {
  return url.startsWith('http:')
}

/** The seeds that a torrent's page tells of. */
function seedsShown(page: string): number | undefined {
  const [, count] = /<dt>Seeds<\/dt>\s*<dd[^>]*>[^0-9<]*(\d+)/.exec(page) ?? []
  return count === undefined ? undefined : Number(count)
}

const exportSchema = z.object({
  torrent_statistics: z.array(z.object({ uploaded: z.number(), downloaded: z.number() })),
})

/** What a member is credited for their only torrent, from the export of what is kept of them. */
async function creditOf(member: SiteMember): Promise<unknown> {
  const { torrent_statistics: rows } = exportSchema.parse(
    JSON.parse(await member.page('/account/export.json')),
  )
  return rows[0]
}

type Uploaded = { readonly torrent: Torrent; readonly announceId: number }

/** Puts the torrent into a gallery of the member's, as the operator. */
async function upload(lab: Lab, torrent: Torrent, { name }: SiteMember): Promise<Uploaded> {
  const announceId = await lab.operator.addGallery(`What ${name} has`, name)
  await lab.operator.upload(torrent, announceId, name)
  return { torrent, announceId }
}
