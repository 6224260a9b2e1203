/**
 * Who gets which of the gallery site's pages, what changes nothing however it is asked, and what an upload can
 * hold that nobody would send.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uploadedFilesMax } from '#base/limits'
import { coverPath, type Gallery, galleryPath } from '#index/galleries/gallery'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import { apiPrefix } from '#operate/api/routes'
import { png } from '../galleries/pictures.ts'
import { content, makeTorrent } from '../support/metainfo-torrent.ts'
import { brokenPost } from './support/broken-post.ts'
import { sendForm } from './support/gallery-forms.ts'
import { type GallerySite, openGallerySite } from './support/gallery-site.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { type Reply, Visitor } from './support/visitor.ts'

const hookTimeoutMs = 30_000

let site: GallerySite
let gallery: Gallery
let removed: Gallery
let torrent: GalleryTorrent
const guest = (): Visitor => new Visitor(site.url)
let member: Visitor
let uploader: Visitor
let owner: Visitor
let keeper: Visitor

beforeAll(async () => {
  site = await openGallerySite()
  const { id: ownerId } = await site.addMember('alice', 'uploader')
  await site.addMember('other', 'uploader')
  const { id: memberId } = await site.addMember('carol')
  await site.addMember('keeper', 'moderator')
  gallery = await site.addGallery(ownerId, { title: 'Hortus Eystettensis' })
  removed = await site.addGallery(ownerId, { title: 'Was here' })
  torrent = await site.addTorrent(gallery, memberId, upload('Hortus'))
  await site.galleries.setState(removed.id, 'removed', 'a mistake', 'test')
  ;[member, uploader, owner, keeper] = ['carol', 'other', 'alice', 'keeper'].map(
    () => new Visitor(site.url),
  ) as [Visitor, Visitor, Visitor, Visitor]
  await member.logIn('carol', password)
  await uploader.logIn('other', password)
  await owner.logIn('alice', password)
  await keeper.logIn('keeper', password)
}, hookTimeoutMs)
afterAll(() => site[Symbol.asyncDispose](), hookTimeoutMs)

const page = (name: string): string => `/g/${gallery.id}/${gallery.key}${name}`
const torrentPage = (name: string): string =>
  `/torrent/${Buffer.from(torrent.infoHash).toString('hex')}${name}`

const removedPage = (name = ''): string => `/g/${removed.id}/${removed.key}${name}`

const galleryChanges = ['/edit', '/version', '/expunge', '/remove', '/restore']
const torrentChanges = ['/edit', '/replace', '/expunge', '/remove', '/restore', '/ban', '/unban']

const everyChange = (): string[] => [
  '/upload/gallery',
  page('/torrents'),
  ...galleryChanges.map(page),
  ...torrentChanges.map(torrentPage),
]

async function stateNow(): Promise<unknown> {
  const { lists, galleries, torrents } = { ...site, lists: site.database.lists }
  const all = { search: '', withTorrents: false, searchFileNames: false, expunged: false }
  return {
    gallery: await galleries.find(gallery.id),
    torrent: await torrents.findById(torrent.id),
    galleries: await lists.galleryTotal({ ...all, categories: undefined }),
    torrents: await lists.torrentTotal({ search: '', status: 'all' }),
  }
}

/** Sends each form with what would change something, as the pages do. */
async function sendAll(visitor: Visitor, headers: Record<string, string> = {}): Promise<Reply[]> {
  const replies: Reply[] = []
  for (const path of everyChange()) replies.push(await sendForm(visitor, path, headers))
  return replies
}

