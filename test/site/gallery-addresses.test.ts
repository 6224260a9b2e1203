/** What an address of the gallery site can hold that nobody would type. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Gallery } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import { type GallerySite, openGallerySite } from './support/gallery-site.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { Visitor } from './support/visitor.ts'

let site: GallerySite
let gallery: Gallery
let torrent: GalleryTorrent
let owner: Visitor
const guest = (): Visitor => new Visitor(site.url)

beforeAll(async () => {
  site = await openGallerySite()
  const { id } = await site.addMember('alice', 'uploader')
  gallery = await site.addGallery(id, { title: 'Hortus Eystettensis' })
  torrent = await site.addTorrent(gallery, id, upload('Hortus'))
  owner = new Visitor(site.url)
  await owner.logIn('alice', password)
})
afterAll(() => site[Symbol.asyncDispose]())

const torrentPage = (): string => `/torrent/${Buffer.from(torrent.infoHash).toString('hex')}`

describe('an address', () => {
  test.for(['0000000000', '', 'é', '..%2f', '__proto__', 'x'.repeat(90)])(
    'with the key %s is of no gallery',
    async (key) => {
      for (const name of ['', '/torrents']) {
        const { status } = await guest().get(`/g/${gallery.id}/${encodeURI(key)}${name}`)
        expect(status).toBe(404)
      }
    },
  )

  test.for(['0', '-1', '1.5', '99999999999999999999', 'x', '4242'])(
    'with the number %s is of no gallery',
    async (id) => {
      expect((await guest().get(`/g/${id}/${gallery.key}`)).status).toBe(404)
      expect((await owner.get(`/g/${id}/${gallery.key}/edit`)).status).toBe(404)
      expect((await owner.post(`/g/${id}/${gallery.key}/remove`, { reason: 'x' })).status).toBe(404)
    },
  )

  test.for(['x', 'a1', '0'.repeat(40), 'f'.repeat(64), '..%2f', '%00', '__proto__'])(
    '/torrent/%s is of no torrent',
    async (name) => {
      const { status, text } = await guest().get(`/torrent/${encodeURI(name)}`)
      expect(status).toBe(404)
      expect(text).toContain('There is no torrent with this info-hash.')
    },
  )

  test.for([
    '/?q[]=a&q=b&sort=nothing&dir=sideways&from=-1&u=-7&cat=__proto__&look=none',
    '/?__proto__[x]=1&sort=__proto__&look=constructor&torrents=&expunged[]=x',
    `/?q=${'x'.repeat(2000)}`,
    `/?q=${'%22'.repeat(90)}`,
    '/?q=%00%ED%A0%80%F0%9F%90%9D',
    '/?q=tag:+size%3E+gid:x+hash:zz+seeds%3E%3D',
    '/?from=999999999&u=99999999999999',
    `/?q=${'f'.repeat(40)}`,
    '/torrents?q[]=a&status=__proto__&show=all&u=x&sort=constructor',
    '/torrents?q=%00%ED%A0%80',
    '/torrents?u=4242',
    '/help/making-a-torrent?gid=-1',
    '/help/making-a-torrent?gid[]=1&gid=2',
  ])('%s is a page', async (path) => {
    expect((await guest().get(path)).status).toBe(200)
  })

  test.for([
    'after=x',
    'before=x',
    'after=WyJzaXplIiwxLDFd',
    'before=WyJhZGRlZCIsOTk5OTk5OTk5OTksMV0',
  ])('with a mark that is none leads to the beginning: %s', async (mark) => {
    for (const list of ['/', '/torrents']) {
      const { status, location } = await guest().get(`${list}?q=plate&${mark}`)
      expect([status, location]).toEqual([303, `${list}?q=plate`])
    }
  })

  test('with terms that make no sense says which, and finds as without them', async () => {
    for (const list of ['/', '/torrents']) {
      const { text } = await guest().get(`${list}?q=gid:x+has:torrent+size%3Emuch`)
      expect(text).toContain('makes no sense or is too much at once: gid:x size&gt;much')
      expect(text).toContain('Showing 1-')
      expect((await guest().get(`${list}?q=has:torrent`)).text).not.toContain('makes no sense')
    }
  })

  test('with more terms than are looked for, or longer ones, says which', async () => {
    const ids = Array.from({ length: 18 }, (_, index) => `-gid:${index + 900}`)
    for (const list of ['/', '/torrents']) {
      const many = await guest().get(`${list}?q=${ids.join('+')}`)
      expect(many.text).toContain(`too much at once: ${ids[16]} ${ids[17]}`)
      const long = await guest().get(`${list}?q=-${'x'.repeat(990)}+-atlas-of-europe`)
      expect(long.text).toContain('too much at once: -atlas-of-europe')
    }
  })

  test('of an info-hash that is searched for leads to its torrent', async () => {
    for (const list of ['/', '/torrents']) {
      const { location } = await guest().get(`${list}?q=${torrentPage().slice(9).toUpperCase()}`)
      expect(location).toBe(torrentPage())
    }
  })
})
