/** The .torrent files and the archive as visitors and members download them from the site. */
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Gallery } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { Member } from '#index/members/member'
import { addGalleryTorrent } from '../storage/sample-gallery-torrents.ts'
import { type GallerySite, openGallerySite } from './support/gallery-site.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { Visitor } from './support/visitor.ts'

let site: GallerySite
let alice: Member
let gallery: Gallery
let torrent: GalleryTorrent
let hash = ''
const prefix = '{tracker.example PERSONALIZED TORRENT - DO NOT REDISTRIBUTE} '

beforeAll(async () => {
  site = await openGallerySite()
  alice = await site.addMember('Alice', 'uploader')
  await site.addMember('Bob')
  gallery = await site.addGallery(alice.id)
  torrent = await site.addTorrent(gallery, alice.id, upload('a map'))
  hash = Buffer.from(torrent.infoHash).toString('hex')
})
afterAll(() => site[Symbol.asyncDispose]())

async function loggedIn(name: string): Promise<Visitor> {
  const visitor = new Visitor(site.url)
  await visitor.logIn(name, password)
  return visitor
}

async function bytesAt(visitor: Visitor, path: string): Promise<Buffer> {
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const reply = await fetch(`${site.url}${path}`, { headers: { cookie } })
  return Buffer.from(await reply.arrayBuffer())
}

test('anybody has the public file, which others may keep for a while', async () => {
  const reply = await new Visitor(site.url).get(`/get/${gallery.announceId}/${hash}.torrent`)
  expect(reply.status).toBe(200)
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    'content-type': 'application/x-bittorrent',
    'content-disposition': 'attachment; filename="a map.torrent"',
    'cache-control': 'public, max-age=300',
    'x-robots-tag': 'noindex',
  })
  expect(reply.html).toContain(`http://tracker.example:6969/${gallery.announceId}/announce`)
})

test.for([
  ['another gallery', () => `/get/${gallery.announceId + 1}/${hash}.torrent`],
  ['an unknown hash', () => `/get/${gallery.announceId}/${'0'.repeat(40)}.torrent`],
  ['no hash', () => `/get/${gallery.announceId}/..%2f..%2fetc%2fpasswd.torrent`],
  ['another ending', () => `/get/${gallery.announceId}/${hash}.txt`],
  ['a gallery that is no number', () => `/get/x/${hash}.torrent`],
] as const)('there is no file at %s', async ([, path]) => {
  expect((await new Visitor(site.url).get(path())).status).toBe(404)
})

test('a personal file is for who is logged in, with their own key, and nobody keeps a copy', async () => {
  const path = `/torrent/${hash}/personal.torrent`
  const guest = await new Visitor(site.url).get(path)
  expect([guest.status, guest.location]).toEqual([303, `/login?next=${encodeURIComponent(path)}`])
  for (const name of ['Alice', 'Bob']) {
    const visitor = await loggedIn(name)
    const reply = await visitor.get(path)
    const member = await site.database.members.find(name.toLowerCase())
    const key = await site.database.members.torrentKey(member?.id ?? 0)
    expect(reply.headers.get('content-disposition')).toBe(
      `attachment; filename="${prefix}a map.torrent"`,
    )
    expect(reply.headers.get('cache-control')).toBe('private, no-store')
    expect(reply.html).toContain(`/${gallery.announceId}/${member?.id}x${key}/announce`)
  }
})

test('what is gone is not handed out, and says why', async () => {
  const gone = await site.addTorrent(gallery, alice.id, upload('gone'))
  await site.torrents.expunge(gone.id, 'voted out', 'test')
  const hex = Buffer.from(gone.infoHash).toString('hex')
  const visitor = await loggedIn('Alice')
  for (const path of [
    `/get/${gallery.announceId}/${hex}.torrent`,
    `/torrent/${hex}/personal.torrent`,
  ]) {
    const reply = await visitor.get(path)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      410,
      'text/html; charset=utf-8',
    ])
    expect(reply.text).toContain('it was expunged (voted out)')
    expect(reply.html).toContain(`href="/torrent/${hex}"`)
  }
})

test('all personal files come in one archive, each with the key of who asks', async () => {
  await addGalleryTorrent(site.database, '../up', {
    galleryId: gallery.id,
    uploaderId: alice.id,
    addedAt: 1_800_000_000,
  })
  const visitor = await loggedIn('Alice')
  const reply = await visitor.get('/account/torrents.zip')
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="torrents.zip"',
    'cache-control': 'private, no-store',
  })
  const files = unzipSync(await bytesAt(visitor, '/account/torrents.zip'))
  expect(Object.keys(files).toSorted()).toEqual([`${prefix}_up.torrent`, `${prefix}a map.torrent`])
  const key = await site.database.members.torrentKey(alice.id)
  for (const bytes of Object.values(files))
    expect(Buffer.from(bytes).toString('latin1')).toContain(`/${alice.id}x${key}/announce`)
  const guest = await new Visitor(site.url).get('/account/torrents.zip')
  expect(guest.status).toBe(303)
  const other = await bytesAt(await loggedIn('Bob'), '/account/torrents.zip')
  expect(unzipSync(other)).toEqual({})
})

test('a member has one archive at a time', async () => {
  const pieces = Array.from({ length: 40 }, (_, index) =>
    addGalleryTorrent(site.database, `large ${index}`, {
      galleryId: gallery.id,
      uploaderId: alice.id,
      blob: { info: Buffer.alloc(512 * 1024, index), pieceLayers: undefined },
    }),
  )
  await Promise.all(pieces)
  const visitor = await loggedIn('Alice')
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  // Its answer is not read: more than buffers hold waits.
  const first = await fetch(`${site.url}/account/torrents.zip`, { headers: { cookie } })
  const second = await visitor.get('/account/torrents.zip')
  expect([second.status, second.headers.get('retry-after')]).toEqual([503, '60'])
  expect(second.text).toContain('Too many archives at once')
  expect(Object.keys(unzipSync(new Uint8Array(await first.arrayBuffer())))).toHaveLength(42)
  expect(Object.keys(unzipSync(await bytesAt(visitor, '/account/torrents.zip')))).toHaveLength(42)
})
