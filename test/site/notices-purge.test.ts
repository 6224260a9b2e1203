/** The pages of what members are told and of what is purged: read, chosen, kept, and each for whom it is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import type { NewNotice } from '#index/notifications/notice'
import { noticeKinds } from '#index/notifications/notice'
import { usualChannels } from '#index/notifications/notice-channels'
import { type GallerySite, openGallerySite } from './support/gallery-site.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { hiddenOf, type Reply, Visitor } from './support/visitor.ts'

const day = 86_400
const hostile = '<script>alert(1)</script>'

let site: GallerySite
let alice: Visitor
let bob: Visitor
let keeper: Visitor
let aliceId: number
let wave: GalleryTorrent
let sequence = 0

beforeAll(async () => {
  site = await openGallerySite()
  aliceId = (await site.addMember('alice', 'uploader')).id
  await site.addMember('bob')
  await site.addMember('keeper', 'moderator')
  const gallery = await site.addGallery(aliceId)
  wave = await site.addTorrent(gallery, aliceId, upload('The wave'))
  await up(0)
})
afterAll(() => site[Symbol.asyncDispose]())

async function loggedIn(name: string): Promise<Visitor> {
  const visitor = new Visitor(site.url)
  await visitor.logIn(name, password)
  return visitor
}

function notice(key: string, more: Partial<NewNotice> = {}): NewNotice {
  return {
    memberId: aliceId,
    kind: 'staff',
    event: 'torrent_removed',
    target: { kind: 'torrent', id: wave.id },
    facts: { name: hostile },
    key,
    ...more,
  }
}

/** Days in which the tracker is up and nobody seeds anything. */
async function up(days: number): Promise<void> {
  site.clock.now += days * day
  const flush = { run: 'test', sequence: ++sequence, upSeconds: days * day, activities: [] }
  await site.database.torrents.flush(flush)
  // Nobody stays logged in for as long.
  alice = await loggedIn('alice')
  bob = await loggedIn('bob')
  keeper = await loggedIn('keeper')
}

/** The link to the notices, in the header. */
function unreadIn({ html }: Reply): string | undefined {
  return /<a href="\/notices">([^<]*)<\/a>/.exec(html)?.[1]
}

describe('notices', () => {
  test('are counted in the header of members, and of nobody else', async () => {
    expect(unreadIn(await new Visitor(site.url).get('/'))).toBeUndefined()
    const { html } = await alice.get('/notices')
    expect(html).toContain('There are no notices.')
    expect(unreadIn(await alice.get('/'))).toBe('Notices')
    await site.concerns.notices.tell(Array.from({ length: 100 }, (_, n) => notice(`${n}`)))
    expect(unreadIn(await alice.get('/'))).toBe('Notices (99+)')
    expect(unreadIn(await bob.get('/'))).toBe('Notices')
  })

  test('stand on pages, lead on to what they are about, and are text, whatever is in them', async () => {
    const first = await alice.get('/notices')
    expect(first.html).not.toContain(hostile)
    expect(first.text).toContain('A moderator has taken out &lt;script&gt;')
    expect(first.text).toContain('; its page says why.')
    const older = /href="(\/notices\?before=\d+)"/.exec(first.html)?.[1] ?? ''
    const second = await alice.get(older)
    expect(second.text).toContain('50 on this page')
    const one = /href="(\/notices\/\d+)"/.exec(second.html)?.[1] ?? ''
    expect((await alice.get(one)).location).toBe(galleryTorrentPath(wave))
    expect((await bob.get(one)).status).toBe(404)
    const gone = notice('gone', { target: { kind: 'torrent', id: 999 } })
    await site.concerns.notices.tell([gone])
    const { html } = await alice.get('/notices')
    const [, newest = ''] = /href="(\/notices\/\d+)"/.exec(html) ?? []
    expect((await alice.get(newest)).status).toBe(404)
    expect((await new Visitor(site.url).get('/notices')).location).toMatch(/^\/login/)
  })

  test('that go by mail alone lead on from the mail, and only their member', async () => {
    const { emails, members, notices } = site.database
    const { passwordHash = '' } = (await members.credentials('bob')) ?? {}
    const now = site.clock.now
    const email = { address: 'bob@example.org', key: 'bob@example.org' }
    const digest = new Uint8Array(32)
    const times = { createdAt: now, expiresAt: now + 100 }
    await emails.addConfirmation({ digest, memberId: aliceId + 1, passwordHash, email, ...times })
    await emails.confirm(digest, now)
    const usual = { ...usualChannels, staff: { onSite: false, byMail: true } }
    const mailed = notice('mailed', { memberId: aliceId + 1 })
    await notices.add([mailed], { at: now, hasMail: true, usual })
    const [stored] = await notices.allOf(aliceId + 1, 0, 9)
    const path = `/notices/${stored?.id}`
    expect((await bob.get(path)).location).toBe(galleryTorrentPath(wave))
    expect((await alice.get(path)).status).toBe(404)
    expect((await bob.get('/notices')).text).toContain('There are no notices.')
  })

  test('are read when the member says so, but not what came meanwhile', async () => {
    const page = await alice.get('/notices')
    await site.concerns.notices.tell([notice('meanwhile')])
    const elsewhere = { origin: 'https://evil.example' }
    const fields = { 'up-to': hiddenOf(page, 'up-to') }
    expect((await alice.post('/notices/read', fields, elsewhere)).status).toBe(403)
    expect((await alice.post('/notices/read', fields)).location).toBe('/notices')
    expect(unreadIn(await alice.get('/'))).toBe('Notices (1)')
    const again = await alice.get('/notices')
    await alice.post('/notices/read', { 'up-to': hiddenOf(again, 'up-to') })
    expect((await alice.get('/notices')).html).not.toContain('Mark all as read')
  })

  test('can be chosen by kind and channel in the account', async () => {
    const page = await bob.get('/account/notices')
    expect(page.text).toContain('This site sends no mail at the moment')
    expect(page.html.match(/type="checkbox"/g)).toHaveLength(noticeKinds.length * 2)
    const reply = await bob.post('/account/notices', { 'purge-mail': 'yes' })
    expect(reply.location).toBe('/account/notices?done=saved')
    const changed = await bob.get(reply.location)
    expect(changed.text).toContain('It is as you have chosen.')
    const checked = [...changed.html.matchAll(/name="([a-z-]+)"[^>]*checked/g)]
    expect(checked.map(([, name]) => name)).toEqual(['purge-mail'])
    expect((await bob.get('/account')).html).toContain('href="/account/notices"')
  })
})

