/** The pages of staff who ask whether somebody cheats: what they list and lead to, and who sees them. */
import { describe, expect, test } from 'vitest'
import { usePostgres } from '../support/postgres.ts'
import { openGallerySite } from './support/gallery-site.ts'
import { noteSuspicions } from './support/note-suspicions.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { Visitor } from './support/visitor.ts'

const postgres = usePostgres()
const hostile = `<b onmouseover="alert(1)">`

async function openScene() {
  const site = await openGallerySite({ engine: 'sqlite', postgres })
  const { id: uploaderId } = await site.addMember('carol', 'uploader')
  const { id: memberId } = await site.addMember('bob')
  await site.addMember('keeper', 'moderator')
  const gallery = await site.addGallery(uploaderId, { title: 'Hortus' })
  const torrent = await site.addTorrent(gallery, uploaderId, upload(`Hortus ${hostile}`))
  const as = async (name: string): Promise<Visitor> => {
    const visitor = new Visitor(site.url)
    await visitor.logIn(name, password)
    return visitor
  }
  return { site, as, torrent, memberId, hash: Buffer.from(torrent.infoHash).toString('hex') }
}

describe('suspicions', () => {
  test('say what is wrong, how it was computed, and lead to torrent and member', async () => {
    const scene = await openScene()
    await using _ = scene.site
    const keeper = await scene.as('keeper')
    const empty = await keeper.get('/moderation/suspicions')
    expect(empty.text).toContain('All torrents balance.')
    await noteSuspicions(scene)
    const toTorrent = `href="/torrent/${scene.hash}"`
    const balance = await keeper.get('/moderation/suspicions')
    expect(balance.html).toContain(toTorrent)
    for (const words of ['64.0 GiB', 'anybody can have received', '0 × '])
      expect(balance.text).toContain(words)
    for (const [kind, how] of [
      ['rate', 'More came or went'],
      ['empty', 'nobody could be seen who downloaded'],
    ]) {
      const { html, text } = await keeper.get(`/moderation/suspicions/${kind}`)
      expect(html).toContain(toTorrent)
      expect(html).toContain(`href="/torrents?u=${scene.memberId}"`)
      expect(html).not.toContain(hostile)
      for (const words of [how ?? '', 'bob', '1.0 GiB in 30 min, 582.5 KiB per second', '90 days'])
        expect(text).toContain(words)
    }
  })

  test('members in common are found by info-hashes, in lines or in one', async () => {
    const scene = await openScene()
    await using _ = scene.site
    await noteSuspicions(scene)
    const keeper = await scene.as('keeper')
    const page = '/moderation/suspicions/common'
    expect((await keeper.get(page)).text).toContain('Having torrents proves nothing.')
    const unknown = 'ab'.repeat(20)
    const asked = encodeURIComponent(`${scene.hash.toUpperCase()}\r\n${unknown}, ${hostile}`)
    const { text, html } = await keeper.get(`${page}?hashes=${asked}`)
    for (const words of ['bob', `No torrent here has the info-hash ${unknown}.`])
      expect(text).toContain(words)
    expect(html).not.toContain(hostile)
    const { text: nobody } = await keeper.get(`${page}?hashes=${unknown}`)
    expect(nobody).toContain('Nobody has most of these torrents.')
  })

  test('are for staff alone', async () => {
    const scene = await openScene()
    await using _ = scene.site
    const [bob, guest] = [await scene.as('bob'), new Visitor(scene.site.url)]
    for (const view of ['', '/rate', '/empty', '/common']) {
      expect((await bob.get(`/moderation/suspicions${view}`)).status).toBe(403)
      expect((await guest.get(`/moderation/suspicions${view}`)).status).toBe(303)
    }
    // A mark that is none leads to the first page.
    const keeper = await scene.as('keeper')
    expect((await keeper.get('/moderation/suspicions/rate?after=x-1')).status).toBe(200)
  })
})