describe('guests', () => {
  test('read everything that is public', async () => {
    for (const path of [
      '/',
      '/torrents',
      '/help/making-a-torrent',
      page(''),
      page('/torrents'),
      torrentPage(''),
    ]) {
      const { status, html } = await guest().get(path)
      expect(status, path).toBe(200)
      for (const word of ['/edit"', '/version"', '/expunge"', '/ban"', '/replace"', 'multipart'])
        expect(html, path).not.toContain(word)
    }
  })

  test('are asked to log in for what is of members, and come back to it', async () => {
    const ways = ['/upload', '/home', '/upload/gallery', '/torrents?show=mine']
    for (const path of [
      ...ways,
      ...galleryChanges.map(page),
      ...torrentChanges.map(torrentPage),
      torrentPage('/uploaded'),
    ]) {
      const { status, location, html } = await guest().get(path)
      expect([path, status, location, html]).toEqual([
        path,
        303,
        `/login?next=${encodeURIComponent(path)}`,
        '',
      ])
    }
  })

  test('change nothing', async () => {
    const before = await stateNow()
    for (const { status, location } of await sendAll(guest()))
      expect([status, location]).toEqual([303, '/login?next=%2Faccount'])
    expect(await stateNow()).toEqual(before)
  })

  test('are not told that something was done which was not, or was not theirs', async () => {
    for (const path of [
      page('?done=edited'),
      page('?done=toString'),
      torrentPage('?done=edited'),
      torrentPage('?done=ban'),
    ])
      expect((await guest().get(path)).text).not.toContain('Done:')
    expect((await keeper.get(page('?done=remove'))).text).not.toContain('Done:')
    expect((await keeper.get(torrentPage('?done=ban'))).text).not.toContain('Done:')
  })

  test('are shown the line of the API for scripts, where they may upload', async () => {
    const line = `${site.url}${apiPrefix}/galleries/${gallery.id}/torrents`
    expect((await member.get(page('/torrents'))).text.replaceAll(' ', '')).toContain(line)
    expect((await guest().get(page('/torrents'))).text).not.toContain('curl')
  })

  test('find the feed of what they searched', async () => {
    for (const [list, kind] of [
      ['/', 'galleries'],
      ['/torrents', 'torrents'],
    ] as const) {
      const { html } = await guest().get(`${list}?q=hortus`)
      expect(html).toContain(`href="/feeds/${kind}.atom?q=hortus"`)
      expect(html).toContain('<link rel="alternate" type="application/rss+xml"')
    }
  })

  test('get links to redistributable files only', async () => {
    for (const path of [page('/torrents'), torrentPage('')]) {
      const { html } = await guest().get(path)
      expect(html).not.toMatch(/href="[^"]*personal/)
    }
    expect((await member.get(page('/torrents'))).html).toMatch(/href="[^"]*personal/)
  })
})

describe('members', () => {
  test('who may not make galleries are told so', async () => {
    for (const path of ['/upload/gallery', page('/edit'), page('/version'), page('/remove')]) {
      const { status, text } = await member.get(path)
      expect([path, status]).toEqual([path, 403])
      expect(text).toContain('Your account may not do this.')
    }
    expect((await member.get('/upload')).html).not.toContain('/upload/gallery')
  })

  test('change neither galleries nor torrents of others', async () => {
    const before = await stateNow()
    for (const path of [...galleryChanges.map(page), ...torrentChanges.map(torrentPage)])
      expect([path, (await sendForm(uploader, path)).status]).toEqual([path, 403])
    for (const path of galleryChanges.map(page))
      expect([path, (await sendForm(member, path)).status]).toEqual([path, 403])
    for (const path of torrentChanges.map(torrentPage))
      expect([path, (await sendForm(owner, path)).status]).toEqual([path, 403])
    expect(await stateNow()).toEqual(before)
  })

  test('do with their own torrents what is theirs to do, and nothing else', async () => {
    for (const act of ['/edit', '/replace', '/expunge'])
      expect((await member.get(torrentPage(act))).status, act).toBe(200)
    for (const act of ['/ban', '/remove', '/unban'])
      expect([act, (await sendForm(member, torrentPage(act))).status]).not.toEqual([act, 200])
    const { ban, tombstone } = await site.torrents.findById(torrent.id)
    expect([ban, tombstone]).toEqual([undefined, undefined])
  })

  test('see whether others seed on no page: that of an upload is for its uploader', async () => {
    const { status, location } = await uploader.get(torrentPage('/uploaded'))
    expect([status, location]).toEqual([303, torrentPage('')])
    expect((await member.get(torrentPage('/uploaded'))).status).toBe(200)
  })

  test('change nothing by loading a page', async () => {
    const before = await stateNow()
    for (const path of [...everyChange(), `${torrentPage('/ban')}?reason=x`])
      expect((await keeper.get(path)).status, path).toBeLessThan(404)
    expect(await stateNow()).toEqual(before)
  })
})

