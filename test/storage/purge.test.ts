/** Purging under a clock that the test puts forward, on both engines: whom it warns, what it takes out, and what stays. */
import { describe, expect, test } from 'vitest'
import { createGalleryTorrents } from '#index/galleries/create-gallery-torrents'
import { purgeRules } from '../support/purge-rules.ts'
import { engines, useDatabases } from './databases.ts'
import { fail, PurgedSite } from './purged-site.ts'
import { addGalleryTorrent } from './sample-gallery-torrents.ts'

const databases = useDatabases()
const { clock } = databases
const day = 86_400
const [alice, bob, carol] = [1, 2, 3]

describe.for(engines)('purging on %s', (engine) => {
  test('warns uploader and completers twice, purges a week after, and leaves what was earned', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { database } = site
    const old = await addGalleryTorrent(database, 'old')
    const seeded = await addGalleryTorrent(database, 'seeded')
    await site.complete(bob, old.id)
    await site.up(59, [seeded])
    expect(await site.run()).toMatchObject({ warned: 0, purged: 0 })
    await site.up(1, [seeded])
    expect(await site.run()).toMatchObject({ warned: 1, purged: 0 })
    expect(await site.run()).toMatchObject({ warned: 0, purged: 0 })
    const [first] = await database.notices.page(alice, undefined, 10)
    expect(first).toMatchObject({
      event: 'purge_coming',
      target: { kind: 'torrent', id: old.id },
      facts: { name: 'old', days: 60, purgeAt: clock.now + 30 * day },
    })
    expect(await site.purge().ofMember(bob, 10)).toMatchObject([
      { torrentId: old.id, purgeAt: clock.now + 30 * day, seededAt: undefined },
    ])
    await site.up(23, [seeded])
    expect(await site.run()).toMatchObject({ warned: 1, purged: 0 })
    await site.up(6, [seeded])
    expect(await site.run()).toMatchObject({ warned: 0, purged: 0 })
    const before = await database.statistics.memberSums(alice)
    await site.up(1, [seeded])
    expect(await site.run()).toMatchObject({ warned: 0, purged: 1, isCapped: false })
    expect(await site.kindsOf(old, seeded)).toEqual(['purged', 'live'])
    const reason = 'nobody seeded it for 90 days'
    expect(site.told.get(old.id)?.tombstone).toEqual({
      kind: 'purged',
      reason,
      at: clock.now,
      purgedAt: clock.now,
    })
    const warnings = ['purge_coming', 'purge_coming']
    expect(await site.eventsOf(alice)).toEqual(['torrent_purged', ...warnings])
    expect(await site.eventsOf(bob)).toEqual(warnings)
    expect(await site.eventsOf(carol)).toEqual([])
    expect(await database.statistics.memberSums(alice)).toEqual(before)
    expect(before).toMatchObject({ torrentCompletes: 1 })
    expect(await database.points.balanceOf(alice)).toMatchObject({ balance: 20 })
    expect(await database.statistics.memberTorrent(bob, old.id)).toMatchObject({ downloaded: 7 })
    expect((await database.galleries.find(1))?.torrentCount).toBe(1)
    expect((await database.audit.latest(1))[0]).toMatchObject({
      action: 'torrent.purge',
      actor: 'operator',
      detail: reason,
    })
    expect(await site.purge().runs(1)).toMatchObject([{ purged: 1, endedAt: clock.now }])
  })

  test('counts no day in which the tracker was down, and anew from a seed, a restoration or a moderator', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { database } = site
    site.rules = { ...purgeRules, unseededDays: 10, warnDays: [5] }
    const down = await addGalleryTorrent(database, 'down')
    clock.now += 400 * day
    expect(await site.run()).toMatchObject({ warned: 0, purged: 0 })
    const again = await addGalleryTorrent(database, 'again')
    const kept = await addGalleryTorrent(database, 'kept')
    const pinned = await addGalleryTorrent(database, 'pinned')
    await database.torrents.pin([pinned.id], true)
    await site.up(5)
    expect(await site.run()).toMatchObject({ warned: 3, purged: 0 })
    await site.up(4, [again])
    expect(await site.purge().find(again.id)).toMatchObject({
      warning: undefined,
      seededAt: clock.now,
      purgeAt: clock.now + 10 * day,
    })
    expect(await site.purge().keep(kept.id, 'member 9')).toBe(true)
    expect(await database.audit.latest(1)).toMatchObject([
      { action: 'torrent.keep', actor: 'member 9' },
    ])
    await site.up(1)
    expect(await site.run()).toMatchObject({ purged: 1 })
    expect(await site.kindsOf(down, again, kept, pinned)).toEqual([
      'purged',
      'live',
      'live',
      'live',
    ])
    await database.galleryTorrents.restore(down.id)
    await site.up(4)
    expect(await site.run()).toMatchObject({ warned: 2, purged: 0 })
    await site.up(5)
    expect(await site.run()).toMatchObject({ warned: 1, purged: 2 })
    expect(await site.kindsOf(down, again, kept, pinned)).toEqual([
      'live',
      'purged',
      'purged',
      'live',
    ])
    expect(await site.eventsOf(alice)).toEqual([
      'torrent_purged',
      'torrent_purged',
      'purge_coming',
      'purge_coming',
      'purge_coming',
      'torrent_purged',
      'purge_coming',
      'purge_coming',
      'purge_coming',
    ])
  })

  test('takes a part of what is due, of each uploader and in all, unless it is forced', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { database } = site
    site.rules = { ...purgeRules, unseededDays: 10, warnDays: [], perUploaderMax: 2, perRunMax: 3 }
    for (const name of ['a', 'b', 'c', 'd']) await addGalleryTorrent(database, name)
    for (const name of ['e', 'f', 'g']) await addGalleryTorrent(database, name, { uploaderId: bob })
    await site.up(10)
    expect(await site.run({ isDryRun: true })).toMatchObject({ purged: 3, isCapped: true })
    const report = await site.run()
    expect(report).toMatchObject({ purged: 3, isCapped: true })
    expect(report.torrents.map(({ name }) => name)).toEqual(['a', 'b', 'e'])
    expect(await site.run({ isForced: true })).toMatchObject({ purged: 4, isCapped: false })
    expect((await site.purge().runs(9)).map(({ purged }) => purged)).toEqual([4, 3])
  })

  test('says that more is due where what was expunged has taken all that one run may', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { database } = site
    site.rules = { ...purgeRules, unseededDays: 10, warnDays: [], perRunMax: 2 }
    await addGalleryTorrent(database, 'unseeded')
    for (const name of ['a', 'b']) {
      const { id } = await addGalleryTorrent(database, name)
      await database.galleryTorrents.bury(id, { kind: 'expunged', reason: '', at: clock.now })
    }
    await site.up(10)
    expect(await site.run({ isDryRun: true })).toMatchObject({ purged: 2, isCapped: true })
    expect(await site.run()).toMatchObject({ purged: 2, isCapped: true })
    expect(await site.purge().runs(1)).toMatchObject([{ isCapped: true }])
    expect(await site.run()).toMatchObject({ purged: 1, isCapped: false })
  })

  test('tells in a rehearsal what it would do, and changes nothing', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { database } = site
    await addGalleryTorrent(database, 'unseeded')
    const expunged = await addGalleryTorrent(database, 'expunged')
    await site.up(76)
    const tombstone = { kind: 'expunged', reason: 'voted out', at: clock.now } as const
    await database.galleryTorrents.bury(expunged.id, tombstone)
    expect(await site.run({ isDryRun: true })).toMatchObject({ warned: 2, purged: 0 })
    expect(await site.eventsOf(alice)).toEqual([])
    expect(await site.run()).toMatchObject({ warned: 2, purged: 0 })
    const before = [await site.eventsOf(alice), await site.purge().runs(9)]
    await site.up(7)
    const rehearsed = await site.run({ isDryRun: true })
    expect(rehearsed).toMatchObject({ isDryRun: true, warned: 1, purged: 1 })
    expect(rehearsed.torrents).toMatchObject([{ name: 'expunged', cause: 'expunged' }])
    expect([await site.eventsOf(alice), await site.purge().runs(9)]).toEqual(before)
    expect(await site.run({ isDryRun: true })).toEqual(rehearsed)
    expect(await site.run()).toEqual({ ...rehearsed, isDryRun: false })
  })

  test('what was expunged goes after a week and a warning, keeps its reason, and can be restored for 30 days', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { database } = site
    const torrents = createGalleryTorrents({
      repository: database.galleryTorrents,
      clock,
      changes: { changed: () => {} },
      room: () => 9,
      rules: () => ({ torrentBytesMax: 9, private: 'keep', v2: false, deniedExtensions: [] }),
      siteAddress: () => '',
      siteName: () => '',
      announceBases: () => [],
      torrentKeyOf: () => Promise.resolve(undefined),
    })
    const first = await addGalleryTorrent(database, 'first')
    const second = await addGalleryTorrent(database, 'second')
    await site.complete(bob, first.id)
    const at = clock.now
    for (const { id } of [first, second]) await torrents.expunge(id, 'voted out', 'member 2')
    expect((await torrents.window(1)).current).toHaveLength(2)
    await site.up(6)
    expect(await site.run()).toMatchObject({ warned: 2, purged: 0 })
    expect(await site.eventsOf(alice)).toEqual(['expunged_purge_coming', 'expunged_purge_coming'])
    expect(await database.notices.page(bob, undefined, 9)).toMatchObject([
      { event: 'expunged_purge_coming', facts: { name: 'first', purgeAt: clock.now + day } },
    ])
    await site.up(1)
    expect(await site.run()).toMatchObject({ purged: 2 })
    expect((await torrents.window(1)).current).toEqual([])
    const purgedAt = clock.now
    const tombstone = { kind: 'expunged', reason: 'voted out', at, purgedAt }
    expect((await torrents.findById(first.id)).tombstone).toEqual(tombstone)
    expect(site.told.get(first.id)?.tombstone).toEqual(tombstone)
    // Days in which the tracker is down take nothing of the thirty.
    clock.now += 100 * day
    expect(await site.run()).toMatchObject({ forgotten: 0 })
    await site.up(30)
    expect(await site.run()).toMatchObject({ forgotten: 0 })
    expect((await torrents.restore(first.id, 'operator')).tombstone).toBeUndefined()
    expect(await database.galleryTorrents.blob(first.id)).toBeDefined()
    await site.up(1)
    expect(await site.run()).toMatchObject({ forgotten: 1 })
    expect(await site.run()).toMatchObject({ forgotten: 0 })
    expect(await database.galleryTorrents.blob(second.id)).toBeUndefined()
    expect(await database.check()).toEqual([])
    await expect(torrents.restore(second.id, 'operator')).rejects.toMatchObject({
      code: 'too_late',
    })
    expect((await torrents.findById(second.id)).tombstone).toMatchObject({ reason: 'voted out' })
  })

  test('what was expunged long ago is purged a day after its warning, or at once where nobody is warned', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { database } = site
    const torrent = await addGalleryTorrent(database, 'it')
    const tombstone = { kind: 'expunged', reason: '', at: clock.now } as const
    await database.galleryTorrents.bury(torrent.id, tombstone)
    await site.up(50)
    expect(await site.run({ isForced: true })).toMatchObject({ warned: 1, purged: 0 })
    expect(await site.purge().find(torrent.id)).toMatchObject({ purgeAt: clock.now + day })
    site.rules = { ...purgeRules, warnDays: [] }
    expect(await site.run()).toMatchObject({ purged: 0 })
    await site.up(1)
    expect(await site.run()).toMatchObject({ purged: 1 })
    await database.galleryTorrents.bury((await addGalleryTorrent(database, 'other')).id, tombstone)
    await site.up(7)
    expect(await site.run()).toMatchObject({ warned: 0, purged: 1 })
  })

  test('holds to the day that members were told, whatever a reload makes of the rules', async () => {
    const site = await PurgedSite.open(databases, engine)
    await addGalleryTorrent(site.database, 'it')
    await site.up(60)
    expect(await site.run()).toMatchObject({ warned: 1, purged: 0 })
    await site.up(1)
    site.rules = { ...purgeRules, unseededDays: 61, warnDays: [60] }
    expect(await site.run({ isForced: true })).toMatchObject({ warned: 0, purged: 0 })
    site.rules = { ...purgeRules, unseededDays: 60, warnDays: [] }
    await site.up(28)
    expect(await site.run({ isForced: true })).toMatchObject({ warned: 0, purged: 0 })
    await site.up(1)
    expect(await site.run()).toMatchObject({ purged: 1 })
  })

  test('warns anew of what was pinned and is not any more', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { torrents } = site.database
    const { id } = await addGalleryTorrent(site.database, 'it')
    await site.up(83)
    await site.run()
    await torrents.pin([id], true)
    await site.up(200)
    await torrents.pin([id], false)
    await site.up(1)
    expect(await site.run()).toMatchObject({ warned: 0, purged: 0 })
    await torrents.pin([id], false)
    await site.up(59)
    expect(await site.run()).toMatchObject({ warned: 1, purged: 0 })
  })

  test('a member is shown the first to go of what they uploaded or completed, each once', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { database } = site
    const completed = await addGalleryTorrent(database, 'completed')
    await site.up(1)
    const both = await addGalleryTorrent(database, 'both', { uploaderId: bob })
    await addGalleryTorrent(database, 'of others')
    await site.up(1)
    await addGalleryTorrent(database, 'uploaded', { uploaderId: bob })
    await site.complete(bob, completed.id)
    await site.complete(bob, both.id)
    await site.up(62)
    const found = await site.purge().ofMember(bob, 9)
    expect(found.map(({ name }) => name)).toEqual(['completed', 'both', 'uploaded'])
    expect(await site.purge().ofMember(bob, 2)).toEqual(found.slice(0, 2))
    site.rules = { ...purgeRules, unseededDays: 0 }
    const unasked = site.purge({ repository: { ...database.purge, ofMember: fail } })
    expect(await unasked.ofMember(bob, 9)).toEqual([])
  })

  test('a run that dies is taken up: nobody is told twice, nothing goes without its warning', async () => {
    const site = await PurgedSite.open(databases, engine)
    const { database } = site
    const torrent = await addGalleryTorrent(database, 'it')
    await site.up(200)
    const { purge: repository } = database
    const dying = site.purge({
      repository: { ...repository, setWarned: () => Promise.reject(new Error('died')) },
    })
    const wanted = { isDryRun: false, isForced: false, actor: 'operator' }
    await expect(dying.run(wanted)).rejects.toThrow('died')
    expect(await site.run({ isForced: true })).toMatchObject({ warned: 1, purged: 0 })
    expect(await site.eventsOf(alice)).toEqual(['purge_coming'])
    expect(await site.purge().find(torrent.id)).toMatchObject({ purgeAt: clock.now + 7 * day })
    await site.up(7)
    const told = site.purge({ changes: { changed: () => fail(new Error('died')) } })
    await expect(told.run(wanted)).rejects.toThrow('died')
    // The tracker reads it when it starts again.
    expect(await database.torrents.after(0, 9)).toMatchObject([{ tombstone: { kind: 'purged' } }])
    expect(await site.run()).toMatchObject({ purged: 0 })
    expect(await site.eventsOf(alice)).toEqual(['torrent_purged', 'purge_coming'])
    expect(await site.purge().runs(9)).toMatchObject([
      { purged: 0, endedAt: clock.now },
      { purged: 1, endedAt: undefined },
      { warned: 1 },
      { warned: 0, endedAt: undefined },
    ])
  })

  test('runs once a day by itself, and not at all where it is switched off', async () => {
    const site = await PurgedSite.open(databases, engine)
    expect(await site.purge().runDaily()).toMatchObject({ isForced: false })
    clock.now += day / 2
    expect(await site.purge().runDaily()).toBeUndefined()
    clock.now += day / 2
    expect(await site.purge().runDaily()).toMatchObject({ purged: 0 })
    const torrent = await addGalleryTorrent(site.database, 'it')
    site.rules = { ...purgeRules, unseededDays: 0, expungedAfterDays: 0 }
    await site.up(500)
    expect(await site.purge().runDaily()).toBeUndefined()
    expect(await site.run({ isForced: true })).toMatchObject({ warned: 0, purged: 0 })
    expect(await site.purge().find(torrent.id)).toBeUndefined()
    expect(await site.purge().coming('unseeded', undefined, 9)).toEqual([])
  })
})
