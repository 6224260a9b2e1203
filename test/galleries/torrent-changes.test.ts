/** What is done with the torrents of galleries after their upload. */
import { describe, expect, test } from 'vitest'
import { GalleryError, type GalleryErrorCode } from '#index/galleries/gallery-error'
import { createTorrents } from '#index/torrents/torrents'
import { folder, single } from '../metainfo/bases.ts'
import { engines, useDatabases } from '../storage/databases.ts'
import { addVersion } from '../storage/sample-galleries.ts'
import {
  faultIn,
  galleryTorrentsOn,
  type TorrentsOnDatabase,
  torrentIn,
  uploadOne,
} from './gallery-torrents-on.ts'

const databases = useDatabases()
const { clock } = databases

async function codeOf(work: Promise<unknown>): Promise<GalleryErrorCode | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined || error instanceof GalleryError) return error?.code
  throw error
}

describe.for(engines)('on %s', (engine) => {
  const open = async (): Promise<TorrentsOnDatabase & { readonly id: number }> => {
    const site = await galleryTorrentsOn(databases, engine)
    return { ...site, id: torrentIn(await uploadOne(site, folder('v1'))).id }
  }

  test('name and comment are changed, and what cannot be is refused with what to do', async () => {
    const { torrents, told, id, database } = await open()
    const edited = await torrents.edit(id, { name: ' New name ', comment: 'a\r\nb\n' }, 'member 1')
    expect(edited).toMatchObject({ name: 'New name', comment: 'a\nb' })
    expect(told.at(-1)).toEqual(edited)
    expect(await database.audit.latest(1)).toMatchObject([
      { action: 'torrent.edit', detail: 'name, comment' },
    ])
    for (const fields of [{ name: '' }, { name: 'a\nb' }, { comment: 'x'.repeat(4001) }])
      expect(await codeOf(torrents.edit(id, fields, 'member 1'))).toBe('invalid_torrent')
    expect(await torrents.findById(id)).toEqual(edited)
    expect(await codeOf(torrents.edit(99, { name: 'x' }, 'member 1'))).toBe('unknown_torrent')
  })

  test('an expunged torrent stays in the window, and a removed one does not', async () => {
    const { torrents, told, id, database } = await open()
    const other = torrentIn(await uploadOne({ torrents }, single('v1')))
    const expunged = await torrents.expunge(id, 'voted out', 'member 1')
    const tombstone = { kind: 'expunged', reason: 'voted out', at: clock.now }
    expect(expunged).toMatchObject({ tombstone })
    expect(told.at(-1)).toEqual(expunged)
    expect(await torrents.expunge(id, 'again', 'member 2')).toEqual(expunged)
    await torrents.remove(other.id, '', 'member 2')
    const { current } = await torrents.window(1)
    expect(current).toEqual([expunged])
    expect(await database.audit.latest(2)).toMatchObject([
      { action: 'torrent.remove', actor: 'member 2', detail: '' },
      { action: 'torrent.expunge', actor: 'member 1', detail: 'voted out' },
    ])
    expect(await codeOf(torrents.expunge(99, '', 'x'))).toBe('unknown_torrent')
    const third = torrentIn(await uploadOne({ torrents }, single('hybrid')))
    expect(await codeOf(torrents.remove(third.id, 'a\nb', 'x'))).toBe('invalid_torrent')
  })

  test('a banned torrent is not in the window, expunged or not', async () => {
    const { torrents, id, database } = await open()
    const ban = { bannedAt: 1, reason: 'no', isPublic: true }
    await database.torrents.ban([id], ban)
    expect(await torrents.window(1)).toEqual({ current: [], outdated: [] })
    await torrents.expunge(id, 'voted out', 'member 1')
    expect(await torrents.window(1)).toEqual({ current: [], outdated: [] })
    await database.torrents.unban([id])
    expect(await torrents.window(1)).toMatchObject({ current: [{ id }] })
  })

  test('what the staff has taken out only the staff changes', async () => {
    const { torrents, id, database } = await open()
    const edit = (isByStaff: boolean) =>
      codeOf(torrents.edit(id, { name: 'Another', isByStaff }, 'member 1'))
    const registered = createTorrents({
      repository: database.torrents,
      changes: { changed: () => {} },
      clock,
      room: () => 1000,
    })
    const { infoHash } = await torrents.findById(id)
    await registered.ban(infoHash, { reason: 'spam', isPublic: true }, 'member 2')
    expect(await edit(false)).toBe('gone_torrent')
    await registered.unban(infoHash, 'member 2')
    expect(await edit(false)).toBeUndefined()
    await torrents.expunge(id, 'mine', 'member 1')
    expect(await edit(false)).toBe('gone_torrent')
    // Gone as it is, it can be removed and banned.
    await registered.remove(infoHash, 'illegal', 'member 2')
    await registered.ban(infoHash, { reason: 'illegal', isPublic: true }, 'member 2')
    expect(await torrents.findById(id)).toMatchObject({
      tombstone: { kind: 'removed', reason: 'illegal' },
      ban: { reason: 'illegal' },
    })
    expect((await database.audit.latest(2)).map(({ action }) => action)).toEqual([
      'torrent.ban',
      'torrent.remove',
    ])
    expect([await edit(false), await edit(true)]).toEqual(['gone_torrent', undefined])
  })

  test('a torrent comes back within 30 days, and not later', async () => {
    const { torrents, told, id, database } = await open()
    const flush = { run: 'run', activities: [], upSeconds: 30 * 86_400 }
    await torrents.remove(id, 'mistake', 'member 2')
    clock.now += 90 * 86_400
    await database.torrents.flush({ ...flush, sequence: 1 })
    const restored = await torrents.restore(id, 'member 2')
    expect(restored).toMatchObject({ tombstone: undefined, removal: undefined })
    expect(told.at(-1)).toEqual(restored)
    expect(await torrents.restore(id, 'member 2')).toEqual(restored)
    await torrents.remove(id, 'meant', 'member 2')
    clock.now += 30 * 86_400 + 1
    await database.torrents.flush({ ...flush, sequence: 2, upSeconds: 30 * 86_400 + 1 })
    expect(await codeOf(torrents.restore(id, 'member 2'))).toBe('too_late')
  })

  test('a torrent that is replaced keeps its page and tells clients of the new one', async () => {
    const { torrents, told, id, database } = await open()
    const before = await torrents.edit(id, { comment: 'mine' }, 'member 1')
    const file = { fileName: 'new.torrent', bytes: single('v1') }
    const torrent = torrentIn(await torrents.replace(id, file, 'member 1'))
    expect(torrent).toMatchObject({
      gallery: before.gallery,
      comment: 'mine',
      tombstone: undefined,
    })
    const hex = Buffer.from(torrent.infoHash).toString('hex')
    const replaced = await torrents.find(before.infoHash)
    expect(replaced).toMatchObject({
      replacedById: torrent.id,
      tombstone: {
        kind: 'expunged',
        reason: `replaced, get the new one: https://site.example/torrent/${hex}`,
      },
    })
    expect(told.slice(-2)).toEqual([torrent, replaced])
    expect(await torrents.window(1)).toEqual({ current: [torrent], outdated: [] })
    expect(await codeOf(torrents.replace(id, file, 'member 1'))).toBe('gone_torrent')
    expect(await database.audit.latest(1)).toMatchObject([{ action: 'torrent.replace' }])
  })

  test('a file that is wrong or there already replaces nothing', async () => {
    const { torrents, id } = await open()
    const before = await torrents.findById(id)
    const broken = { fileName: 'a', bytes: Buffer.from('x') }
    expect(faultIn(await torrents.replace(id, broken, 'm')).code).toBe('not_a_torrent')
    const same = { fileName: 'a', bytes: folder('v1', {}, { comment: 'again' }) }
    expect(faultIn(await torrents.replace(id, same, 'm'))).toMatchObject({
      code: 'existing',
      existing: before,
    })
    expect(await torrents.findById(id)).toEqual(before)
  })

  test('torrents of older versions are told apart', async () => {
    const { torrents, id, database } = await open()
    const version = await addVersion(database, 1, { title: 'Newer' })
    const young = torrentIn(await uploadOne({ torrents }, single('v1'), version.id))
    for (const galleryId of [1, version.id]) {
      const { current, outdated } = await torrents.window(galleryId)
      expect(current).toEqual([young])
      expect(outdated.map((torrent) => torrent.id)).toEqual([id])
    }
    expect(await codeOf(torrents.window(99))).toBe('unknown_gallery')
  })
})
