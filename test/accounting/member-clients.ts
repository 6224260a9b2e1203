/** Clients of members of a gallery site, who know what they have reported, and what of it is credited. */
import { expect } from 'vitest'
import { systemClock } from '#base/clock'
import { openDatabase } from '#index/storage/open-database'
import type { RegisteredTracker } from '../operate/registered-tracker.ts'
import { type Address, readRows } from '../storage/databases.ts'
import { announceAt, pathOf } from '../support/gallery-addresses.ts'
import { httpGet } from '../support/http-request.ts'
import { fillCatalogue } from './catalogue.ts'

const members = 6
const torrents = 5

/** One client of a member with one torrent, whose counters only grow. */
export type MemberClient = {
  readonly path: string
  readonly infoHash: Buffer
  readonly memberId: number
  readonly torrentId: number
  readonly peerId: string
  /** What it has reported, answered or not. */
  uploaded: number
  credited: number
}

/** Fills the database of a tracker that was not started yet: the first member owns the gallery, the others announce. */
export async function makeClients(tracker: RegisteredTracker): Promise<MemberClient[]> {
  const address = addressOf(tracker)
  const database = await openDatabase({ ...address, clock: systemClock })
  const size = { members: members + 1, torrents }
  const catalogue = await fillCatalogue(database, address, size)
  await database.close()
  const { galleryId, torrentKeys, infoHashes, memberIds } = catalogue
  return memberIds.slice(1).flatMap((memberId, number) =>
    catalogue.torrents.map(({ id }, index) => ({
      path: pathOf(galleryId, memberId, torrentKeys.get(memberId)),
      infoHash: Buffer.from(infoHashes.get(id) ?? []),
      memberId,
      torrentId: id,
      peerId: `-qB5000-${'abcdef'[number]}bcdefghijk${index}`,
      uploaded: 0,
      credited: 0,
    })),
  )
}

export function addressOf({ settings, dataDirectory }: RegisteredTracker): Address {
  return { url: settings['database.url'] ?? '', dataDirectory }
}

export async function announce(
  { waggle }: RegisteredTracker,
  client: MemberClient,
  moved: number,
): Promise<void> {
  client.uploaded += moved
  const { path, infoHash, peerId, uploaded } = client
  const parameters = { peer_id: peerId, uploaded, left: 0, numwant: 0 }
  const { body } = await httpGet(waggle.http4, announceAt(path, infoHash, parameters))
  expect(body.toString('latin1')).not.toContain('failure reason')
}

/** The database after the server's end, or while it runs. */
export async function look(
  tracker: RegisteredTracker,
  clients: readonly MemberClient[],
  about: string,
): Promise<void> {
  const rows = await readRows(
    addressOf(tracker),
    'SELECT member_id, torrent_id, uploaded FROM member_torrents',
  )
  const credits = new Map(
    rows.map(([member, torrent, uploaded]) => [`${member}/${torrent}`, uploaded]),
  )
  for (const client of clients) {
    const credited = credits.get(`${client.memberId}/${client.torrentId}`)
    expect(credited, about).toBeGreaterThanOrEqual(client.credited)
    expect(credited, about).toBeLessThanOrEqual(client.uploaded)
    client.credited = credited ?? 0
  }
}
