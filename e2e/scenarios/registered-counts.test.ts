/*
 * How often a torrent was downloaded outlives the server: all of it when the server is stopped, all but what is newer
 * than the last flush when it is killed.
 */
import { describe, type TestContext, test } from 'vitest'
import { usePostgres } from '../../test/support/postgres.ts'
import { type Libtorrent, libtorrent } from '../clients/libtorrent.ts'
import { type Lab, useLab } from '../support/lab.ts'
import { announceMs, countsMs, downloadMs, within } from '../support/patience.ts'
import type { Torrent } from '../support/torrent.ts'
import { announceUrls } from '../support/tracker.ts'

const setups = [
  ['portable', 'SQLite'],
  ['linux', 'SQLite'],
  ['linux', 'PostgreSQL'],
] as const

describe.for(setups)('on the %s driver, with %s', ([driver, engine]) => {
  const newDatabase = engine === 'SQLite' ? async () => 'sqlite:waggle.db' : usePostgresDatabase()
  const registered = (flushSeconds: number) => async () => ({
    mode: 'registered',
    'database.url': await newDatabase(),
    'database.flush_seconds': String(flushSeconds),
  })

  describe('where a flush is ten minutes away', () => {
    const lab = useLab(driver, registered(600))

    for (const over of ['http', 'udp'] as const) {
      test(`a download over ${over} counts once, and still does after a restart`, async (context) => {
        const { expect } = context
        const { seed, download, downloaded } = await setScene(lab, context, over)
        expect(await downloaded()).toBe(0)
        await download()
        await expect.poll(downloaded, within(countsMs)).toBe(1)
        await lab.tracker.restart()
        expect(await downloaded()).toBe(1)
        await seed.announce(announceMs)
        expect(await downloaded()).toBe(1)
      })
    }
  })

  describe('where there is a flush each second', () => {
    const lab = useLab(driver, registered(1))

    test('a kill costs no torrent, and no download that was flushed', async (context) => {
      const { expect } = context
      const { torrent, seed, download, downloaded } = await setScene(lab, context, 'http')
      await download()
      await expect.poll(() => lab.operator.completed(torrent), within(countsMs)).toBe(1)
      await download()
      await expect.poll(downloaded, within(countsMs)).toBe(2)
      await lab.tracker.crashAndRestart()
      // The second may have been flushed or not.
      const kept = await downloaded()
      expect([1, 2]).toContain(kept)
      await seed.announce(announceMs)
      await download()
      await expect.poll(downloaded, within(countsMs)).toBe(kept + 1)
    })
  })
})

interface Scene {
  readonly torrent: Torrent
  readonly seed: Libtorrent
  /** A download from its start to its end, by somebody new. */
  readonly download: () => Promise<void>
  /** How often it was downloaded, to whoever scrapes. */
  readonly downloaded: () => Promise<number>
}

/** A registered torrent and its seed. */
async function setScene(lab: Lab, context: TestContext, over: 'http' | 'udp'): Promise<Scene> {
  const cast = lab.cast(context)
  const torrent = await cast.torrent([[announceUrls[over]]])
  await lab.operator.register(torrent)
  return {
    torrent,
    seed: await cast.seed(torrent),
    async download() {
      const downloader = await cast.start(libtorrent('downloader'), torrent)
      await downloader.finished(downloadMs)
    },
    downloaded: async () => (await lab.counts(torrent.hash)).downloaded,
  }
}

/** Gives addresses of new databases; the tracker reaches them through a socket, which no network hides. */
function usePostgresDatabase(): () => Promise<string> {
  const server = usePostgres()
  return async () => server().throughSocket(await server().newDatabase())
}
