/** What the gallery site's pages do with what members write, what they weigh, and what they say without a database. */
import { expect, test } from 'vitest'
import { openGallerySite } from './support/gallery-site.ts'
import { hostile } from './support/hostile.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { type Reply, Visitor } from './support/visitor.ts'

test('whatever texts say, a page shows it and does nothing else', async () => {
  const busy = await openGallerySite()
  const names = hostile.filter((name) => !name.includes('\u202e'))
  const { id } = await busy.addMember('mallory', 'administrator')
  const mallory = new Visitor(busy.url)
  await mallory.logIn('mallory', password)
  const [first = '', second = ''] = names
  const tags = [{ namespace: 'artist', name: '<b>x</b>' }]
  for (const title of names) {
    const fields = { title, originalTitle: title, description: `${title}\n${title}`, tags }
    const { id: galleryId, key } = await busy.addGallery(id, fields)
    for (const path of [
      `/g/${galleryId}/${key}`,
      `/g/${galleryId}/${key}/edit`,
      `/g/${galleryId}/${key}/torrents`,
    ])
      expectHarmless(await mallory.get(path))
  }
  const target = await busy.addGallery(id, { title: first })
  const added = await busy.addTorrent(target, id, upload('Harmless'))
  const path = `/torrent/${Buffer.from(added.infoHash).toString('hex')}`
  for (const name of names.filter((one) => !one.includes('/'))) {
    await busy.torrents.edit(added.id, { name, comment: `${name}\n${first}` }, 'test')
    for (const at of [
      path,
      `${path}/edit`,
      `${path}/uploaded`,
      '/torrents',
      `/g/${target.id}/${target.key}/torrents`,
    ])
      expectHarmless(await mallory.get(at))
  }
  await busy.torrents.expunge(added.id, second, 'test')
  await busy.galleries.setState(target.id, 'expunged', second, 'test')
  for (const at of [
    path,
    `/g/${target.id}/${target.key}`,
    '/?expunged=on',
    `/?q=${encodeURIComponent(first)}`,
    `/?cat=${encodeURIComponent(second)}`,
  ])
    expectHarmless(await mallory.get(at))
  await busy[Symbol.asyncDispose]()
})

function expectHarmless({ html, status }: Reply): void {
  expect(status).toBeLessThan(500)
  const main = html.slice(html.indexOf('<main'))
  expect(main).not.toMatch(/<script|<img src=x|<svg onload|<b>x|<h1>hacked|\sonmouseover="/)
  expect(main).not.toMatch(/href="javascript:/)
}

test('lists of 50 rows fit 45 kB', async () => {
  const busy = await openGallerySite()
  const { id } = await busy.addMember('photographer', 'uploader')
  for (let index = 0; index < 55; index++) {
    const made = await busy.addGallery(id, { title: longName(index), pages: index * 17 + 1 })
    await busy.addTorrent(made, id, upload(longName(index)))
  }
  const visitor = new Visitor(busy.url)
  for (const path of ['/?q=photographs', '/torrents?q=photographs', '/?look=covers']) {
    const { html } = await visitor.get(path)
    expect(html.match(/<tr>|<li>/g)?.length, path).toBeGreaterThanOrEqual(50)
    expect(Buffer.byteLength(html), path).toBeLessThanOrEqual(45_000)
  }
  await busy[Symbol.asyncDispose]()
}, 60_000)

test('while the database is away, every page says so', async () => {
  const away = await openGallerySite()
  await away.addMember('keeper', 'moderator')
  const visitor = new Visitor(away.url)
  await visitor.logIn('keeper', password)
  await away.losesDatabase()
  for (const path of [
    '/',
    '/torrents',
    '/?q=x',
    '/g/1/abcdefghij',
    `/torrent/${'a'.repeat(40)}`,
    '/upload',
    '/home',
  ]) {
    const { status, headers } = await visitor.get(path)
    expect([path, status]).toEqual([path, 503])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await visitor.get('/help/making-a-torrent')).status).toBe(200)
  expect(away.logged).toEqual([])
  await away[Symbol.asyncDispose]()
})

function longName(index: number): string {
  return `Photographs of the Paris exposition, glass negatives, volume ${index}, & the "index" of plates — 東海道五十三次`
}
