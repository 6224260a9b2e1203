/** What becomes of the files that somebody uploads into a gallery, on both engines. */
import { describe, expect, test } from 'vitest'
import { metainfoBytesMax, uploadedFilesMax } from '#base/limits'
import type { GalleryTorrentsOptions } from '#index/galleries/gallery-torrents-options'
import { metainfoFaultTexts } from '#tracker/wire/metainfo/metainfo-fault'
import { folder, single } from '../metainfo/bases.ts'
import { corpus } from '../metainfo/corpus.ts'
import { engines, useDatabases } from '../storage/databases.ts'
import { failureOf } from '../storage/failure-of.ts'
import { addVersion } from '../storage/sample-galleries.ts'
import { content, makeTorrent } from '../support/metainfo-torrent.ts'
import {
  faultIn,
  galleryTorrentsOn,
  type TorrentsOnDatabase,
  torrentIn,
  uploadOne,
  usualRules,
} from './gallery-torrents-on.ts'

const databases = useDatabases()

function torrentOf(...names: string[]): Buffer {
  const files = names.map((name) => ({ path: [name], content: content(20_000) }))
  return makeTorrent({ format: 'v1', name: 'folder', files, pieceLength: 16_384 })
}

describe.for(engines)('on %s', (engine) => {
  const open = (options: Partial<GalleryTorrentsOptions> = {}): Promise<TorrentsOnDatabase> =>
    galleryTorrentsOn(databases, engine, options)

  test('a torrent is in the gallery, and the tracker knows of it, before the upload is answered', async () => {
    const site = await open()
    const bytes = folder('v1')
    const torrent = torrentIn(await uploadOne(site, bytes))
    expect(torrent).toMatchObject({
      name: 'temp',
      gallery: { id: 1, title: 'First' },
      uploader: { name: 'Alice' },
      announceId: 1,
      fileBytes: bytes.length,
      fileCount: 2,
      addedAt: databases.clock.now,
      isPrivate: false,
    })
    expect(site.told).toEqual([torrent])
    expect(await site.database.audit.latest(1)).toMatchObject([
      { actor: 'member 1', action: 'torrent.upload', detail: 'gallery 1' },
    ])
    expect(await site.torrents.window(1)).toEqual({ current: [torrent], outdated: [] })
  })

  test('a hybrid is one torrent under both hashes', async () => {
    const site = await open()
    const torrent = torrentIn(await uploadOne(site, folder('hybrid')))
    const { infoHash, infoHashV2 = Buffer.alloc(0) } = torrent
    for (const hash of [infoHash, infoHashV2, infoHashV2.subarray(0, 20)])
      expect(await site.torrents.find(hash)).toEqual(torrent)
    expect(await site.database.torrents.counts()).toMatchObject({ live: 1 })
  })

  test('of several files each has its own outcome, and one that is wrong keeps no other out', async () => {
    const site = await open()
    const files = [
      { fileName: 'a', bytes: single('v1') },
      { fileName: 'b', bytes: Buffer.from('hello') },
      { fileName: 'c', bytes: single('v1') },
      { fileName: 'd', bytes: folder('v1') },
    ]
    const outcomes = await site.torrents.upload(files, { galleryId: 1, uploaderId: 1 }, 'member 1')
    expect(outcomes.map(({ fileName }) => fileName)).toEqual(['a', 'b', 'c', 'd'])
    const codes = outcomes.map((one) => ('fault' in one ? one.fault.code : 'taken'))
    expect(codes).toEqual(['taken', 'not_a_torrent', 'existing', 'taken'])
  })

  test('any content is taken, and what the operator denies is named', async () => {
    const site = await open()
    torrentIn(await uploadOne(site, torrentOf('a.bmp', 'b.html', 'c.swf', 'd.exe')))
    const strict = await open({
      rules: () => ({ ...usualRules, deniedExtensions: ['exe', 'scr'] }),
    })
    const fault = faultIn(await uploadOne(strict, torrentOf('fine.txt', 'Setup.EXE')))
    expect(fault.code).toBe('denied_extension')
    expect(fault.message).toContain('holds "Setup.EXE", and files that end in ".exe"')
    torrentIn(await uploadOne(strict, torrentOf('exe', 'file.exe.txt')))
  })

  test('version 2 alone and torrents that are not private are taken as the operator says', async () => {
    const site = await open()
    expect(faultIn(await uploadOne(site, single('v2'))).code).toBe('version_2_only')
    torrentIn(await uploadOne(site, single('hybrid')))
    const other = await open({ rules: () => ({ ...usualRules, v2: true, private: 'require' }) })
    expect(faultIn(await uploadOne(other, single('v2'))).code).toBe('not_private')
    const taken = torrentIn(await uploadOne(other, single('v2', { private: 1 })))
    expect(taken).toMatchObject({ isPrivate: true, infoHash: taken.infoHashV2?.subarray(0, 20) })
  })

  test('the same torrent again is refused with the one that is there, gone or not', async () => {
    const site = await open()
    const first = torrentIn(await uploadOne(site, folder('hybrid')))
    const again = faultIn(await uploadOne(site, folder('hybrid', {}, { comment: 'other' }), 2))
    expect(again).toMatchObject({ code: 'existing', existing: first })
    expect(again.message).toContain('"temp" in the gallery "First"')
    const gone = await site.torrents.remove(first.id, 'not ours', 'member 2')
    const after = faultIn(await uploadOne(site, folder('hybrid')))
    expect(after).toMatchObject({ code: 'existing', existing: gone })
    expect(after.message).toContain('was removed: "temp" in the gallery "First" (not ours)')
    const removal = { state: 'removed', reason: 'x', at: 1, seen: 'live' } as const
    await site.database.galleries.setState(1, removal)
    const { message } = faultIn(await uploadOne(site, folder('hybrid'), 2))
    expect(message).toContain('was removed: "temp" in a gallery that was removed (not ours)')
    expect(message).not.toContain('First')
  })

  test('of the same upload twice at once one wins, and the other is told of it', async () => {
    const site = await open()
    const outcomes = await Promise.all([1, 2, 1].map((id) => uploadOne(site, single('v1'), id)))
    const taken = outcomes.filter((one) => 'torrent' in one)
    expect(taken).toHaveLength(1)
    const [winner] = taken
    for (const one of outcomes)
      if ('fault' in one)
        expect(one.fault).toMatchObject({
          code: 'existing',
          existing: { id: winner && torrentIn(winner).id },
        })
    expect(site.told).toHaveLength(1)
  })

  test('a gallery that is not there or was removed takes nothing', async () => {
    const site = await open()
    expect(faultIn(await uploadOne(site, single('v1'), 99)).code).toBe('unknown_gallery')
    const removal = { state: 'removed', reason: 'x', at: 1, seen: 'live' } as const
    await site.database.galleries.setState(2, removal)
    expect(faultIn(await uploadOne(site, single('v1'), 2)).code).toBe('removed_gallery')
    expect(site.told).toEqual([])
  })

  test('an older version takes nothing, and names the newest', async () => {
    const site = await open()
    const { id } = await addVersion(site.database, 1)
    expect(faultIn(await uploadOne(site, single('v1')))).toMatchObject({
      code: 'not_current',
      message: `The gallery has a newer version, ${id}. Upload the file to that.`,
    })
    torrentIn(await uploadOne(site, single('v1'), id))
  })

  test('a tracker without room takes nothing, of a hybrid not its half', async () => {
    const full = await open({ room: () => 1 })
    expect(faultIn(await uploadOne(full, single('hybrid'))).code).toBe('no_room')
    torrentIn(await uploadOne(full, single('v1')))
  })

  test('who may not upload is refused before anything is read', async () => {
    const fault = { code: 'flood', message: 'Wait an hour.' }
    const site = await open({
      uploadLimit: {
        refusal: (uploaderId) => Promise.resolve(uploaderId === 1 ? fault : undefined),
        bound: () => undefined,
        faultOf: () => undefined,
      },
    })
    expect(faultIn(await uploadOne(site, Buffer.from('not even a torrent')))).toEqual(fault)
  })

  test('more files than are taken at once are refused one by one', async () => {
    const site = await open()
    const files = Array.from({ length: uploadedFilesMax + 1 }, () => ({
      fileName: 'a',
      bytes: Buffer.from('x'),
    }))
    const outcomes = await site.torrents.upload(files, { galleryId: 1, uploaderId: 1 }, 'm')
    expect(outcomes.map((one) => faultIn(one).code)).toEqual([
      ...Array.from({ length: uploadedFilesMax }, () => 'not_a_torrent'),
      'too_many_files',
    ])
  })

  test('what is empty, huge or damaged is refused with its fault, and changes nothing', async () => {
    const site = await open()
    expect(faultIn(await uploadOne(site, new Uint8Array())).code).toBe('not_a_torrent')
    const huge = faultIn(await uploadOne(site, Buffer.alloc(metainfoBytesMax + 1, 0x64)))
    expect(huge).toMatchObject({ code: 'too_large' })
    expect(huge.message).toContain('larger than 10 MiB')
    const small = await open({ rules: () => ({ ...usualRules, torrentBytesMax: 1500 }) })
    const fault = faultIn(await uploadOne(small, Buffer.alloc(1501, 0x64)))
    expect(fault.message).toContain('larger than 1500 bytes')
    const deep = Buffer.from(`d4:info${'l'.repeat(200_000)}${'e'.repeat(200_000)}e`)
    expect(faultIn(await uploadOne(site, deep)).code).toBe('nested_too_deeply')
    expect(site.told).toEqual([])
    expect(await site.database.torrents.counts()).toMatchObject({ live: 0 })
  })

  test('every torrent of the corpus is taken or refused as it is read', async () => {
    const site = await open({ rules: () => ({ ...usualRules, v2: true }) })
    for (const { name, bytes, waggle } of corpus) {
      const outcome = await uploadOne(site, bytes)
      if (waggle === 'accepted') {
        // Several are the same torrent.
        if ('fault' in outcome) expect([name, outcome.fault.code]).toEqual([name, 'existing'])
        continue
      }
      const fault = faultIn(outcome)
      expect([name, fault.code]).toEqual([name, waggle.replaceAll('-', '_')])
      expect(fault.message).toContain(metainfoFaultTexts[waggle])
    }
    expect(await site.database.check()).toEqual([])
  })

  test('what was uploaded is there after a restart in the middle of an upload', async () => {
    const address = await databases.newAddress(engine)
    const before = await galleryTorrentsOn(databases, engine, { address })
    const torrent = torrentIn(await uploadOne(before, folder('v1')))
    const cutOff = uploadOne(before, single('v1')).catch((error: unknown) => error)
    await databases.close(before.database)
    const outcome = await cutOff
    const after = await galleryTorrentsOn(databases, engine, { address })
    expect(await after.torrents.find(torrent.infoHash)).toEqual(torrent)
    // Whole or not at all; then it can be sent again.
    const again = await uploadOne(after, single('v1'))
    const wasStored = outcome instanceof Error ? undefined : outcome
    if ('fault' in again) expect(again.fault.code).toBe('existing')
    else expect(wasStored).toBeUndefined()
    const { current } = await after.torrents.window(1)
    expect(current).toHaveLength(2)
    expect(await after.database.check()).toEqual([])
  })

  test('a database that is away is an error, and not a fault of the file', async () => {
    const site = await open()
    await databases.close(site.database)
    expect((await failureOf(uploadOne(site, single('v1')))).name).toBe('StorageError')
  })
})
