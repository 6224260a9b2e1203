/*
 * When the tracker refuses, the user of each client reads why.
 *
 * An open tracker refuses no torrent, so the announce address provokes it: it brings an info_hash of its
 * own, and an announce may have only one.
 */
import { describe, test } from 'vitest'
import { startAria2 } from '../clients/aria2.ts'
import { libtorrent } from '../clients/libtorrent.ts'
import { startQbittorrent } from '../clients/qbittorrent.ts'
import { startRtorrent } from '../clients/rtorrent.ts'
import { startTransmission } from '../clients/transmission.ts'
import { drivers } from '../support/drivers.ts'
import { useLab } from '../support/lab.ts'
import { announceMs, within } from '../support/patience.ts'
import { announceUrls } from '../support/tracker.ts'

const refusedUrl = `${announceUrls.http}?info_hash=another`
/** libtorrent refuses an address with an info_hash by itself, unless the name is disguised. */
const disguisedUrl = `${announceUrls.http}?info%5Fhash=another`
const reason = 'info_hash was given more than once'

function findReason(line: string): true | undefined {
  return line.includes(reason) || undefined
}

for (const driver of drivers) {
  describe.concurrent(`on the ${driver} driver`, () => {
    const lab = useLab(driver)

    test('aria2 tells the reason of a failure', async (context) => {
      const cast = lab.cast(context)
      const client = await cast.start(startAria2, await cast.torrent([[refusedUrl]]))
      await client.program.line('the reason', announceMs, findReason)
    })

    test('Transmission tells the reason of a failure', async (context) => {
      const { expect } = context
      const cast = lab.cast(context)
      const client = await cast.start(startTransmission, await cast.torrent([[refusedUrl]]))
      const shown = async () => (await client.show()).trackerStats[0]?.lastAnnounceResult
      await expect.poll(shown, within(announceMs)).toContain(reason)
    })

    test('rTorrent tells the reason of a failure', async (context) => {
      const { expect } = context
      const cast = lab.cast(context)
      const client = await cast.start(startRtorrent, await cast.torrent([[refusedUrl]]))
      await expect.poll(() => client.message(), within(announceMs)).toContain(reason)
    })

    test('qBittorrent tells the reason of a failure', async (context) => {
      const { expect } = context
      const cast = lab.cast(context)
      const client = await cast.start(startQbittorrent, await cast.torrent([[disguisedUrl]]))
      const shown = async () => (await client.trackers())[0]?.msg
      await expect.poll(shown, within(announceMs)).toContain(reason)
    })

    test('libtorrent tells the reason of a failure', async (context) => {
      const { expect } = context
      const cast = lab.cast(context)
      const client = await cast.start(libtorrent('seed'), await cast.torrent([[disguisedUrl]]))
      const alert = await client.alert('tracker_error_alert', announceMs)
      expect(alert.failure_reason).toContain(reason)
    })
  })
}
