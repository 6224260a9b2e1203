/** A whole day of those who have galleries and torrents, in a real browser, with scripts and without, on both databases. */
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { usePostgres } from '../support/postgres.ts'
import { openBrowser } from './support/browser.ts'
import { type GallerySite, openGallerySite, torrentBytesMax } from './support/gallery-site.ts'
import { password } from './support/site-base.ts'
import { upload, uploadOf } from './support/torrent-files.ts'
import { fillIn, follow, pathOf, press } from './support/use-form.ts'
import { firstAnnounce, heading, rows, setTitle, told } from './support/use-gallery.ts'

const hookTimeoutMs = 60_000
const postgres = usePostgres()

let browser: Browser
let picture: Buffer
beforeAll(async () => {
  browser = await openBrowser()
  const facts = { width: 300, height: 420, channels: 3, background: '#1e6589' } as const
  picture = await sharp({ create: facts }).png().toBuffer()
}, hookTimeoutMs)
afterAll(() => browser.close(), hookTimeoutMs)

/** Scripts know nothing of databases: each once with either is enough. `e2e/scenarios/gallery-journey.test.ts` has all four. */
const setups = [
  { engine: 'sqlite', javaScriptEnabled: true },
  { engine: 'postgres', javaScriptEnabled: false },
] as const

