/** The .torrent files that are handed out, alone and in an archive. */

import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { addressTiers, galleryAddresses } from '#index/galleries/gallery-addresses'
import { GalleryError } from '#index/galleries/gallery-error'
import { personalArchive } from '#index/galleries/personal-archive'
import type { Metainfo } from '#tracker/wire/metainfo/metainfo'
import { MetainfoFault } from '#tracker/wire/metainfo/metainfo-fault'
import { readMetainfo } from '#tracker/wire/metainfo/read-metainfo'
import { folder, single } from '../metainfo/bases.ts'
import { corpus } from '../metainfo/corpus.ts'
import { validTorrent } from '../metainfo/random-torrents.ts'
import { engines, useDatabases } from '../storage/databases.ts'
import { newGallery } from '../storage/sample-galleries.ts'
import { addGalleryTorrent } from '../storage/sample-gallery-torrents.ts'
import { bytesAt, decodeBencodeDictionary } from '../support/bencode.ts'
import { makeTorrent } from '../support/metainfo-torrent.ts'
import {
  aliceKey,
  galleryTorrentsOn,
  torrentIn,
  uploadOne,
  usualRules,
} from './gallery-torrents-on.ts'

const databases = useDatabases()

const everything = { rules: () => ({ ...usualRules, v2: true }) }

function accept(bytes: Uint8Array): Metainfo {
  const read = readMetainfo(bytes)
  if (read instanceof MetainfoFault) throw new Error(read.message)
  return read
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** The file has the same info as the upload, byte for byte, and of the rest what this site says. */
function expectOurs(bytes: Uint8Array, upload: Uint8Array): void {
  const before = accept(upload)
  const after = accept(bytes)
  expect(Buffer.compare(after.info, before.info)).toBe(0)
  expect(after).toEqual(before)
  const keys = [...decodeOuter(bytes).keys()]
  const layers = before.pieceLayers === undefined ? [] : ['piece layers']
  expect(keys).toEqual(['announce', 'announce-list', 'comment', 'info', ...layers])
}

/** Without `info`, which need not be as strict. */
function decodeOuter(bytes: Uint8Array): ReturnType<typeof decodeBencodeDictionary> {
  const { info } = accept(bytes)
  const all = Buffer.from(bytes)
  const at = all.indexOf(info)
  const rest = [all.subarray(0, at), Buffer.from('de'), all.subarray(at + info.length)]
  return decodeBencodeDictionary(Buffer.concat(rest))
}

describe.for(engines)('on %s', (engine) => {
  test('a personal file has the addresses of its member, a public one those of the gallery', async () => {
    const site = await galleryTorrentsOn(databases, engine)
    const outer = {
      'announce-list': [['http://other.example/announce']],
      nodes: [['node.example', 1]],
      'url-list': ['http://seed.example/'],
      httpseeds: ['http://seed.example/'],
      comment: 'theirs',
      'created by': 'them',
    }
    const upload = folder('hybrid', {}, outer)
    const torrent = torrentIn(await uploadOne(site, upload, 2))
    const personal = await site.torrents.personalFile(torrent, 1)
    const open = await site.torrents.publicFile(torrent)
    const prefix = '{Waggle PERSONALIZED TORRENT - DO NOT REDISTRIBUTE} '
    expect([personal.fileName, open.fileName]).toEqual([`${prefix}temp.torrent`, 'temp.torrent'])
    for (const [file, path] of [
      [personal, `2/1x${aliceKey}`],
      [open, '2'],
    ] as const) {
      expectOurs(file.bytes, upload)
      const dictionary = decodeBencodeDictionary(Buffer.from(file.bytes))
      const first = `http://tracker.example:6969/${path}/announce`
      expect(String(bytesAt(dictionary, 'announce'))).toBe(first)
      const [http, udp] = dictionary.get('announce-list') as [Buffer[], Buffer[]]
      expect(http.map(String)).toEqual([first, `https://tracker.example/${path}/announce`])
      expect(udp.map(String)).toEqual([`udp://tracker.example:6969/${path}/announce`])
      const hex = Buffer.from(torrent.infoHash).toString('hex')
      expect(String(bytesAt(dictionary, 'comment'))).toBe(`https://site.example/torrent/${hex}`)
    }
  })

  test('a new key is in the next personal file', async () => {
    const site = await galleryTorrentsOn(databases, engine)
    const torrent = torrentIn(await uploadOne(site, single('v1')))
    const key = 'anotherKey123456'
    const revokedDigest = Buffer.alloc(32, 1)
    await site.database.members.replaceTorrentKey(1, {
      revoked: aliceKey,
      revokedDigest,
      revokedMark: Buffer.alloc(8, 1),
      key,
      at: 1,
    })
    const { bytes } = await site.torrents.personalFile(torrent, 1)
    expect(Buffer.from(bytes).includes(`/1/1x${key}/announce`)).toBe(true)
    expect(Buffer.from(bytes).includes(aliceKey)).toBe(false)
  })

  test('what is gone or banned is not handed out, and says why', async () => {
    const site = await galleryTorrentsOn(databases, engine)
    const { id } = torrentIn(await uploadOne(site, single('v1')))
    const gone = await site.torrents.expunge(id, 'voted out', 'm')
    await expect(site.torrents.publicFile(gone)).rejects.toThrow('it was expunged (voted out)')
    const back = await site.torrents.restore(id, 'm')
    const ban = { reason: 'secret', isPublic: false, bannedAt: 1 }
    await site.database.torrents.ban([id], ban)
    const banned = await site.torrents.findById(back.id)
    const refusal: unknown = await site.torrents
      .personalFile(banned, 1)
      .catch((error: unknown) => error)
    expect(refusal).toMatchObject({ name: 'GalleryError', code: 'gone_torrent' })
    expect(String(refusal)).toContain('it is banned;')
  })

  test('an archive holds the personal files of all that a member uploaded, and no two names are the same', async () => {
    const site = await galleryTorrentsOn(databases, engine, everything)
    const uploads = [single('v1'), single('hybrid'), folder('v1'), folder('v2')]
    for (const bytes of uploads) torrentIn(await uploadOne(site, bytes))
    const gone = torrentIn(await uploadOne(site, folder('hybrid')))
    await site.torrents.remove(gone.id, '', 'm')
    const files = unzipSync(await bytesOf(site.torrents.personalArchive(1)))
    const prefix = '{Waggle PERSONALIZED TORRENT - DO NOT REDISTRIBUTE} '
    expect(Object.keys(files)).toEqual(
      ['temp', 'temp (2)', 'test.bin', 'test.bin (2)'].map((name) => `${prefix}${name}.torrent`),
    )
    for (const bytes of Object.values(files))
      expect(Buffer.from(bytes).includes(`/1/1x${aliceKey}/announce`)).toBe(true)
    const infos = Object.values(files).map((bytes) => accept(bytes).info)
    expect(infos).toEqual(uploads.toReversed().map((bytes) => accept(bytes).info))
  })

  test('an archive of nothing is empty, and there is none of nobody', async () => {
    const site = await galleryTorrentsOn(databases, engine)
    expect(unzipSync(await bytesOf(site.torrents.personalArchive(1)))).toEqual({})
    await expect(bytesOf(site.torrents.personalArchive(99))).rejects.toThrow(GalleryError)
  })

  test('an archive with a limit holds the newest, and says that it does not hold all', async () => {
    const site = await galleryTorrentsOn(databases, engine)
    for (const [index, name] of ['old', 'newer', 'newest'].entries())
      await addGalleryTorrent(site.database, name, { addedAt: 1_800_000_000 + index })
    const { database } = site
    const parts = {
      repository: database.galleryTorrents,
      siteAddress: () => 'https://site.example',
      siteName: () => 'Waggle',
      announceBases: () => ['http://tracker.example'],
      torrentKeyOf: (memberId: number) => database.members.torrentKey(memberId),
    }
    for (const limits of [
      { filesMax: 2, bytesMax: 1e9 },
      { filesMax: 9, bytesMax: 500 },
    ]) {
      const files = unzipSync(await bytesOf(personalArchive(1, parts, limits)))
      const names = Object.keys(files).map((name) => name.replace(/^\{.*\} /, ''))
      expect(names).toEqual(['newest.torrent', 'newer.torrent', 'NOT ALL TORRENTS ARE HERE.txt'])
      const note = Buffer.from(files['NOT ALL TORRENTS ARE HERE.txt'] ?? []).toString()
      expect(note).toContain('2 torrents at most: these are the newest')
    }
  })

  test('an archive comes in pieces, and hostile or far names and dates do it no harm', async () => {
    const site = await galleryTorrentsOn(databases, engine)
    for (const [index, name] of ['../../a', '/etc/passwd', 'a\\b', '..', 'COM1'].entries())
      await addGalleryTorrent(site.database, name, { addedAt: index * 4_000_000_000 })
    await site.database.galleries.add(Array.from({ length: 25 }, () => newGallery()))
    const galleries = await site.database.galleries.after(0, { state: 'all', limit: 99 })
    for (const gallery of galleries.slice(-25))
      for (let index = 0; index < 10; index++) {
        const name = `${gallery.id} ${index}`
        await addGalleryTorrent(site.database, name, { galleryId: gallery.id })
      }
    let pieces = 0
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of site.torrents.personalArchive(1)) {
        pieces++
        yield piece
      }
    }
    const names = Object.keys(unzipSync(await bytesOf(counted())))
    expect(names).toHaveLength(255)
    expect(pieces).toBeGreaterThan(255)
    for (const name of names) expect(name).not.toMatch(/[/\\]|^\.|\.\.$/)
  })
})

