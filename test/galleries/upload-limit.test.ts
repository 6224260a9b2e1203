/** The limit of uploads that nobody completes, under a clock of the test, on both engines. */
import { describe, expect, test } from 'vitest'
import { createStatistics } from '#index/accounting/statistics'
import { createUploadLimit, type UploadLimitRules } from '#index/galleries/upload-limit'
import { single } from '../metainfo/bases.ts'
import { engines, useDatabases } from '../storage/databases.ts'
import { addOwner } from '../storage/sample-galleries.ts'
import { faultIn, galleryTorrentsOn, torrentIn, uploadOne } from './gallery-torrents-on.ts'

const databases = useDatabases()
const hour = 3600

const newBytes = () => single('v1', { source: crypto.randomUUID() })

describe.for(engines)('on %s', (engine) => {
  /** Uploads one torrent of Alice's each time. */
  async function open(rules: UploadLimitRules) {
    const { clock } = databases
    clock.now = Date.UTC(2026, 10, 21, 8, 0, 30) / 1000
    const address = await databases.newAddress(engine)
    const database = await databases.open(engine, address)
    const statistics = createStatistics({ repository: database.statistics, clock })
    const uploadLimit = createUploadLimit({ statistics, rules: () => rules, clock })
    const site = await galleryTorrentsOn(databases, engine, { address, uploadLimit })
    return { ...site, clock, uploadNew: () => uploadOne(site, newBytes()) }
  }

  test('one more than the number is taken, the next refused until the oldest is too old', async () => {
    const { uploadNew, clock } = await open({ uncompletedUploads: 2, uncompletedHours: 24 })
    for (let count = 0; count < 3; count++) {
      torrentIn(await uploadNew())
      clock.now += hour
    }
    const fault = faultIn(await uploadNew())
    expect(fault.code).toBe('flood')
    expect(fault.message).toContain('completed 3 of the torrents')
    expect(fault.message).toContain('completed one of them, or from 2026-11-22 08:01 UTC on')
    clock.now = Date.UTC(2026, 10, 22, 8, 0, 30) / 1000
    expect(faultIn(await uploadNew())).toEqual(fault)
    clock.now += 1
    torrentIn(await uploadNew())
    expect(faultIn(await uploadNew()).message).toContain('from 2026-11-22 09:01 UTC on')
  })

  test('all of them are named, eleven by default', async () => {
    const { uploadNew, torrents } = await open({
      uncompletedUploads: 10,
      uncompletedHours: 24,
    })
    const names: string[] = []
    for (let count = 0; count < 11; count++) {
      const { id } = torrentIn(await uploadNew())
      names.push(`"plate ${count}"`)
      await torrents.edit(id, { name: `plate ${count}` }, 'member 1')
    }
    const { message } = faultIn(await uploadNew())
    expect(message).toContain(`: ${names.join(', ')}.`)
    expect(message).toContain('from 2026-11-22 08:01 UTC on')
  })

  test('what was expunged or replaced counts, and what another member completed does not', async () => {
    const site = await open({ uncompletedUploads: 1, uncompletedHours: 1 })
    const { uploadNew, torrents, database } = site
    const first = torrentIn(await uploadNew())
    await torrents.expunge(first.id, 'a mistake', 'member 1')
    const second = torrentIn(await uploadNew())
    const refused = faultIn(await uploadNew())
    expect(refused.message).toContain('uploaded here within the last hour')
    const again = await torrents.replace(second.id, { fileName: 'x', bytes: newBytes() }, 'm')
    expect(faultIn(again)).toEqual(refused)
    const memberId = await addOwner(database, 'Bob')
    const { now: at } = site.clock
    const completion = { memberId, torrentId: second.id, isInferred: false, at }
    const pair = { memberId, torrentId: second.id, uploaded: 0, downloaded: 0, seedSeconds: 0 }
    await database.accounting.flush({
      run: 'test',
      sequence: 1,
      at,
      marks: [],
      pairs: [{ ...pair, seededUntil: 0, firstAt: at, lastAt: at, client: '' }],
      days: [],
      completions: [completion],
      anonymous: [],
      pointsPerCompletion: 10,
    })
    torrentIn(await uploadNew())
    faultIn(await uploadNew())
  })

  test('what an operator uploads is always taken, and counts for the member', async () => {
    const { torrents, uploadNew } = await open({
      uncompletedUploads: 1,
      uncompletedHours: 24,
    })
    const to = { galleryId: 1, uploaderId: 1, isByOperator: true }
    for (let count = 0; count < 4; count++) {
      const [outcome] = await torrents.upload(
        [{ fileName: 'x', bytes: newBytes() }],
        to,
        'operator',
      )
      expect(outcome).toHaveProperty('torrent')
    }
    const { message } = faultIn(await uploadNew())
    expect(message).toContain('completed 4 of the torrents')
    expect(message).toContain('completed 3 of them')
  })

  test('many that are sent at once are held to the number, too', async () => {
    const site = await open({ uncompletedUploads: 1, uncompletedHours: 24 })
    const first = torrentIn(await site.uploadNew())
    const replace = () =>
      site.torrents.replace(first.id, { fileName: 'x', bytes: newBytes() }, 'member 1')
    const outcomes = await Promise.all([
      ...Array.from({ length: 4 }, () => site.uploadNew()),
      replace(),
    ])
    const refused = outcomes.filter((one) => 'fault' in one)
    expect(refused.map(faultIn).map(({ code }) => code)).toEqual(Array(4).fill('flood'))
    expect(faultIn(await site.uploadNew()).message).toContain('completed 2 of the torrents')
  })

  test('0 switches it off', async () => {
    const { uploadNew } = await open({ uncompletedUploads: 0, uncompletedHours: 24 })
    for (let count = 0; count < 12; count++) torrentIn(await uploadNew())
  })
})
