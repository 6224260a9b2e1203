/* Counts follow what clients do, and what a scrape says is what the users of every client see. */
import { describe, test } from 'vitest'
import { downloaders } from '../clients/downloaders.ts'
import { startQbittorrent } from '../clients/qbittorrent.ts'
import { startTransmission } from '../clients/transmission.ts'
import { drivers } from '../support/drivers.ts'
import { useLab } from '../support/lab.ts'
import { announceMs, countsMs, downloadMs, within } from '../support/patience.ts'
import { announceUrls } from '../support/tracker.ts'

for (const driver of drivers) {
  describe.concurrent(`on the ${driver} driver`, () => {
    const lab = useLab(driver)

    for (const [client, over] of [
      ['Transmission', 'udp'],
      ['aria2', 'http'],
      ['libtorrent', 'udp'],
    ] as const) {
      test(`a download with ${client} over ${over} counts once, and its seed not at all`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[announceUrls[over]]])
        const counts = () => lab.counts(torrent.hash)
        const seed = await cast.seed(torrent)
        expect(await counts()).toEqual({ complete: 1, incomplete: 0, downloaded: 0 })

        const downloader = await cast.start(downloaders[client], torrent)
        await downloader.finished(downloadMs)
        const finished = { complete: 2, incomplete: 0, downloaded: 1 }
        await expect.poll(counts, within(countsMs)).toEqual(finished)

        await seed.announce(announceMs)
        await downloader.stop()
        await seed.stop()
        const left = { complete: 0, incomplete: 0, downloaded: 1 }
        await expect.poll(counts, within(countsMs)).toEqual(left)
      })
    }

    for (const [client, start] of Object.entries(downloaders)) {
      for (const over of ['http', 'udp'] as const) {
        test(`${client} leaves the counts when its user stops it, over ${over}`, async (context) => {
          const { expect } = context
          const cast = lab.cast(context)
          const torrent = await cast.torrent([[announceUrls[over]]])
          const counts = () => lab.counts(torrent.hash)
          const leaver = await cast.start(start, torrent)
          await leaver.announced(announceMs)
          expect(await counts()).toMatchObject({ complete: 0, incomplete: 1 })
          await leaver.stop()
          await expect.poll(counts, within(countsMs)).toMatchObject({ complete: 0, incomplete: 0 })
        })
      }
    }

    for (const over of ['http', 'udp'] as const) {
      test(`Transmission shows its user the counts of the tracker, over ${over}`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[announceUrls[over]]])
        await cast.seed(torrent)
        await cast.seed(torrent)
        const client = await cast.start(startTransmission, torrent)
        const shown = async () => (await client.show()).trackerStats
        const expected = { lastAnnounceSucceeded: true, seederCount: 2, leecherCount: 1 }
        await expect.poll(shown, within(announceMs)).toMatchObject([expected])
      })

      test(`qBittorrent shows its user the counts of the tracker, over ${over}`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[announceUrls[over]]])
        await cast.seed(torrent)
        await cast.seed(torrent)
        const client = await cast.start(startQbittorrent, torrent)
        await client.finished(downloadMs)
        // It shows the largest number that any of its sockets was told, and one that has not announced since the
        // download's end was told of a leecher: so the seeds are what tells.
        const expected = { status: 2, msg: '', num_seeds: 3 }
        const shown = () => client.trackers()
        await expect.poll(shown, within(announceMs)).toMatchObject([expected])
      })
    }

    for (const over of ['http', 'udp', 'httpIpv6', 'udpIpv6'] as const) {
      test(`libtorrent reads the counts by a scrape of its own over ${over}`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[announceUrls[over]]])
        const seed = await cast.seed(torrent, over.endsWith('Ipv6') ? 'ipv6' : 'ipv4')
        expect(await seed.scrape(announceMs)).toMatchObject({ complete: 1, incomplete: 0 })
      })
    }

    for (const family of ['ipv4', 'ipv6'] as const) {
      test(`a client learns its own ${family} address from a reply over HTTP`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const url = family === 'ipv4' ? announceUrls.http : announceUrls.httpIpv6
        const seed = await cast.seed(await cast.torrent([[url]]), family)
        const told = await seed.alert('external_ip_alert', announceMs)
        expect(told.external_address).toBe(seed.options.host[family])
      })
    }
  })
}