test('a page of another site changes nothing', async () => {
  const before = await stateNow()
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
    for (const visitor of [keeper, owner, member])
      for (const { status } of await sendAll(visitor, headers)) expect(status).toBe(403)
  expect(await stateNow()).toEqual(before)
})

describe('a removed gallery', () => {
  test('shows nothing of itself to guests, and everything to its owner', async () => {
    const { status, text } = await guest().get(removedPage())
    expect(status).toBe(410)
    expect(text).toContain('This gallery has been removed. A mistake.')
    expect(text).not.toContain('Was here')
    expect((await owner.get(removedPage())).text).toContain('Was here')
    expect((await guest().get(removedPage('/torrents'))).status).toBe(200)
  })

  test('is not told of by its torrents, but to those who look after the site', async () => {
    const one = await site.addGallery(removed.owner.id, {
      title: 'Unmentionable',
      tags: [{ namespace: 'artist', name: 'nobody' }],
    })
    const { infoHash } = await site.addTorrent(one, removed.owner.id, upload('Still seeded'))
    const cover = await site.galleries.setCover(one.id, await png(40, 40), 'test')
    await site.galleries.setState(one.id, 'removed', 'a takedown', 'test')
    const hash = Buffer.from(infoHash).toString('hex')
    const paths = [`${galleryPath(one)}/torrents`, `/torrent/${hash}`, '/torrents?q=seeded']
    for (const path of paths) {
      const [{ status, text }, staffs] = [await guest().get(path), await keeper.get(path)]
      expect([path, status]).toEqual([path, 200])
      expect(text, path).toContain('Still seeded')
      expect(text, path).not.toContain('Unmentionable')
      expect(staffs.text, path).toContain('Unmentionable')
    }
    expect((await guest().get(paths[0] ?? '')).text).toContain('This gallery has been removed.')
    expect((await owner.get(paths[0] ?? '')).text).toContain('Unmentionable')
    for (const search of ['unmentionable', 'artist:nobody'])
      expect((await guest().get(`/torrents?q=${search}`)).text).not.toContain('Still seeded')
    const picture = coverPath(cover.cover ?? { hash: '' }, 'small')
    const statuses = [guest(), member, owner, keeper].map(
      async (visitor) => (await visitor.get(picture)).status,
    )
    expect(await Promise.all(statuses)).toEqual([404, 404, 200, 200])
    await keeper.post(`${galleryPath(one)}/restore`, {})
    expect((await guest().get(picture)).status).toBe(200)
    expect((await guest().get('/torrents?q=artist:nobody')).text).toContain('Still seeded')
  })

  test('shows nothing of its older versions either, whichever was removed', async () => {
    const older = await site.addGallery(removed.owner.id, { title: 'The first of two' })
    const newer = await site.galleries.createVersion(older.id, { ...older, title: 'Second' }, 'x')
    await site.galleries.setState(newer.id, 'removed', 'a takedown', 'test')
    for (const one of [older, newer]) {
      const { status, text } = await guest().get(galleryPath(one))
      expect([one.title, status]).toEqual([one.title, 410])
      expect(text).toContain('This gallery has been removed. A takedown.')
      expect(text).not.toContain(one.title)
    }
    await keeper.post(`${galleryPath(older)}/restore`, {})
    for (const one of [older, newer]) expect((await guest().get(galleryPath(one))).status).toBe(200)
  })

  test('is brought back by nobody but those who look after the site', async () => {
    expect((await owner.post(removedPage('/restore'), {})).status).toBe(403)
    expect((await keeper.get(removedPage('/restore'))).status).toBe(200)
  })
})

test('a banned torrent has a page, and on it no file that cannot be had', async () => {
  const banned = await site.addTorrent(gallery, removed.owner.id, upload('To be banned'))
  const hash = Buffer.from(banned.infoHash).toString('hex')
  const offered = async (visitor: Visitor): Promise<boolean[]> => {
    const { status, html } = await visitor.get(`/torrent/${hash}`)
    expect(status).toBe(200)
    return [`/get/${gallery.id}/${hash}.torrent`, 'personal.torrent'].map((href) =>
      html.includes(href),
    )
  }
  expect(await offered(member)).toEqual([true, true])
  await keeper.post(`/torrent/${hash}/ban`, { reason: 'spam' })
  for (const visitor of [member, owner, keeper])
    expect(await offered(visitor)).toEqual([false, false])
  expect((await owner.get(`/torrent/${hash}/uploaded`)).location).toBe(`/torrent/${hash}`)
})

