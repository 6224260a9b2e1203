/**
 * Petitions as members find them: each state on its page, who may do what, what is sent twice, and what somebody writes
 * who means harm.
 */
import { describe, expect, test } from 'vitest'
import type { Gallery } from '#index/galleries/gallery'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { daySeconds } from '#index/petitions/petition-rules'
import { type GallerySite, openGallerySite } from './support/gallery-site.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { Visitor } from './support/visitor.ts'

const hostile = `<script>alert(1)</script>" onmouseover='x' & <b>bold</b>`

class Scene {
  readonly site: GallerySite
  readonly gallery: Gallery
  readonly torrent: GalleryTorrent

  private constructor(site: GallerySite, gallery: Gallery, torrent: GalleryTorrent) {
    this.site = site
    this.gallery = gallery
    this.torrent = torrent
  }

  /** Olga owns the gallery, Carol uploaded the torrent. */
  static async open(): Promise<Scene> {
    const site = await openGallerySite()
    const { id: ownerId } = await site.addMember('olga', 'uploader')
    const { id: uploaderId } = await site.addMember('carol')
    for (const name of ['alice', 'bob']) await site.addMember(name)
    await site.addMember('keeper', 'moderator')
    await site.addMember('second', 'moderator')
    await site.addMember('third', 'moderator')
    const gallery = await site.addGallery(ownerId, { title: 'Hortus Eystettensis' })
    const torrent = await site.addTorrent(gallery, uploaderId, upload('Hortus'))
    return new Scene(site, gallery, torrent)
  }

  async as(name: string): Promise<Visitor> {
    const visitor = new Visitor(this.site.url)
    await visitor.logIn(name, password)
    return visitor
  }

  get torrentPath(): string {
    return galleryTorrentPath(this.torrent)
  }

