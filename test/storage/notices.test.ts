/** What members are told, on both engines: once, where they want it, and no more than is kept. */
import { describe, expect, test } from 'vitest'
import { noticesPerMemberMax } from '#base/limits'
import type { Mail } from '#index/mail/mailer'
import type { NewNotice } from '#index/notifications/notice'
import { usualChannels } from '#index/notifications/notice-channels'
import { noticeExport, noticeSettingsExport } from '#index/notifications/notice-export'
import { createNoticeJobs } from '#index/notifications/notice-jobs'
import { createNotices } from '#index/notifications/notices'
import type { Database } from '#index/storage/database'
import type { EngineName } from '#index/storage/engine'
import { enLetters } from '#site/texts/en-letters'
import { engines, runStatements, useDatabases } from './databases.ts'
import { addOwner, addVersion, newGallery } from './sample-galleries.ts'
import { addGalleryTorrent } from './sample-gallery-torrents.ts'

const databases = useDatabases()
const { clock } = databases
const [alice, bob, carol] = [1, 2, 3]
const { signal } = new AbortController()

function notice(memberId: number, key: string, more: Partial<NewNotice> = {}): NewNotice {
  return {
    memberId,
    kind: 'purge',
    event: 'purge_coming',
    target: { kind: 'torrent', id: 7 },
    facts: { name: 'a "name" {with}, \\ 見て', purgeAt: 1_800_000_000 },
    key,
    ...more,
  }
}

const site = () => ({ name: 'Comb', url: 'https://comb.example' })
const hasMail = (): boolean => true

/** A site with three members; Bob has a confirmed address. */
async function open(engine: EngineName) {
  clock.now = 1_800_000_000
  const address = await databases.newAddress(engine)
  const database = await databases.open(engine, address)
  for (const name of ['Alice', 'Bob', 'Carol']) await addOwner(database, name)
  await runStatements(
    address,
    `UPDATE members SET email = 'bob@example.org', email_key = 'bob@example.org' WHERE id = ${bob}`,
  )
  const mails: Mail[] = []
  const mailer = { isOn: () => true, isFull: false, send }
  function send(mail: Mail): boolean {
    if (mailer.isFull) return false
    mails.push(mail)
    return true
  }
  const mail = { mailer, letters: enLetters, site }
  const { notices: repository, galleryTorrents: torrents, galleries, members, tokens } = database
  const parts = { repository, torrents, galleries, members, tokens, mail, clock }
  return {
    address,
    database,
    mails,
    mailer,
    notices: createNotices({ repository, clock, hasMail }),
    jobs: createNoticeJobs({ ...parts, hasMail }),
  }
}

async function complete({ accounting }: Database, sequence: number, ids: readonly number[][]) {
  await accounting.flush({
    run: 'ledger',
    sequence,
    at: clock.now,
    marks: [],
    pairs: [],
    days: [],
    completions: ids.map(([memberId = 0, torrentId = 0]) => ({
      memberId,
      torrentId,
      at: clock.now,
      isInferred: false,
    })),
    anonymous: [],
    pointsPerCompletion: 10,
  })
}