describe('what is purged', () => {
  test('is told on the page of the torrent, on My Home and to the staff, and can be kept', async () => {
    await up(61)
    const seen = site.clock.now + 29 * day
    const date = new Date(seen * 1000).toISOString().slice(0, 10)
    await site.concerns.purge.runDaily()
    const page = await alice.get(galleryTorrentPath(wave))
    expect(page.text).toContain(
      `Nobody was ever seen seeding it. It will be purged on ${date} unless somebody seeds it`,
    )
    expect(page.html).not.toContain('/keep"')
    const home = await alice.get('/home')
    expect(home.text).toMatch(new RegExp(`In Danger .* The wave never ${date}`))
    expect((await bob.get('/home')).text).not.toContain('In Danger')
    expect(unreadIn(home)).toBe('Notices (1)')
    expect((await alice.get('/notices')).text).toContain(`It will be purged on ${date}`)
    expect((await bob.get('/moderation/purge')).status).toBe(403)
    const staff = await keeper.get('/moderation/purge')
    expect(staff.text).toMatch(
      new RegExp(`The wave alice never after 60 days ${date} Keep .* the daily run 1 0 0 all`),
    )
    const keep = { torrent: hiddenOf(staff, 'torrent') }
    expect((await bob.post('/moderation/purge/keep', keep)).status).toBe(403)
    const { location } = await keeper.post('/moderation/purge/keep', keep)
    expect((await keeper.get(location)).text).toContain('It is kept')
    expect((await alice.get('/home')).text).not.toContain('In Danger')
    expect((await keeper.get('/moderation/purge?done=notKept')).text).toContain('nothing to keep')
  })

  test('says so afterwards, and moderators restore it', async () => {
    await up(83)
    await site.concerns.purge.runDaily()
    const path = galleryTorrentPath(wave)
    const offered = await keeper.get(path)
    expect(offered.html).toContain(`action="${path}/keep"`)
    expect((await alice.post(`${path}/keep`, {})).status).toBe(403)
    await up(7)
    expect(await site.concerns.purge.runDaily()).toMatchObject({ purged: 1 })
    const gone = await keeper.get(path)
    expect(gone.status).toBe(410)
    expect(gone.text).toContain('This torrent was purged. Nobody seeded it for 90 days.')
    expect((await keeper.get('/audit')).text).toContain('purged')
    // Thirty days count as those of the purge do.
    site.clock.now += 400 * day
    await up(1)
    await keeper.post(`${path}/restore`, {})
    expect((await alice.get(path)).status).toBe(200)
    expect((await keeper.post(`${path}/keep`, {})).location).toBe(path)
  })
})