test('whatever torrent is uploaded, info and info-hashes of both files are those of the upload', async () => {
  const site = await galleryTorrentsOn(databases, 'sqlite', everything)
  const check = async (upload: Uint8Array): Promise<void> => {
    const outcome = await uploadOne(site, upload)
    const torrent = 'torrent' in outcome ? outcome.torrent : outcome.fault.existing
    if (torrent === undefined) throw new Error('the upload was refused')
    const files = [site.torrents.publicFile(torrent), site.torrents.personalFile(torrent, 1)]
    for (const { bytes } of await Promise.all(files)) expectOurs(bytes, upload)
  }
  for (const { bytes, waggle } of corpus) if (waggle === 'accepted') await check(bytes)
  await fc.assert(fc.asyncProperty(validTorrent.map(makeTorrent), check), { numRuns: 60 })
})

test('addresses are HTTP first and UDP second, and a tier that would be empty is not there', () => {
  const bases = ['udp://a.example:1', 'http://b.example', 'udp://c.example:2']
  expect(galleryAddresses(bases, 7)).toEqual([
    'http://b.example/7/announce',
    'udp://a.example:1/7/announce',
    'udp://c.example:2/7/announce',
  ])
  const member = { id: 3, key: 'k' }
  expect(addressTiers(['udp://a.example:1'], 7, member)).toEqual([
    ['udp://a.example:1/7/3xk/announce'],
  ])
  expect(addressTiers(['https://b.example'], 7)).toEqual([['https://b.example/7/announce']])
})
