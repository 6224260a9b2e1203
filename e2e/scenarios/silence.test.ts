/* A client that cannot say goodbye is forgotten once it has been silent for the peer timeout. */
import { describe, test } from 'vitest'
import { startAria2 } from '../clients/aria2.ts'
import { drivers } from '../support/drivers.ts'
import { useLab } from '../support/lab.ts'
import { announceMs, countsMs, downloadMs, within } from '../support/patience.ts'
import { announceUrls } from '../support/tracker.ts'

const timeoutSeconds = 8
/** Besides the timeout: the resolution of the tracker's clock and the lap of its sweep. */
const slackMs = 12_000

/** Announces, three seconds apart, in which a silent peer would have been forgotten. */
const announcesToOutlive = 4

const settings = {
  'tracker.interval_seconds': '4',
  'tracker.min_interval_seconds': '2',
  'tracker.peer_timeout_seconds': String(timeoutSeconds),
}

for (const driver of drivers) {
  describe.concurrent(`on the ${driver} driver`, () => {
    const lab = useLab(driver, settings)

    for (const over of ['http', 'udp'] as const) {
      test(`a killed client is gone after the peer timeout, and a live one is not, over ${over}`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[announceUrls[over]]])
        const counts = () => lab.counts(torrent.hash)
        const victim = await cast.seed(torrent)
        const survivor = await cast.start(startAria2, torrent)
        await survivor.finished(downloadMs)
        await expect.poll(counts, within(countsMs)).toMatchObject({ complete: 2 })

        await victim.kill()
        const gone = within(timeoutSeconds * 1000 + slackMs)
        await expect.poll(counts, gone).toMatchObject({ complete: 1, incomplete: 0 })
        for (let announces = 0; announces < announcesToOutlive; announces += 1) {
          await survivor.announcedAgain(announceMs)
          expect(await counts()).toMatchObject({ complete: 1, incomplete: 0 })
        }
      })
    }
  })
}
