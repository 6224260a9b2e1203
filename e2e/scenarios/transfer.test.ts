/*
 * A file goes from a libtorrent seed to each client, over each protocol and family, and only the
 * tracker can have introduced the two. The file's SHA-256 is the judge.
 */
import { describe, test } from 'vitest'
import { downloaders } from '../clients/downloaders.ts'
import { libtorrent } from '../clients/libtorrent.ts'
import { drivers } from '../support/drivers.ts'
import { useLab } from '../support/lab.ts'
import { announceMs, within } from '../support/patience.ts'
import { announceUrls } from '../support/tracker.ts'

const deadTracker = announceUrls.http.replace('6969', '9')

for (const driver of drivers) {
  describe.concurrent(`on the ${driver} driver`, () => {
    const lab = useLab(driver)

    for (const [client, start] of Object.entries(downloaders)) {
      for (const over of ['http', 'udp'] as const) {
        test(`${client} gets the file over ${over}`, async (context) => {
          const cast = lab.cast(context)
          const torrent = await cast.torrent([[announceUrls[over]]])
          await cast.seed(torrent)
          await cast.expectArrival(await cast.start(start, torrent))
        })
      }
    }

    for (const over of ['httpIpv6', 'udpIpv6'] as const) {
      test(`libtorrent gets the file over ${over}`, async (context) => {
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[announceUrls[over]]])
        await cast.seed(torrent, 'ipv6')
        await cast.expectArrival(await cast.start(libtorrent('downloader', 'ipv6'), torrent))
      })
    }

    test('a seed on HTTP and a downloader on UDP meet in one swarm', async (context) => {
      const { expect } = context
      const cast = lab.cast(context)
      const overHttp = await cast.torrent([[announceUrls.http]])
      const overUdp = await cast.readdress(overHttp, [[announceUrls.udp]])
      expect(overUdp.hash).toBe(overHttp.hash)
      await cast.seed(overHttp)
      await cast.expectArrival(await cast.start(libtorrent('downloader'), overUdp))
    })

    for (const over of ['http', 'udp'] as const) {
      test(`a hybrid torrent is two swarms, and its clients are in both, over ${over}`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[announceUrls[over]]], 'hybrid')
        const hashes = [torrent.hash, torrent.hashV2 ?? '']
        const counts = () => Promise.all(hashes.map((hash) => lab.counts(hash)))
        const both = (complete: number) => hashes.map(() => ({ complete, incomplete: 0 }))

        await cast.start(libtorrent('seed'), torrent)
        await expect.poll(counts, within(announceMs)).toMatchObject(both(1))
        await cast.expectArrival(await cast.start(libtorrent('downloader'), torrent))
        await expect.poll(counts, within(announceMs)).toMatchObject(both(2))
      })
    }

    for (const client of ['aria2', 'libtorrent', 'rTorrent'] as const) {
      test(`${client} comes to us when its first tier is dead`, async (context) => {
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[deadTracker], [announceUrls.http]])
        await cast.seed(await cast.readdress(torrent, [[announceUrls.udp]]))
        await cast.expectArrival(await cast.start(downloaders[client], torrent))
      })
    }
  })
}
