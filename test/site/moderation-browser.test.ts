/** The pages of moderators in a real browser: by keyboard, without scripts, and for everybody (axe). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditPaths, screens } from './support/audit.ts'
import { openBrowser, visit } from './support/browser.ts'
import { type GallerySite, openGallerySite, password } from './support/gallery-site.ts'
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

beforeAll(async () => {
  browser = await openBrowser()
  site = await openGallerySite()
  const { id: ownerId } = await site.addMember('olga', 'uploader')
  const gallery = await site.addGallery(ownerId, { title: 'Hortus Eystettensis' })
  const torrent = await site.addTorrent(gallery, ownerId, upload('Hortus'))
  for (const name of ['alice', 'bob']) await site.addMember(name)
  await site.addMember('keeper', 'moderator')
  await site.addMember('chief', 'administrator')
  torrentPath = `/report/torrent/${torrent.id}`
  galleryPath = `/report/gallery/${gallery.id}`
  const alice = new Visitor(site.url)
  await alice.logIn('alice', password)
  await alice.post(torrentPath, { reason: 'other', text: 'x'.repeat(900) })
  await alice.post(galleryPath, { reason: 'spam', text: '' })
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
      '/overview',
      '/audit',
    ]
    expect(await auditPaths(staff, site.url, paths)).toEqual([])
    await using member = await visit(browser, site.url, options)
    await logIn(member.page, 'bob')
    expect(await auditPaths(member, site.url, [torrentPath, galleryPath])).toEqual([])
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

test('the keys j, k and Enter lead through the queue', async () => {
  await using staff = await visit(browser, site.url)
  const { page } = staff
  await logIn(page, 'keeper')
  await page.goto(`${site.url}/moderation`)
  for (const key of ['j', 'j', 'k', 'j', 'Enter']) await page.keyboard.press(key)
  await heading(page, 'A report')
  expect(pathOf(page)).toBe('/moderation/2')
})