  get galleryPath(): string {
    return `/g/${this.gallery.id}/${this.gallery.key}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.site[Symbol.asyncDispose]()
  }
}

const why = { explanation: 'It is broken from page 3 on.' }

describe('about a torrent', () => {
  test('one is opened from its page, voted on, and expunges it for everybody', async () => {
    await using scene = await Scene.open()
    const [alice, bob, keeper, guest] = [
      await scene.as('alice'),
      await scene.as('bob'),
      await scene.as('keeper'),
      new Visitor(scene.site.url),
    ]
    const start = `${scene.torrentPath}/petition`
    const before = await alice.get(scene.torrentPath)
    expect(before.html).toContain(`href="${start}"`)
    expect(before.text).toContain('Vote to Expunge')
    const form = await alice.get(start)
    for (const words of ['At a score of 100', 'counts for 7 d', 'Your vote weighs 1'])
      expect(form.text).toContain(words)
    const empty = await alice.post(start, { explanation: ' ' })
    expect([empty.status, empty.text.includes('The explanation is empty; give it.')]).toEqual([
      422,
      true,
    ])
    const opened = await alice.post(start, why)
    expect([opened.status, opened.location]).toEqual([303, '/petitions/1?done=opened'])
    // Sent twice, it is one.
    expect((await alice.post(start, why)).location).toBe('/petitions/1?done=opened')
    const open = await alice.get(opened.location)
    for (const words of [
      'The petition is open',
      'Score 1 of 100',
      'It is broken from page 3 on.',
      'You have voted: expunge, with a weight of 1.',
    ])
      expect(open.text).toContain(words)
    expect(open.html).toContain('<meter min="0" max="100" value="1"')

    // Whoever comes next is led to it.
    expect((await bob.get(scene.torrentPath)).html).toContain('href="/petitions/1"')
    expect((await bob.get(start)).location).toBe('/petitions/1')
    const voted = await bob.post('/petitions/1/vote', { vote: 'against' })
    expect(voted.location).toBe('/petitions/1?done=voted')
    expect((await bob.get(voted.location)).text).toContain('You have voted: keep')
    expect((await bob.post('/petitions/1/vote', { vote: 'against' })).status).toBe(303)
    const other = await bob.post('/petitions/1/vote', { vote: 'for' })
    expect([
      other.status,
      other.text.includes('You have voted on this petition; votes cannot be'),
    ]).toEqual([422, true])
    expect((await bob.get('/petitions')).text).toContain('Score 0 of 100')

    await keeper.post('/petitions/1/vote', { vote: 'for' })
    expect((await keeper.get('/petitions/1')).text).toContain('It is in force')
    const gone = await guest.get(scene.torrentPath)
    expect([gone.status, gone.text.includes('It is broken from page 3 on.')]).toEqual([410, true])
    expect((await alice.get(scene.torrentPath)).html).toContain('href="/petitions/1"')
    const late = await scene
      .as('second')
      .then((second) => second.post('/petitions/1/vote', { vote: 'for' }))
    expect([
      late.status,
      late.text.includes('The voting is over, because there were enough votes'),
    ]).toEqual([422, true])
    const list = await bob.get('/petitions')
    for (const words of ['No petition is open.', 'Ended last', 'by votes', 'My power'])
      expect(list.text).toContain(words)
    const log = (await keeper.get('/audit')).text
    for (const words of ['petition 1', 'petition opened', 'petition in force', 'torrent.expunge'])
      expect(log).toContain(words)
  })

  test('its uploader may vote for it after a vote against it', async () => {
    await using scene = await Scene.open()
    const [alice, carol] = [await scene.as('alice'), await scene.as('carol')]
    await alice.post(`${scene.torrentPath}/petition`, why)
    await carol.post('/petitions/1/vote', { vote: 'against' })
    const { text, html } = await carol.get('/petitions/1')
    for (const words of ['You have voted: keep', 'your vote expunges it at once'])
      expect(text).toContain(words)
    expect(html).not.toContain('value="against"')
    expect((await alice.get('/petitions/1')).html).not.toContain('name="vote"')
    await carol.post('/petitions/1/vote', { vote: 'for' })
    const { tombstone } = await scene.site.torrents.findById(scene.torrent.id)
    expect(tombstone).toMatchObject({ kind: 'expunged', reason: 'its uploader took it out' })
    const after = await carol.get('/petitions/1')
    expect(after.text).toContain('You have voted: expunge')
    expect(after.html).not.toContain('name="vote"')
  })

  test('that of its uploader expunges it at once, from either page', async () => {
    for (const path of ['/petition', '/expunge']) {
      await using scene = await Scene.open()
      const carol = await scene.as('carol')
      expect((await carol.get(scene.torrentPath + path)).text).toContain(
        'your vote expunges it at once',
      )
      const words = { ...why, reason: why.explanation }
      for (const _ of ['once', 'twice'])
        expect((await carol.post(scene.torrentPath + path, words)).status).toBe(303)
      const { tombstone } = await scene.site.torrents.findById(scene.torrent.id)
      expect(tombstone).toMatchObject({ kind: 'expunged', reason: 'It is broken from page 3 on.' })
      const petition = (await carol.get('/petitions/1')).text
      for (const told of ['Score 100 of 100', 'by the vote of its uploader'])
        expect(petition).toContain(told)
    }
  })
})

describe('about a gallery', () => {
  test('one is held, comes into force, and is appealed against', async () => {
    await using scene = await Scene.open()
    const [keeper, second, third] = [
      await scene.as('keeper'),
      await scene.as('second'),
      await scene.as('third'),
    ]
    await keeper.post(`${scene.galleryPath}/petition`, why)
    for (const visitor of [second, third]) await visitor.post('/petitions/1/vote', { vote: 'for' })
    const held = (await keeper.get('/petitions/1')).text
    for (const words of ['Score 120 of 100', 'If the score stays there until'])
      expect(held).toContain(words)
    expect((await keeper.get(scene.galleryPath)).text).toContain('Put up for expunging')
    scene.site.clock.now += 900
    // Whoever looks at it next finds it in force.
    expect((await keeper.get('/petitions/1')).text).toContain('It is in force')
    expect((await scene.site.galleries.find(scene.gallery.id)).state).toBe('expunged')
    expect((await keeper.get(scene.galleryPath)).text).toContain('The petition that expunged it')

    const olga = await scene.as('olga')
    expect((await olga.get('/petitions/1')).text).not.toContain('Appeal against it')
    const refused = await olga.post('/petitions/1/appeal', { statement: 'It is mine.' })
    expect([refused.status, refused.text.includes('This needs a power of 10')]).toEqual([422, true])
    await keeper.post('/petitions/1/appeal', { statement: 'She has mended it.' })
    const queue = await third.get('/moderation/petitions')
    for (const words of ['Hortus Eystettensis', 'keeper', 'Moderation (1)'])
      expect(queue.text).toContain(words)
    const page = (await third.get('/petitions/1')).text
    for (const words of ['Appeal of keeper', 'She has mended it.', 'Grant the appeal'])
      expect(page).toContain(words)
    const granted = await third.post('/moderation/petitions/1', { act: 'grant', verdict: 'Right' })
    expect(granted.location).toBe('/petitions/1?done=decided')
    expect((await olga.get('/petitions/1')).text).toContain('what it is about is there again')
    expect((await scene.site.galleries.find(scene.gallery.id)).state).toBe('live')
    expect((await third.post('/moderation/petitions/1/undo', {})).location).toBe(
      '/petitions/1?done=undone',
    )
    expect((await scene.site.galleries.find(scene.gallery.id)).state).toBe('expunged')
    expect((await third.get('/moderation/petitions')).text).toContain('Moderation (1)')
    const log = (await keeper.get('/audit')).text
    for (const words of ['appeal made', 'appeal granted', 'decision taken back'])
      expect(log).toContain(words)
  })

  test('one that nobody joins is cleared after seven days', async () => {
    await using scene = await Scene.open()
    const keeper = await scene.as('keeper')
    await keeper.post(`${scene.galleryPath}/petition`, why)
    scene.site.clock.now += 7 * daySeconds
    const again = await scene.as('keeper')
    const text = (await again.get('/petitions/1')).text
    for (const words of ['It is over, and nothing was done', 'its time has passed'])
      expect(text).toContain(words)
    expect((await scene.site.galleries.find(scene.gallery.id)).state).toBe('live')
  })
})

function paths(scene: Scene): string[] {
  return [
    '/petitions',
    '/petitions/1',
    '/petitions/1/appeal',
    `${scene.torrentPath}/petition`,
    `${scene.galleryPath}/petition`,
  ]
}

function posts(scene: Scene): [string, Record<string, string>][] {
  return [
    [`${scene.torrentPath}/petition`, why],
    [`${scene.galleryPath}/petition`, why],
    ['/petitions/1/vote', { vote: 'for' }],
    ['/petitions/1/appeal', { statement: 'No' }],
    ['/moderation/petitions/1', { act: 'expunge' }],
    ['/moderation/petitions/1/undo', {}],
  ]
}

describe('of those who may not', () => {
  test('guests are asked to log in, and change nothing', async () => {
    await using scene = await Scene.open()
    await (await scene.as('alice')).post(`${scene.torrentPath}/petition`, why)
    const guest = new Visitor(scene.site.url)
    for (const path of paths(scene))
      expect((await guest.get(path)).location, path).toBe(`/login?next=${encodeURIComponent(path)}`)
    for (const [path, fields] of posts(scene))
      expect((await guest.post(path, fields)).location, path).toMatch(/^\/login/)
    expect((await guest.get(scene.torrentPath)).text).not.toContain('etition')
    expect(await votesOf(scene)).toBe(1)
  })

  test('a member without the power is told what is needed', async () => {
    await using scene = await Scene.open()
    await (await scene.as('keeper')).post(`${scene.galleryPath}/petition`, why)
    const alice = await scene.as('alice')
    const start = await alice.get(`${scene.galleryPath}/petition`)
    expect([start.status, start.text.includes('This needs a power of 5, and yours is 1.')]).toEqual(
      [200, true],
    )
    expect((await alice.post(`${scene.galleryPath}/petition`, why)).status).toBe(403)
    const page = await alice.get('/petitions/1')
    expect(page.text).toContain('Voting on it needs a power of 2, and yours is 1.')
    expect(page.html).not.toContain('action="/petitions/1/vote"')
    expect((await alice.post('/petitions/1/vote', { vote: 'for' })).status).toBe(422)
    for (const path of ['/moderation/petitions/1', '/moderation/petitions/1/undo'])
      expect((await alice.post(path, { act: 'expunge' })).status).toBe(403)
    expect((await alice.get('/moderation/petitions')).status).toBe(403)
    expect(await votesOf(scene)).toBe(1)
  })

  test('whoever is banned votes no more', async () => {
    await using scene = await Scene.open()
    const [alice, bob] = [await scene.as('alice'), await scene.as('bob')]
    await alice.post(`${scene.torrentPath}/petition`, why)
    const keeper = await scene.as('keeper')
    const { id } = (await scene.site.database.members.find('bob')) ?? { id: 0 }
    await alice.post(`/report/member/${id}`, { reason: 'abuse', text: '' })
    await keeper.post('/moderation/1', { act: 'ban', canned: 'abuse', until: 'month' })
    expect((await bob.post('/petitions/1/vote', { vote: 'for' })).location).toMatch(/^\/login/)
    expect(await votesOf(scene)).toBe(1)
  })

  test('no form of another site does anything', async () => {
    await using scene = await Scene.open()
    const keeper = await scene.as('keeper')
    await (await scene.as('alice')).post(`${scene.torrentPath}/petition`, why)
    for (const [path, fields] of posts(scene)) {
      const reply = await keeper.post(path, fields, { origin: 'https://evil.example' })
      expect([path, reply.status]).toEqual([path, 403])
    }
    expect(await votesOf(scene)).toBe(1)
  })

  test('what is nothing says so', async () => {
    await using scene = await Scene.open()
    const alice = await scene.as('alice')
    for (const path of ['/petitions/9', '/petitions/x', '/petitions/9/appeal'])
      expect((await alice.get(path)).text).toContain('No such petition')
    await scene.site.torrents.remove(scene.torrent.id, 'Spam', 'test')
    const gone = await alice.get(`${scene.torrentPath}/petition`)
    expect([gone.status, gone.text.includes('Nothing to expunge')]).toEqual([410, true])
  })
})

test('what members write is shown as it is written, and is no part of a page', async () => {
  await using scene = await Scene.open()
  const [keeper, second, third] = [
    await scene.as('keeper'),
    await scene.as('second'),
    await scene.as('third'),
  ]
  await keeper.post(`${scene.galleryPath}/petition`, { explanation: hostile })
  for (const visitor of [second, third]) await visitor.post('/petitions/1/vote', { vote: 'for' })
  const before = [(await keeper.get(scene.galleryPath)).html]
  scene.site.clock.now += 900
  await keeper.get('/petitions/1')
  await keeper.post('/petitions/1/appeal', { statement: hostile })
  await third.post('/moderation/petitions/1', { act: 'dismiss', verdict: hostile })
  const pages = await Promise.all(
    ['/petitions/1', '/petitions', '/moderation/petitions', scene.galleryPath].map(
      async (path) => (await keeper.get(path)).html,
    ),
  )
  for (const html of [...before, ...pages])
    expect(html).not.toMatch(/<script>alert|<b>bold|onmouseover='/)
  expect(pages[0]).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
})

async function votesOf({ site }: Scene): Promise<number | undefined> {
  return (await site.database.petitions.find(1))?.votes.length
}