describe.for(engines)('notices on %s', (engine) => {
  test('come back as they went in, once for each key, and are unread until they are read', async () => {
    const { notices, database } = await open(engine)
    await notices.tell([notice(alice, 'one'), notice(alice, 'one'), notice(bob, 'one')])
    await notices.tell([notice(alice, 'one'), notice(alice, 'two', { facts: {} })])
    const [second, first] = await notices.page(alice, undefined, 10)
    const { key: _, ...facts } = notice(alice, 'one')
    expect(first).toStrictEqual({ ...facts, id: first?.id, at: clock.now, isRead: false })
    expect(await notices.page(alice, second?.id, 10)).toEqual([first])
    expect(await notices.unread(alice)).toBe(2)
    await notices.markRead(alice, first?.id ?? 0)
    expect(await notices.unread(alice)).toBe(1)
    expect(await notices.unread(bob)).toBe(1)
    expect(await notices.page(alice, undefined, 10)).toMatchObject([{}, { isRead: true }])
    const rows: object[] = []
    for await (const row of noticeExport(database.notices).rowsOf(alice)) rows.push(row)
    expect(rows).toMatchObject([{ torrent: 7, is_read: true, at: '2027-01-15T08:00:00.000Z' }, {}])
    const long = notice(carol, 'long', { facts: { name: 'x'.repeat(500) } })
    await notices.tell([long])
    const [cut] = await notices.page(carol, undefined, 1)
    expect(cut?.facts['name']).toBe(`${'x'.repeat(119)}…`)
  })

  test('go where each member wants each kind: to the site, by mail, or nowhere', async () => {
    const { notices, jobs, mails, mailer, database } = await open(engine)
    const off = { onSite: false, byMail: false }
    const all = { ...usualChannels, purge: off }
    await notices.choose(alice, all)
    const chosen: object[] = []
    for await (const row of noticeSettingsExport(database.notices).rowsOf(alice)) chosen.push(row)
    expect(chosen).toContainEqual({ kind: 'purge', on_site: false, by_mail: false })
    expect(await notices.settingsOf(alice)).toEqual(all)
    await notices.choose(bob, { ...all, purge: { onSite: false, byMail: true } })
    await notices.tell([alice, bob, carol].map((id) => notice(id, 'one')))
    await notices.tell([notice(bob, 'two', { kind: 'version', event: 'gallery_version' })])
    const shown = [alice, bob, carol].map((id) => notices.page(id, undefined, 10))
    expect((await Promise.all(shown)).map(({ length }) => length)).toEqual([0, 1, 1])
    expect(await database.notices.allOf(bob, 0, 10)).toHaveLength(2)
    const [version, mailed] = (await database.notices.allOf(bob, 0, 10)).toReversed()
    // What a member reads on the site says nothing of what goes by mail alone.
    await notices.markRead(bob, version?.id ?? 0)
    expect(await notices.find(bob, mailed?.id ?? 0)).toEqual(mailed)
    expect(await notices.find(alice, mailed?.id ?? 0)).toBeUndefined()
    mailer.isFull = true
    await jobs.mail(signal)
    mailer.isFull = false
    await jobs.mail(signal)
    expect(mails).toMatchObject([{ to: 'bob@example.org', subject: 'A notice from Comb' }])
    expect(mails[0]?.text).toMatch(/見て.* 2027-01-15[^]*\/notices\/\d+[^]*\/account\/notices/)
    await notices.tell([notice(bob, 'three'), notice(bob, 'four')])
    clock.now += 3599
    await jobs.mail(signal)
    expect(mails).toHaveLength(1)
    clock.now += 1
    await jobs.mail(signal)
    await jobs.mail(signal)
    expect(mails.map(({ subject }) => subject)).toEqual([
      'A notice from Comb',
      '2 notices from Comb',
    ])
    await notices.choose(bob, usualChannels)
    clock.now += 7200
    await notices.tell([notice(bob, 'read before it is mailed')])
    const [newest] = await notices.page(bob, undefined, 1)
    await notices.markRead(bob, newest?.id ?? 0)
    await jobs.mail(signal)
    expect(mails).toHaveLength(2)
  })

  test('tell of completions together, of new versions, and of what the staff does to what is theirs', async () => {
    const { notices, jobs, database } = await open(engine)
    const { audit, galleries } = database
    await galleries.add([newGallery(), newGallery()])
    const torrent = await addGalleryTorrent(database, 'torrent', { uploaderId: bob })
    const plain = await addGalleryTorrent(database, 'plain', { galleryId: 2, uploaderId: bob })
    await complete(database, 1, [...[alice, carol].map((id) => [id, torrent.id]), [bob, plain.id]])
    const version = await addVersion(database, 1, { title: 'Newer', postedAt: clock.now })
    const target = Buffer.from(torrent.infoHash).toString('hex')
    const act = { at: clock.now, action: 'torrent.remove', target, detail: 'spam' }
    await audit.append([
      { ...act, actor: 'member 2', action: 'torrent.edit' },
      { ...act, actor: 'purge', action: 'torrent.purge' },
      { ...act, actor: 'member 1' },
      { ...act, actor: 'operator', action: 'member.role', target: 'member 3' },
      { ...act, actor: 'operator', action: 'gallery.edit', target: 'gallery 2' },
      { ...act, actor: 'operator', action: 'gallery.version', target: `gallery ${version.id}` },
      { ...act, actor: 'member 1', action: 'gallery.version', target: 'gallery 2' },
      { ...act, actor: 'operator', action: 'points.grant', target: 'member 3', detail: '5: maps' },
    ])
    clock.now += 10
    await jobs.tell(signal)
    expect(await notices.page(bob, undefined, 10)).toHaveLength(1)
    clock.now += 1
    await jobs.tell(signal)
    await jobs.tell(signal)
    const ofBob = await notices.page(bob, undefined, 10)
    const [kinds, ofCarol] = [
      ofBob.map(({ event }) => event),
      await notices.page(carol, undefined, 9),
    ]
    expect(kinds.toSorted()).toEqual(['gallery_version', 'torrent_completed', 'torrent_removed'])
    expect(ofBob.find(({ kind }) => kind === 'completion')).toMatchObject({
      target: {
        kind: 'torrent',
        id: torrent.id,
      },
      facts: {
        name: 'torrent',
        count: 2,
      },
    })
    expect(ofBob.find(({ kind }) => kind === 'version')?.target.id).toBe(version.id)
    expect(ofBob.find(({ kind }) => kind === 'staff')?.facts).toEqual({ name: 'torrent' })
    expect(ofCarol.map(({ event }) => event).toSorted()).toEqual([
      'gallery_version',
      'points_changed',
      'role_changed',
    ])
    expect(ofCarol.find(({ event }) => event === 'points_changed')?.facts['amount']).toBe(5)
    const ofAlice = await notices.page(alice, undefined, 9)
    expect(ofAlice.map(({ event, target: { id } }) => `${event} ${id}`).toSorted()).toEqual([
      'gallery_edited 2',
      `gallery_version ${version.id}`,
    ])
    await addOwner(database, 'Dave')
    await complete(database, 2, [[4, torrent.id]])
    await jobs.tell(signal)
    const [newest] = await notices.page(bob, undefined, 1)
    expect(newest).toMatchObject({ event: 'torrent_completed', facts: { count: 3 } })
    await notices.markRead(bob, newest?.id ?? 0)
    await addOwner(database, 'Eve')
    await complete(database, 3, [[5, torrent.id]])
    await jobs.tell(signal)
    expect(await notices.page(bob, undefined, 2)).toMatchObject([
      { facts: { count: 1 } },
      { facts: { count: 3 } },
    ])
  })

  test('of completions that were mailed stay, for the links in the mail and the hour until the next', async () => {
    const { notices, jobs, mails, database } = await open(engine)
    await database.galleries.add([newGallery()])
    const torrent = await addGalleryTorrent(database, 'torrent', { uploaderId: bob })
    await notices.choose(bob, { ...usualChannels, completion: { onSite: true, byMail: true } })
    await complete(database, 1, [[alice, torrent.id]])
    await jobs.tell(signal)
    await jobs.mail(signal)
    expect(mails).toHaveLength(1)
    const [linked] = await notices.page(bob, undefined, 9)
    await complete(database, 2, [[carol, torrent.id]])
    await jobs.tell(signal)
    await jobs.mail(signal)
    expect(mails).toHaveLength(1)
    expect(await notices.find(bob, linked?.id ?? 0)).toEqual(linked)
    expect(await notices.page(bob, undefined, 9)).toMatchObject([
      { facts: { count: 1 } },
      { facts: { count: 1 } },
    ])
  })

  test('of completions stay with who was told, when the torrent is uploaded again by somebody else', async () => {
    const { address, jobs, notices, database } = await open(engine)
    await database.galleries.add([newGallery()])
    const moved = await addGalleryTorrent(database, 'moved', { uploaderId: bob })
    const own = await addGalleryTorrent(database, 'own', { uploaderId: bob })
    await complete(database, 1, [[alice, moved.id]])
    await jobs.tell(signal)
    await runStatements(
      address,
      `UPDATE torrents SET uploader_id = ${carol} WHERE id = ${moved.id}`,
    )
    await addOwner(database, 'Dave')
    await complete(
      database,
      2,
      [moved.id, own.id].map((torrentId) => [4, torrentId]),
    )
    await jobs.tell(signal)
    const told = async (memberId: number) =>
      (await notices.page(memberId, undefined, 9)).map(({ facts }) => facts).toReversed()
    expect(await told(bob)).toEqual([
      { name: 'moved', count: 1 },
      { name: 'own', count: 1 },
    ])
    expect(await told(carol)).toEqual([{ name: 'moved', count: 1 }])
  })

  test('of acts and versions come while one has a time that is yet to come', async () => {
    const { jobs, notices, database } = await open(engine)
    const { audit, galleries } = database
    await galleries.add([newGallery()])
    const torrent = await addGalleryTorrent(database, 'torrent', { uploaderId: bob })
    const target = Buffer.from(torrent.infoHash).toString('hex')
    const act = { actor: 'operator', action: 'torrent.edit', target, detail: 'name' }
    // The clock was a month ahead, and was set right.
    const ahead = clock.now + 30 * 86_400
    await audit.append([{ ...act, at: ahead }])
    const first = await addVersion(database, 1, { title: 'Newer', postedAt: ahead })
    await audit.append([{ ...act, at: clock.now }])
    const second = await addVersion(database, first.id, { title: 'Newest', postedAt: clock.now })
    clock.now += 11
    await jobs.tell(signal)
    const found = await notices.page(bob, undefined, 9)
    expect(found.map(({ event, target: { id } }) => `${event} ${id}`).toSorted()).toEqual([
      `gallery_version ${first.id}`,
      `gallery_version ${second.id}`,
      `torrent_edited ${torrent.id}`,
      `torrent_edited ${torrent.id}`,
    ])
  })

  test('wait for no mail that was switched off, and are shown where they are wanted instead', async () => {
    const { jobs, notices, mails } = await open(engine)
    await notices.choose(bob, { ...usualChannels, purge: { onSite: false, byMail: true } })
    await notices.tell([notice(bob, 'one'), notice(bob, 'two', { kind: 'staff' })])
    expect(await notices.page(bob, undefined, 9)).toHaveLength(1)
    await notices.choose(bob, { ...usualChannels, purge: { onSite: true, byMail: false } })
    await jobs.mail(signal)
    expect(mails.map(({ subject }) => subject)).toEqual(['A notice from Comb'])
    expect(await notices.page(bob, undefined, 9)).toHaveLength(2)
    await notices.tell([notice(bob, 'three'), notice(bob, 'four', { kind: 'staff' })])
    const off = { onSite: false, byMail: false }
    await notices.choose(bob, { ...usualChannels, purge: off, staff: off })
    clock.now += 3600
    await jobs.mail(signal)
    expect(mails).toHaveLength(1)
  })

  test('are told once of one step, whoever makes it, and are kept in bounds', async () => {
    const { notices, jobs, database } = await open(engine)
    const after = await database.notices.mark('acts')
    const times = { at: clock.now, hasMail: false, usual: usualChannels }
    const steps = ['a', 'b'].map((key) =>
      database.notices.addFrom('acts', { after, next: after + 5 }, [notice(alice, key)], times),
    )
    await Promise.all(steps)
    expect(await notices.unread(alice)).toBe(1)
    expect(await database.notices.mark('acts')).toBe(after + 5)
    const many = Array.from({ length: noticesPerMemberMax + 3 }, (_, n) => notice(bob, `${n}`))
    await notices.tell(many)
    expect(await notices.unread(bob)).toBe(100)
    await jobs.tidy(signal)
    const kept = await database.notices.allOf(bob, 0, 1000)
    expect(kept).toHaveLength(noticesPerMemberMax)
    expect(await notices.page(bob, undefined, 1)).toEqual([kept.at(-1)])
    clock.now += 90 * 86_400 + 1
    await notices.tell([notice(bob, 'new')])
    await jobs.tidy(signal)
    expect(await database.notices.allOf(bob, 0, 1000)).toHaveLength(1)
    expect(await notices.unread(alice)).toBe(0)
    await database.members.remove(bob, { name: 'gone', torrentKey: 'g'.repeat(16) }, [
      'administrator',
    ])
    await notices.tell([notice(bob, 'too late')])
    expect(await database.notices.allOf(bob, 0, 1000)).toEqual([])
  })
})