describe.for(setups)('on $engine, scripts: $javaScriptEnabled', ({ engine, javaScriptEnabled }) => {
  let site: GallerySite
  const complaints: string[] = []
  const pages: Page[] = []
  let alice: Page
  let carol: Page
  let keeper: Page
  let guest: Page

  beforeAll(async () => {
    site = await openGallerySite({ engine, postgres })
    await site.addMember('alice', 'uploader')
    await site.addMember('carol')
    await site.addMember('keeper', 'moderator')
    guest = await newPage()
    alice = await loggedIn('alice')
    carol = await loggedIn('carol')
    keeper = await loggedIn('keeper')
  }, hookTimeoutMs)
  afterAll(async () => {
    for (const page of pages) await page.context().close()
    await site[Symbol.asyncDispose]()
    expect(complaints).toEqual([])
  }, hookTimeoutMs)

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, acceptDownloads: true })
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    pages.push(page)
    return page
  }

  async function loggedIn(name: string): Promise<Page> {
    const page = await newPage()
    await page.goto(`${site.url}/login`)
    await fillIn(page, { Name: name, Password: password })
    await press(page, 'Log in')
    await page.getByText('logged in as').waitFor()
    return page
  }

  const go = (page: Page, path: string): Promise<unknown> => page.goto(site.url + path)

  /** In the window above the page where scripts run, on a page of its own where they do not. */
  const window = (page: Page) =>
    javaScriptEnabled ? page.locator('dialog') : page.getByRole('main')

  async function openWindow(page: Page, link: string): Promise<void> {
    await page.getByRole('link', { name: link }).click()
    await window(page).getByRole('heading', { name: 'New Torrents' }).waitFor()
  }

  test('an uploader makes a gallery with a cover, and is told what is wrong before', async () => {
    await go(alice, '/')
    await alice.getByText('There are no galleries yet.').waitFor()
    await follow(alice, 'Upload')
    await follow(alice, 'Make a gallery')
    await setTitle(alice, 'The Great Wave')
    await fillIn(alice, { Tags: 'artist:hokusai, , landscape\na:b"c' })
    await press(alice, 'Make the gallery')
    await alice.getByText('The tag "a:b"c" has a quote').waitFor()
    expect(await alice.getByLabel('Title', { exact: true }).inputValue()).toBe('The Great Wave')
    await fillIn(alice, {
      'Original title': '神奈川沖浪裏',
      Tags: 'artist:katsushika hokusai\nlandscape',
      Description: 'First line\nsecond line\n\n<b>second</b> paragraph',
      Pages: '46',
    })
    await alice.getByLabel('Category').selectOption('Prints')
    await alice
      .getByLabel('Cover')
      .setInputFiles({ name: 'wave.png', mimeType: 'image/png', buffer: picture })
    await press(alice, 'Make the gallery')
    await heading(alice, 'The Great Wave')
    const text = await told(alice)
    for (const words of [
      '神奈川沖浪裏',
      'Prints',
      '46',
      'alice',
      'Torrent Download (0)',
      '<b>second</b>',
    ])
      expect(text).toContain(words)
    const cover = alice.locator('.cover img')
    expect(
      await cover.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBeGreaterThan(100)
  })

  test('a cover that is none is refused, and the gallery is there all the same', async () => {
    await go(alice, '/upload/gallery')
    await setTitle(alice, 'Without a cover')
    await alice
      .getByLabel('Cover')
      .setInputFiles({ name: 'wave.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
    await press(alice, 'Make the gallery')
    await alice.getByRole('alert').waitFor()
    await heading(alice, 'Edit the gallery')
    await press(alice, 'Save')
    await heading(alice, 'Without a cover')
    await alice.getByText('The changes are saved.').waitFor()
    await go(guest, '/')
    expect(await rows(guest)).toHaveLength(2)
  })

  test('everybody finds it by words and tags, as rows and as covers', async () => {
    await go(guest, '/')
    await guest.getByRole('searchbox').fill('浪裏 great')
    await guest.getByRole('searchbox').press('Enter')
    await guest.getByText('Showing 1-1 of 1').waitFor()
    await guest.getByRole('link', { name: 'The Great Wave' }).click()
    await heading(guest, 'The Great Wave')
    await follow(guest, 'katsushika hokusai')
    expect(await rows(guest)).toEqual(['The Great Wave'])
    await follow(guest, 'Covers')
    expect(await guest.locator('.covers li').count()).toBe(1)
    await go(guest, '/?cat=Art')
    expect(await guest.locator('.covers li').count()).toBe(1)
    await guest.locator('.covers').getByText('Without a cover').waitFor()
    await follow(guest, 'Only Show Galleries With Torrents')
    await guest.getByText('No hits found').waitFor()
    await follow(guest, 'Show all galleries')
    await follow(guest, 'Compact')
    expect(await guest.getByRole('img', { name: 'No torrents available' }).count()).toBe(2)
  })

  test('a member adds a torrent, takes the personal one, and sees that it is seeded', async () => {
    await go(carol, '/?q=wave')
    await carol.getByRole('link', { name: 'The Great Wave' }).click()
    await openWindow(carol, 'Torrent Download (0)')
    const text = await window(carol).innerText()
    expect(text).toContain('There are no torrents for this gallery.')
    expect(text).toContain('http://tracker.example:6969/1/announce')
    expect(text).toContain('The maximum torrent file size is 97.7 KiB')
    await window(carol)
      .getByLabel('Torrent files')
      .setInputFiles([upload('Great Wave, scans')])
    const fetched = carol.waitForEvent('download')
    await window(carol).getByRole('button', { name: 'Upload Torrent' }).click()
    await heading(carol, 'Torrent added')
    expect(await told(carol)).toContain('not the file that you uploaded, for stats to be recorded')
    // It comes by itself, and is hers.
    const file = await (await fetched).path()
    const member = await memberId('carol')
    expect(await readFile(file, 'latin1')).toMatch(
      new RegExp(`/1/${member}x[0-9A-Za-z]{16}/announce`),
    )
    await carol.getByText('No announce of a client of yours has come yet.').waitFor()
    const [torrent] = (await site.torrents.window(1)).current
    site.live.note({ ...firstAnnounce, memberId: member, torrentId: torrent?.id ?? 0 })
    if (!javaScriptEnabled) await follow(carol, 'Look again')
    await carol.getByText('Your client is seeding').waitFor()
    await follow(carol, 'The page of the torrent')
    await heading(carol, 'Great Wave, scans')
  })

  test('each file that is refused says why, and one that is there already leads to it', async () => {
    await go(carol, '/torrents')
    await follow(carol, 'The Great Wave')
    await openWindow(carol, 'Torrent Download (1)')
    await window(carol)
      .getByLabel('Torrent files')
      .setInputFiles([
        upload('Second set', 'hybrid'),
        uploadOf('broken.torrent', Buffer.from('d4:infoi1ee')),
        uploadOf('huge.torrent', Buffer.alloc(torrentBytesMax + 1, 'd')),
        upload('Great Wave, scans'),
        uploadOf('<b>empty.torrent', Buffer.alloc(0)),
      ])
    await window(carol).getByRole('button', { name: 'Upload Torrent' }).click()
    await heading(carol, 'What became of the files')
    const lines = await carol.getByRole('main').locator('tbody tr').allInnerTexts()
    expect(lines.map((line) => line.replaceAll(/\s+/g, ' '))).toEqual([
      'added Second set.torrent Second set · Personalized Torrent',
      expect.stringMatching(/^refused broken\.torrent .*info/i),
      'refused huge.torrent The file is larger than 97.7 KiB. Make it with larger pieces.',
      expect.stringMatching(
        /^refused Great Wave, scans\.torrent .*is here already.* Great Wave, scans$/,
      ),
      expect.stringMatching(/^refused <b>empty\.torrent .+/),
    ])
    await follow(carol, 'Great Wave, scans')
    await heading(carol, 'Great Wave, scans')
  })

  test('the list of torrents has its columns, filters and orders', async () => {
    await go(guest, '/torrents')
    const heads = await guest.getByRole('columnheader').allInnerTexts()
    expect(heads.map((head) => head.trim())).toEqual([
      'Added ↓',
      'Torrent Name',
      'Gallery',
      'Size',
      'Seeds',
      'Peers',
      'DLs',
      'Uploader',
    ])
    expect(await rows(guest)).toEqual(['Second set', 'Great Wave, scans'])
    await guest.getByText('Showing 1-2 of 2').waitFor()
    await guest.getByText('You cannot add torrents directly to this page.').waitFor()
    await follow(guest, 'Seeded')
    await guest.getByText('No hits found').waitFor()
    await follow(guest, 'Unseeded')
    await guest.getByText('Showing 1-2 of 2').waitFor()
    await follow(guest, 'carol')
    expect(await rows(guest)).toHaveLength(2)
    await go(alice, '/torrents')
    await follow(alice, 'Only My Torrents')
    await alice.getByText('No hits found').waitFor()
    await go(carol, '/torrents?show=mine')
    expect(await rows(carol)).toHaveLength(2)
    await follow(guest, 'Only My Torrents')
    expect(pathOf(guest)).toBe('/login?next=%2Ftorrents%3Fshow%3Dmine')
    await go(guest, '/?files=on&q=plates')
    expect(await rows(guest)).toEqual(['The Great Wave'])
    await go(guest, '/?q=plates')
    await guest.getByText('No hits found').waitFor()
  })

  test('its uploader changes name and comment', async () => {
    await go(carol, '/torrents')
    await follow(carol, 'Second set')
    await carol.getByText('No comments were given for this torrent.').waitFor()
    await follow(carol, 'Modify')
    await fillIn(carol, { 'Torrent Name': ' ' })
    await press(carol, 'Save')
    await carol.getByRole('alert').waitFor()
    await fillIn(carol, { 'Torrent Name': 'Second edition', Comments: 'Better scans.\n<i>All</i>' })
    await press(carol, 'Save')
    await heading(carol, 'Second edition')
    expect(await told(carol)).toContain('Better scans. <i>All</i>')
  })

  test('replaces a torrent, whose page then leads to the new one', async () => {
    const before = new URL(carol.url()).pathname
    await follow(carol, 'Replace…')
    await carol
      .getByLabel('Torrent files')
      .setInputFiles([uploadOf('x.torrent', Buffer.from('no torrent'))])
    await press(carol, 'Replace it')
    await carol.getByRole('alert').waitFor()
    await carol.getByLabel('Torrent files').setInputFiles([upload('Third edition')])
    await press(carol, 'Replace it')
    await heading(carol, 'Third edition')
    await carol.getByText('This torrent has taken the place of the other.').waitFor()
    expect((await guest.goto(site.url + before))?.status()).toBe(410)
    await guest.getByText('Another torrent has taken the place of this one:').waitFor()
    await follow(guest, 'Third edition')
    await heading(guest, 'Third edition')
  })

  test('expunges it, and those who look after the site bring it back, ban it and let it go', async () => {
    await follow(carol, 'Vote to Expunge')
    await fillIn(carol, { Reason: 'It has an error' })
    await press(carol, 'Expunge it')
    await carol.getByText('The torrent is expunged.').waitFor()
    await go(guest, new URL(carol.url()).pathname)
    await guest.getByText('It has an error').waitFor()
    expect(await guest.getByRole('link', { name: 'Redistributable Torrent' }).count()).toBe(0)
    const path = new URL(carol.url()).pathname
    await go(keeper, path)
    await follow(keeper, 'Restore…')
    await press(keeper, 'Restore it')
    await keeper.getByText('The torrent is there again.').waitFor()
    await follow(keeper, 'Ban…')
    await fillIn(keeper, { Reason: 'asked to' })
    await press(keeper, 'Ban it')
    await keeper.getByText('The torrent is banned.').waitFor()
    await follow(keeper, 'Unban…')
    await press(keeper, 'Unban it')
    await keeper.getByText('The torrent is no longer banned.').waitFor()
    await follow(keeper, 'Remove…')
    await fillIn(keeper, { Reason: 'not what it says' })
    await press(keeper, 'Remove it')
    await go(guest, path)
    await guest.getByText('Not what it says.').waitFor()
    await go(guest, '/torrents')
    expect(await rows(guest)).toEqual(['Great Wave, scans'])
  })

  test('a new version takes the place of the gallery, and its torrents are outdated', async () => {
    await go(alice, '/?q=wave')
    await alice.getByRole('link', { name: 'The Great Wave' }).click()
    await follow(alice, 'New version')
    expect(await alice.getByLabel('Tags').inputValue()).toBe('landscape\nartist:katsushika hokusai')
    await setTitle(alice, 'The Great Wave, all sheets')
    await press(alice, 'Make the version')
    await heading(alice, 'The Great Wave, all sheets')
    await go(guest, '/?q=wave')
    expect(await rows(guest)).toEqual(['The Great Wave, all sheets'])
    await guest.getByRole('link', { name: 'The Great Wave, all sheets' }).click()
    await guest.getByRole('heading', { name: 'Versions' }).waitFor()
    await openWindow(guest, 'Torrent Download (1)')
    const text = await window(guest).innerText()
    expect(text).toContain('There are no up-to-date torrents for this gallery.')
    expect(text).toContain('Outdated Torrents (1)')
    expect(text).toContain('/1/announce')
    await go(guest, `/g/1/${(await site.galleries.find(1)).key}`)
    await guest.getByText('There is a newer version of this gallery:').waitFor()
    await follow(guest, 'The Great Wave, all sheets')
    await heading(guest, 'The Great Wave, all sheets')
  })

  test('a gallery is expunged, found by those who look for it, removed, and brought back', async () => {
    await go(keeper, '/?q=without')
    await keeper.getByRole('link', { name: 'Without a cover' }).click()
    await follow(keeper, 'Expunge…')
    await fillIn(keeper, { Reason: 'There is a better one' })
    await press(keeper, 'Expunge it')
    await keeper.getByText('The gallery is expunged.').waitFor()
    await go(guest, '/')
    expect(await rows(guest)).toEqual(['The Great Wave, all sheets'])
    await follow(guest, 'Browse Expunged Galleries')
    await guest.getByRole('link', { name: 'Without a cover' }).click()
    await guest.getByText('There is a better one').waitFor()
    await follow(keeper, 'Restore…')
    await press(keeper, 'Restore it')
    const path = new URL(keeper.url()).pathname
    await go(alice, path)
    await follow(alice, 'Remove…')
    await fillIn(alice, { Reason: 'made twice' })
    await press(alice, 'Remove it')
    expect((await guest.goto(site.url + path))?.status()).toBe(410)
    expect(await told(guest)).toContain('This gallery has been removed. Made twice.')
    expect(await guest.content()).not.toContain('Without a cover')
  })

  test('whoever makes a torrent is shown how, with the address of the gallery', async () => {
    await go(guest, '/?q=wave')
    await guest.getByRole('link', { name: 'The Great Wave, all sheets' }).click()
    await openWindow(guest, 'Torrent Download (1)')
    await window(guest).getByRole('link', { name: 'Making a torrent, step by step' }).click()
    await heading(guest, 'Making a torrent')
    const addresses = await guest.locator('.copy.large code').allInnerTexts()
    expect(addresses).toEqual(['http://tracker.example:6969/1/announce'])
    for (const name of ['qBittorrent', 'Transmission', 'µTorrent', 'mktorrent'])
      await guest.getByRole('heading', { name, exact: true }).waitFor()
    expect(await guest.locator('main svg[role=img]').count()).toBe(3)
  })

  async function memberId(name: string): Promise<number> {
    const member = await site.database.members.find(name)
    if (member === undefined) throw new Error(`${name} is no member`)
    return member.id
  }
})