describe('an upload', () => {
  test('of nothing is told to choose a file', async () => {
    for (const files of [[], [new File([], '')]]) {
      const { status, text } = await uploadFiles(files)
      expect(status).toBe(422)
      expect(text).toContain('Choose one file at least.')
    }
  })

  test('of more files than are taken names the first that it left out', async () => {
    const files = Array.from(
      { length: uploadedFilesMax + 3 },
      (_, index) => new File(['x'], `file ${index}.torrent`),
    )
    const { status, text } = await uploadFiles(files)
    expect(status).toBe(422)
    expect(text).toContain(`refused file ${uploadedFilesMax}.torrent More than`)
    expect(text).not.toContain(`file ${uploadedFilesMax + 1}.torrent`)
  })

  test('of a denied kind of content is refused by its name', async () => {
    const files = [{ path: ['setup.scr'], content: content(20_000) }]
    const made = makeTorrent({ format: 'v1', name: 'Setup', files, pieceLength: 16_384 })
    const { status, text } = await uploadFiles([new File([new Uint8Array(made)], 'ok.torrent')])
    expect(status).toBe(422)
    expect(text).toMatch(/refused ok\.torrent .*setup\.scr/)
  })

  test('into the window of an older version is not taken: it leads to that of the newest', async () => {
    const older = await site.addGallery(gallery.owner.id, { title: 'Older' })
    const newer = await site.galleries.createVersion(older.id, { ...older, title: 'Newer' }, 'test')
    const [path, newest] = [older, newer].map(({ id, key }) => `/g/${id}/${key}/torrents`)
    const form = new FormData()
    form.append('file', new File([new Uint8Array(upload('Late').buffer)], 'late.torrent'))
    const { status, text } = await member.send(path ?? '', form)
    expect([status, text]).toEqual([409, expect.stringContaining('Your files were not added')])
    expect(await site.torrents.window(newer.id)).toEqual({ current: [], outdated: [] })
    const { html } = await member.get(path ?? '')
    expect(html).toContain(`href="${newest}"`)
    expect(html).not.toContain('multipart')
    expect((await member.get(newest ?? '')).html).toContain(`action="${newest}"`)
  })

  test('that is no upload is refused', async () => {
    const multipart = 'multipart/form-data'
    for (const path of [
      page('/torrents'),
      torrentPage('/replace'),
      page('/edit'),
      '/upload/gallery',
    ])
      for (const [type, body] of [
        ['application/x-www-form-urlencoded', 'file=x'],
        [multipart, 'x'],
        [`${multipart}; boundary=b`, 'x'.repeat(100_000)],
        [
          `${multipart}; boundary=b`,
          '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx',
        ],
        [`${multipart}; boundary=b`, `--b\r\n${'x: y\r\n'.repeat(50_000)}`],
      ] as const) {
        const headers = { 'content-type': type, cookie: cookiesOf(keeper), origin: site.url }
        const { status } = await fetch(site.url + path, { method: 'POST', body, headers })
        expect([path, body.slice(0, 60), Math.floor(status / 100)]).toEqual([
          path,
          body.slice(0, 60),
          4,
        ])
      }
    expect(site.logged).toEqual([])
  })

  test('that breaks off leaves nothing half done', async () => {
    const head =
      '--b\r\nContent-Disposition: form-data; name="file"; filename="half.torrent"\r\nContent-Type: application/octet-stream\r\n\r\n'
    const before = await stateNow()
    await brokenPost(site.url, {
      path: page('/torrents'),
      headers: {
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': '100000',
        cookie: cookiesOf(member),
        origin: site.url,
      },
      body: Buffer.from(`${head}d8:announce`),
      until: async () => {
        await guest().get('/')
      },
    })
    expect(await stateNow()).toEqual(before)
    expect(site.logged).toEqual([])
  })
})

function cookiesOf({ cookies }: Visitor): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

async function uploadFiles(files: readonly File[]): Promise<Reply> {
  const form = new FormData()
  for (const file of files) form.append('file', file)
  return await member.send(page('/torrents'), form)
}
