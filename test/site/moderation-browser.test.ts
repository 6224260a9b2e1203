/** The pages of moderators in a real browser: by keyboard, without scripts, and for everybody (axe). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { galleryPath as galleryPagePath } from '#index/galleries/gallery'
import { galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { auditPaths, screens } from './support/audit.ts'
import { openBrowser, visit } from './support/browser.ts'
import { type GallerySite, openGallerySite } from './support/gallery-site.ts'
import { noteSuspicions } from './support/note-suspicions.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { fillIn, pathOf, press } from './support/use-form.ts'
import { heading, told } from './support/use-gallery.ts'
import { Visitor } from './support/visitor.ts'

const hookTimeoutMs = 60_000
const walkTimeoutMs = 120_000

let browser: Browser
let site: GallerySite
let torrentPath: string
let galleryPath: string
/** A torrent for each journey to its petition. */
let disputed: readonly string[]

beforeAll(async () => {
  browser = await openBrowser()
  site = await openGallerySite()
  const { id: ownerId } = await site.addMember('olga', 'uploader')
  const gallery = await site.addGallery(ownerId, { title: 'Hortus Eystettensis' })
  const torrent = await site.addTorrent(gallery, ownerId, upload('Hortus'))
  await site.addMember('alice')
  const { id: memberId } = await site.addMember('bob')
  const target = { kind: 'torrent', id: torrent.id } as const
  const facts = { name: 'x'.repeat(100), count: 3 }
  const news = { memberId, kind: 'completion', event: 'torrent_completed', target, facts } as const
  await site.concerns.notices.tell([{ ...news, key: 'one' }])
  await site.addMember('keeper', 'moderator')
  await site.addMember('chief', 'administrator')
  torrentPath = `/report/torrent/${torrent.id}`
  galleryPath = `/report/gallery/${gallery.id}`
  disputed = await Promise.all(
    ['Herbal', 'Bestiary'].map(async (name) =>
      galleryTorrentPath(await site.addTorrent(gallery, ownerId, upload(name))),
    ),
  )
  await noteSuspicions({ site, torrent, memberId })
  const lost = await site.addGallery(ownerId, { title: 'Flora' })
  // Nobody has seeded anything for long.
  const upSeconds = 61 * 86_400
  await site.database.torrents.flush({ run: 'up', sequence: 1, upSeconds, activities: [] })
  await site.concerns.purge.runDaily()
  const alice = new Visitor(site.url)
  await alice.logIn('alice', password)
  await alice.post(torrentPath, { reason: 'other', text: 'x'.repeat(900) })
  await alice.post(galleryPath, { reason: 'spam', text: '' })
  await alice.post(`${galleryTorrentPath(torrent)}/petition`, { explanation: 'x'.repeat(900) })
  const keeper = new Visitor(site.url)
  await keeper.logIn('keeper', password)
  await keeper.post(`${galleryPagePath(lost)}/petition`, { explanation: 'Not what it says' })
  await keeper.post('/moderation/petitions/2', { act: 'expunge', verdict: 'Clearly so' })
  await keeper.post('/petitions/2/appeal', { statement: 'It is mended' })
}, hookTimeoutMs)
afterAll(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
}, hookTimeoutMs)

async function logIn(page: Page, name: string): Promise<void> {
  await page.goto(`${site.url}/login`)
  await fillIn(page, { Name: name, Password: password })
  await press(page, 'Log in')
}

test.for(screens)(
  'everybody can use them, on %s',
  { timeout: walkTimeoutMs },
  async ([, options]) => {
    await using staff = await visit(browser, site.url, options)
    await logIn(staff.page, 'chief')
    const paths = [
      '/moderation',
      '/moderation/1',
      '/moderation/2',
      '/moderation/blocks',
      '/moderation/petitions',
      '/moderation/purge',
      '/moderation/points',
      '/moderation/suspicions',
      '/moderation/suspicions/rate',
      '/moderation/suspicions/common',
      '/petitions/2',
      disputed[0] ?? '',
      '/overview',
      '/audit',
    ]
    expect(await auditPaths(staff, site.url, paths)).toEqual([])
    await using member = await visit(browser, site.url, options)
    await logIn(member.page, 'bob')
    expect(
      await auditPaths(member, site.url, [
        torrentPath,
        galleryPath,
        '/notices',
        '/account/notices',
      ]),
    ).toEqual([])
  },
)

describe.for([true, false])('with scripts: %s', (javaScriptEnabled) => {
  test('a member reports, and a moderator rejects it and takes that back', async () => {
    await using member = await visit(browser, site.url, { javaScriptEnabled })
    const name = javaScriptEnabled ? 'bob' : 'olga'
    await logIn(member.page, name)
    await member.page.goto(site.url + galleryPath)
    await member.page.getByLabel('What is wrong').selectOption('duplicate')
    await press(member.page, 'Send the report')
    await heading(member.page, 'Reported')

    await using staff = await visit(browser, site.url, { javaScriptEnabled })
    const { page } = staff
    await logIn(page, 'keeper')
    await page.goto(`${site.url}/moderation`)
    const row = page.getByRole('row').filter({ hasText: name })
    await row.getByRole('button', { name: 'Reject' }).click()
    await heading(page, 'Reports')
    expect(await told(page)).toContain('Rejected.')
    await page.getByRole('button', { name: 'Undo' }).first().click()
    expect(await told(page)).toContain('the report is open again')
    await row.getByRole('button', { name: 'Reject' }).waitFor()
  })
})

describe.for([true, false])('with scripts: %s', (javaScriptEnabled) => {
  test('a torrent is put up for expunging, voted out, brought back, and gone again', async () => {
    await using member = await visit(browser, site.url, { javaScriptEnabled })
    await logIn(member.page, 'bob')
    await member.page.goto(`${site.url}${disputed[javaScriptEnabled ? 0 : 1]}`)
    await member.page.getByRole('link', { name: 'Vote to Expunge' }).click()
    await fillIn(member.page, { 'Why should it be expunged?': 'Half of it is missing.' })
    await press(member.page, 'Vote to Expunge')
    await heading(member.page, 'Petition to expunge a torrent')
    expect(await told(member.page)).toContain('The petition is open')
    await member.page.getByText(/Score \d of 100/).waitFor()

    await using staff = await visit(browser, site.url, { javaScriptEnabled })
    const { page } = staff
    await logIn(page, 'keeper')
    await page.goto(`${site.url}${pathOf(member.page)}`)
    await press(page, 'Vote to Expunge')
    await page.getByText('It is in force').waitFor()
    await press(page, 'Restore it')
    expect(await told(page)).toContain('It is decided.')
    await page.getByText('It was in force, and is so no longer').waitFor()
    await press(page, 'Undo')
    expect(await told(page)).toContain('The decision is taken back.')
    await page.getByText('It is in force').waitFor()
  })
})

test('the keys j, k and Enter lead through the queue', async () => {
  await using staff = await visit(browser, site.url)
  const { page } = staff
  await logIn(page, 'keeper')
  await page.goto(`${site.url}/moderation`)
  for (const key of ['j', 'j', 'k', 'j', 'Enter']) await page.keyboard.press(key)
  await heading(page, 'A report')
  expect(pathOf(page)).toBe('/moderation/2')
})
