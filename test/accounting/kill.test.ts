/**
 * Kills the server again and again, with no warning, while members announce to all of its
 * threads. What is credited afterwards is never more than clients have reported, never less than before, and in the end
 * all of it.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as waitFor } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { systemClock } from '#base/clock'
import { openDatabase } from '#index/storage/open-database'
import { single } from '../metainfo/bases.ts'
import { numberAt, textAt } from '../operate/json.ts'
import { RegisteredTracker } from '../operate/registered-tracker.ts'
import { announceAt, pathOf } from '../support/gallery-addresses.ts'
import { httpGet } from '../support/http-request.ts'
import { usePostgres } from '../support/postgres.ts'
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts'
import { freshDirectory } from '../support/waggle.ts'

const postgres = usePostgres()
const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

const setups = [
  ['sqlite', 12],
  ['postgres', 8],
] as const

const members = 6
const torrents = 5
/** Requests at the same time. */
const lanes = 4

/** One client of a member with one torrent, whose counters only grow. */
type Client = {
  readonly path: string
  readonly infoHash: Buffer
  readonly memberId: number
  readonly torrentId: number
  readonly peerId: string
  /** What it has reported, answered or not. */
  uploaded: number
  credited: number
}

describe.for(setups)('on %s', ([engine, kills]) => {
  test(`${kills} kills under announces`, { timeout: 600_000 }, async () => {
    const seed = systemClock.nowSeconds()
    const random = seededRandom(seed)
    const settings = { mode: 'gallery', 'tracker.announce_urls': '["http://tracker.example"]' }
    const tracker = await RegisteredTracker.prepare({ engine, postgres, settings })
    const clients = await makeClients(tracker)
    // A session that is stored once loses nothing in a crash.
    await tracker.start()
    for (const client of clients) await announce(tracker, client, 0)
    await tracker.stop()
    for (let kill = 1; kill <= kills; kill++) {
      await tracker.start()
      const announcing = announceUntilGone(tracker, clients, random)
      await waitFor(500 + random.below(2500))
      await tracker.kill()
      await announcing
      await look(tracker, clients, `kill ${kill} of seed ${seed}`)
    }
    await tracker.start()
    // In another second than what came before, and then to the end.
    await waitFor(1100)
    for (const client of clients) await announce(tracker, client, random.below(1_000_000))
    await tracker.stop()
    await look(tracker, clients, `the end of seed ${seed}`)
    for (const { credited, uploaded } of clients)
      expect(credited, `the end of seed ${seed}`).toBe(uploaded)
    expect(await tracker.operator.good('reconcile')).toContain('are what their details add up to')
    await tracker.remove()
  })
})

async function makeClients(tracker: RegisteredTracker): Promise<Client[]> {
  const { operator } = tracker
  await operator.good('member', 'add', 'Alice', '--role', 'uploader')
  const [gallery] = await operator.json('gallery', 'add', '--title', 'Prints', '--owner', 'alice')
  const galleryId = numberAt(gallery, 'id')
  const to = ['--gallery', `${galleryId}`, '--uploader', 'alice']
  const paths = Array.from({ length: torrents }, (_, number) => torrentFile(number))
  const added = await operator.json('torrent', 'add', ...paths, ...to)
  const clients: Client[] = []
  for (let number = 0; number < members; number++) {
    const [member] = await operator.json('member', 'add', `Member${number}`, '--role', 'member')
    const memberId = numberAt(member, 'id')
    for (const [index, torrent] of added.entries())
      clients.push({
        path: pathOf(galleryId, memberId, textAt(member, 'torrent_key')),
        infoHash: Buffer.from(textAt(torrent, 'info_hash'), 'hex'),
        memberId,
        torrentId: index + 1,
        peerId: `-qB5000-${'abcdef'[number]}bcdefghijk${index}`,
        uploaded: 0,
        credited: 0,
      })
  }
  return clients
}

function torrentFile(number: number): string {
  const file = join(files, `${crypto.randomUUID()}.torrent`)
  writeFileSync(file, single('v1', { source: `${number} ${file}` }))
  return file
}

async function announce(
  { waggle }: RegisteredTracker,
  client: Client,
  moved: number,
): Promise<void> {
  client.uploaded += moved
  const { path, infoHash, peerId, uploaded } = client
  const parameters = { peer_id: peerId, uploaded, left: 0, numwant: 0 }
  const { body } = await httpGet(waggle.http4, announceAt(path, infoHash, parameters))
  expect(body.toString('latin1')).not.toContain('failure reason')
}

async function announceUntilGone(
  tracker: RegisteredTracker,
  clients: readonly Client[],
  random: SeededRandom,
): Promise<void> {
  const lane = async (first: number): Promise<void> => {
    for (let turn = first; ; turn += lanes) {
      const client = clients[turn % clients.length]
      if (client === undefined) return
      const isGone = await announce(tracker, client, random.below(1_000_000)).then(
        () => false,
        (error: unknown) => isEnd(error),
      )
      if (isGone) return
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)))
}

function isEnd(error: unknown): boolean {
  if (error instanceof Error && ('code' in error || /closed|ended|run/.test(error.message)))
    return true
  throw error
}

/** The database after the server's end. */
async function look(
  { settings, dataDirectory }: RegisteredTracker,
  clients: readonly Client[],
  about: string,
): Promise<void> {
  const url = settings['database.url'] ?? ''
  const database = await openDatabase({ url, dataDirectory, clock: systemClock })
  try {
    for (const client of clients) {
      const found = await database.statistics.memberTorrent(client.memberId, client.torrentId)
      expect(found?.uploaded, about).toBeGreaterThanOrEqual(client.credited)
      expect(found?.uploaded, about).toBeLessThanOrEqual(client.uploaded)
      client.credited = found?.uploaded ?? 0
    }
  } finally {
    await database.close()
  }
}
