/**
 * An account that is deleted while its clients announce: what was noted before is settled and stored afterwards, and may
 * bring none of its traces back.
 */
import { expect, test } from 'vitest'
import { createReconcile } from '#index/accounting/reconcile'
import { engines, useDatabases } from '../storage/databases.ts'
import { fillCatalogue } from './catalogue.ts'
import { type Reported, TrackerRun } from './tracker-run.ts'

const databases = useDatabases()
const { clock } = databases

test.for(engines)('on %s, sums are stored, and nothing of clients', async (engine) => {
  const address = await databases.newAddress(engine)
  const database = await databases.open(engine, address)
  const catalogue = await fillCatalogue(database, address, { members: 3, torrents: 2 })
  const [, leaving = 0, staying = 0] = catalogue.memberIds
  const torrentIds = catalogue.torrents.map(({ id }) => id)
  const [known = 0, fresh = 0] = torrentIds
  const run = await TrackerRun.start({
    database,
    clock,
    intervalSeconds: 1800,
    minIntervalSeconds: 900,
    ordered: (items) => items,
    bytesPerSecondMax: 1,
  })
  const hear = (torrentId: number, uploaded: number): void => {
    const client = {
      peerId: '-qB5000-abcdefghijkl',
      event: 'none',
      downloaded: 0,
      left: 5,
    } as const
    const reported: Omit<Reported, 'memberId'> = { ...client, torrentId, uploaded }
    for (const memberId of [leaving, staying]) run.hear(0, clock.now, { ...reported, memberId })
  }

  hear(known, 0)
  await run.store()
  clock.now += 1800
  // Settled when the account is deleted, and noted in the journal only.
  hear(known, 100_000)
  await run.settle()
  hear(fresh, 0)
  const remains = { name: 'gone', torrentKey: 'k'.repeat(16) }
  await database.members.remove(leaving, remains, ['administrator'])
  await run.store()
  clock.now += 1800
  hear(fresh, 100_000)
  await run.store()

  const { marks } = await database.accounting.marksAfter(undefined, 0, 10)
  expect(marks.map(({ memberId, torrentId }) => [memberId, torrentId])).toEqual(
    torrentIds.map((torrentId) => [staying, torrentId]),
  )
  for (const memberId of [leaving, staying]) {
    const suspicions = await database.suspicions.ofMember(memberId, 0, 10)
    expect(suspicions).toHaveLength(memberId === staying ? 2 : 0)
    for (const torrentId of torrentIds)
      expect(await database.statistics.memberTorrent(memberId, torrentId)).toMatchObject({
        uploaded: 100_000,
        client: memberId === staying ? 'qBittorrent 5.0.0' : '',
      })
  }
  const reconcile = createReconcile({ repository: database.statistics })
  expect(await reconcile.run()).toMatchObject({ differing: 0 })
})
