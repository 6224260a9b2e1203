/*
 * A registered tracker and its operator at the command line: what is registered is served to every client, what is
 * not, or is banned, is refused, and the user of each client reads why.
 */
import { beforeAll, describe, test } from 'vitest'
import { startAria2 } from '../clients/aria2.ts'
import { complaints, shownOverUdp } from '../clients/complaints.ts'
import { downloaders } from '../clients/downloaders.ts'
import { libtorrent } from '../clients/libtorrent.ts'
import { startTransmission } from '../clients/transmission.ts'
import { drivers } from '../support/drivers.ts'
import { type Lab, useLab } from '../support/lab.ts'
import { announceMs, within } from '../support/patience.ts'
import type { Torrent } from '../support/torrent.ts'
import { announceUrls } from '../support/tracker.ts'

const overs = ['http', 'udp'] as const
type Over = (typeof overs)[number]

const banReason = 'it is spam'
const refusals = {
  unregistered: 'torrent not registered: this tracker serves only torrents that were added to it',
  banned: `torrent banned by this tracker: ${banReason}`,
} as const
type Refusal = keyof typeof refusals

const makeMs = 60_000

for (const driver of drivers) {
  describe.concurrent(`on the ${driver} driver`, () => {
    const lab = useLab(driver, { mode: 'registered' })
    const refused = useRefused(lab)

    for (const [client, start] of Object.entries(downloaders)) {
      for (const over of overs) {
        test(`${client} gets the file of a registered torrent over ${over}`, async (context) => {
          const cast = lab.cast(context)
          const torrent = await cast.torrent([[announceUrls[over]]])
          await lab.operator.register(torrent)
          await cast.seed(torrent)
          await cast.expectArrival(await cast.start(start, torrent))
        })
      }
    }

    for (const over of overs) {
      test(`both swarms of a registered hybrid torrent are served, over ${over}`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[announceUrls[over]]], 'hybrid')
        const hashes = [torrent.hash, torrent.hashV2 ?? '']
        const counts = () => Promise.all(hashes.map((hash) => lab.counts(hash)))
        const both = (complete: number) => hashes.map(() => ({ complete, incomplete: 0 }))

        await lab.operator.register(torrent)
        const seed = await cast.start(libtorrent('seed'), torrent)
        await expect.poll(counts, within(announceMs)).toMatchObject(both(1))
        await cast.expectArrival(await cast.start(libtorrent('downloader'), torrent))
        await expect.poll(counts, within(announceMs)).toMatchObject(both(2))
        expect(seed.alerts.filter(({ alert }) => alert === 'tracker_error_alert')).toEqual([])
      })

      test(`a ban stops a seed at its next announce, and its end lets it go on, over ${over}`, async (context) => {
        const { expect } = context
        const cast = lab.cast(context)
        const torrent = await cast.torrent([[announceUrls[over]]])
        await lab.operator.register(torrent)
        const seed = await cast.seed(torrent)
        await lab.operator.ban(banReason, torrent)
        const { message } = await seed.announceInVain(announceMs)
        expect(message).toContain(reasonShown('libtorrent', over, 'banned'))
        await lab.operator.unban(torrent)
        await seed.announce(announceMs)
        await cast.expectArrival(await cast.start(libtorrent('downloader'), torrent))
      })
    }

    test('aria2, banned while it seeds, goes on by itself after the ban', async (context) => {
      const cast = lab.cast(context)
      const torrent = await cast.torrent([[announceUrls.udp]])
      await lab.operator.register(torrent)
      await cast.seed(torrent)
      const client = await cast.start(startAria2, torrent)
      await cast.expectArrival(client)
      await lab.operator.ban(banReason, torrent)
      await client.program.line('the reason', announceMs, findBan)
      await lab.operator.unban(torrent)
      await client.announcedAgain(announceMs)
    })

    // 3.00 would try again by itself; later ones, told this, wait for their user.
    test('Transmission, refused too early, is served when its user starts the torrent again', async (context) => {
      const { expect } = context
      const cast = lab.cast(context)
      const torrent = await cast.torrent([[announceUrls.http]])
      const client = await cast.start(startTransmission, torrent)
      const shown = async () => (await client.show()).trackerStats
      const early = [{ lastAnnounceResult: refusals.unregistered }]
      await expect.poll(shown, within(announceMs)).toMatchObject(early)
      await lab.operator.register(torrent)
      await client.stop()
      await expect.poll(shown, within(announceMs)).toMatchObject([{ lastAnnounceSucceeded: true }])
      await client.resume()
      const late = [{ lastAnnounceSucceeded: true, leecherCount: 1 }]
      await expect.poll(shown, within(announceMs)).toMatchObject(late)
    })

    for (const [client, complain] of Object.entries(complaints)) {
      for (const over of overs) {
        for (const why of ['unregistered', 'banned'] as const) {
          test(`${client} tells that a torrent is ${why}, over ${over}`, async (context) => {
            const { expect } = context
            const told = await complain(lab.cast(context), refused(why, over))
            await expect.poll(told, within(announceMs)).toContain(reasonShown(client, over, why))
          })
        }
      }
    }
  })
}

function findBan(line: string): true | undefined {
  return line.includes(refusals.banned) || undefined
}

function reasonShown(client: string, over: Over, why: Refusal): string {
  const inPlaceOfIt = over === 'udp' ? Object.entries(shownOverUdp) : []
  return new Map(inPlaceOfIt).get(client) ?? refusals[why]
}

/** The torrents that the tracker refuses, for all tests of a `describe`; to be asked for inside tests only. */
function useRefused(lab: Lab): (why: Refusal, over: Over) => Torrent {
  const unregistered = new Map<Over, Torrent>()
  const banned = new Map<Over, Torrent>()
  beforeAll(async () => {
    for (const over of overs) {
      unregistered.set(over, await lab.torrent([[announceUrls[over]]]))
      banned.set(over, await lab.torrent([[announceUrls[over]]]))
    }
    await lab.operator.register(...banned.values())
    await lab.operator.ban(banReason, ...banned.values())
  }, makeMs)
  return (why, over) => {
    const torrent = (why === 'banned' ? banned : unregistered).get(over)
    if (torrent === undefined) throw new Error('torrents are made only while tests run')
    return torrent
  }
}
