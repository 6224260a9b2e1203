/*
 * When the tracker refuses, the user of each client reads why.
 *
 * An open tracker refuses no torrent, so the announce address provokes it: it brings an info_hash of its
 * own, and an announce may have only one.
 */
import { describe, test } from 'vitest'
import { complaints } from '../clients/complaints.ts'
import { drivers } from '../support/drivers.ts'
import { useLab } from '../support/lab.ts'
import { announceMs, within } from '../support/patience.ts'
import { announceUrls } from '../support/tracker.ts'

const refusedUrl = `${announceUrls.http}?info_hash=another`
/** libtorrent refuses an address with an info_hash by itself, unless the name is disguised. */
const disguisedUrl = `${announceUrls.http}?info%5Fhash=another`
const withLibtorrent = ['qBittorrent', 'libtorrent']
const reason = 'info_hash was given more than once'

for (const driver of drivers) {
  describe.concurrent(`on the ${driver} driver`, () => {
    const lab = useLab(driver)

    for (const [client, complain] of Object.entries(complaints)) {
      test(`${client} tells the reason of a failure`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const url = withLibtorrent.includes(client) ? disguisedUrl : refusedUrl
        const told = await complain(cast, await cast.torrent([[url]]))
        await expect.poll(told, within(announceMs)).toContain(reason)
      })
    }
  })
}
