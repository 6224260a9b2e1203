/*
 * A restart of the tracker in the middle of sessions is nothing that clients notice: what they hold
 * of it, such as connection ids of UDP, is still good, and their swarm is there for newcomers.
 */
import { describe, type TestContext, test } from 'vitest'
import { type Libtorrent, libtorrent } from '../clients/libtorrent.ts'
import { drivers } from '../support/drivers.ts'
import { type Lab, useLab } from '../support/lab.ts'
import { announceMs } from '../support/patience.ts'
import { announceUrls } from '../support/tracker.ts'

const overs = ['http', 'udp'] as const

for (const driver of drivers) {
  describe(`on the ${driver} driver`, () => {
    const lab = useLab(driver)

    test('the swarms are there again after a restart, before anybody announces', async (context) => {
      const { expect } = context
      const seeds = await startSeeds(lab, context)
      await lab.tracker.restart()
      for (const seed of seeds) {
        const counts = await lab.counts(seed.options.torrent.hash)
        expect(counts).toMatchObject({ complete: 1, incomplete: 0 })
      }
    })

    test('clients go on announcing after a restart, and newcomers find them', async (context) => {
      const seeds = await startSeeds(lab, context)
      await lab.tracker.restart()
      await expectToGoOn(lab, context, seeds)
    })

    test('clients go on announcing after a crash, and newcomers find them', async (context) => {
      const seeds = await startSeeds(lab, context)
      await lab.tracker.crashAndRestart()
      await expectToGoOn(lab, context, seeds)
    })
  })
}

/** A seed over HTTP and one over UDP, of a torrent each. */
async function startSeeds(lab: Lab, context: TestContext): Promise<readonly Libtorrent[]> {
  const cast = lab.cast(context)
  const starting = overs.map(async (over) => cast.seed(await cast.torrent([[announceUrls[over]]])))
  return Promise.all(starting)
}

async function expectToGoOn(lab: Lab, context: TestContext, seeds: readonly Libtorrent[]) {
  const { expect } = context
  // libtorrent keeps a connection id for a minute: this announce still uses the old one.
  await Promise.all(seeds.map((seed) => seed.announce(announceMs)))
  for (const seed of seeds) {
    expect(seed.alerts.filter(({ alert }) => alert === 'tracker_error_alert')).toEqual([])
  }
  const cast = lab.cast(context)
  for (const { options } of seeds) {
    await cast.expectArrival(await cast.start(libtorrent('downloader'), options.torrent))
  }
}
