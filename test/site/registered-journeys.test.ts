/** A whole day of an operator and of a visitor in a real browser, with scripts and without, on both databases. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { metainfoBytesMax } from '#base/limits'
import { usePostgres } from '../support/postgres.ts'
import { openBrowser } from './support/browser.ts'
import { password } from './support/site-base.ts'
import { upload, uploadOf } from './support/torrent-files.ts'
import { openTorrentSite, type TorrentSite } from './support/torrent-site.ts'
import { fillIn, follow, pathOf, press } from './support/use-form.ts'

const hookTimeoutMs = 60_000
const postgres = usePostgres()

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
}, hookTimeoutMs)
afterAll(() => browser.close(), hookTimeoutMs)

/** Scripts know nothing of databases: each once with either is enough. */
const setups = [
  { engine: 'sqlite', javaScriptEnabled: true },
  { engine: 'postgres', javaScriptEnabled: false },
] as const

async function openPage(javaScriptEnabled: boolean, complaints: string[]): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
  page.on('pageerror', (error) => complaints.push(String(error)))
  return page
}

describe.for(setups)('on $engine, scripts: $javaScriptEnabled', ({ engine, javaScriptEnabled }) => {
  let site: TorrentSite
  let page: Page
  let guest: Page
  const complaints: string[] = []
  beforeAll(async () => {
    site = await openTorrentSite({ engine, postgres })
    await site.addMember('keeper', 'moderator')
    page = await openPage(javaScriptEnabled, complaints)
    guest = await openPage(javaScriptEnabled, complaints)
  }, hookTimeoutMs)
  afterAll(async () => {
    await page.context().close()
    await guest.context().close()
    await site[Symbol.asyncDispose]()
    expect(complaints).toEqual([])
  }, hookTimeoutMs)

  const go = (path: string): Promise<unknown> => page.goto(site.url + path)
  const main = (): ReturnType<Page['getByRole']> => page.getByRole('main')
  const rows = async (where = page): Promise<string[]> =>
    await where.locator('tbody .name').allInnerTexts()

  test('an operator comes to the page of the link after logging in', async () => {
    await go('/torrents/add')
    expect(pathOf(page)).toBe('/login?next=%2Ftorrents%2Fadd')
    await fillIn(page, { Name: 'keeper', Password: password })
    await press(page, 'Log in')
    await page.getByRole('heading', { name: 'Add torrents' }).waitFor()
    expect(pathOf(page)).toBe('/torrents/add')
  })

  test('adds torrents by info-hash and name, and is told what is wrong beside the field', async () => {
    await go('/torrents/add')
    await fillIn(page, { 'Info-hash': 'not a hash', Name: 'Hortus Eystettensis' })
    await press(page, 'Add it')
    await page.getByText('"not a hash" is not an info-hash; write 40 hex digits').waitFor()
    expect(await page.getByLabel('Info-hash').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Name').inputValue()).toBe('Hortus Eystettensis')
    await fillIn(page, { 'Info-hash': 'A'.repeat(40), Name: '  ' })
    await press(page, 'Add it')
    await page.getByText('The name is empty; give one line').waitFor()
    await fillIn(page, { Name: 'Hortus Eystettensis' })
    await press(page, 'Add it')
    await page.getByText('The torrent is registered; it may be announced').waitFor()
    expect(pathOf(page)).toBe(`/torrent/${'a'.repeat(40)}?done=added`)
    expect(site.told.at(-1)).toBe('Hortus Eystettensis: live')
    await go('/torrents/add')
    await fillIn(page, { 'Info-hash': 'a'.repeat(40), Name: 'Another name' })
    await press(page, 'Add it')
    await page
      .getByRole('status')
      .getByText('was registered already, and stays as it was')
      .waitFor()
    await page.getByRole('heading', { name: 'Hortus Eystettensis' }).waitFor()
  })

  test('uploads several files at once, and each that is refused says why', async () => {
    await go('/torrents/add')
    await page
      .getByLabel('Torrent files')
      .setInputFiles([
        upload('Flora Danubica'),
        uploadOf('broken.torrent', Buffer.from('d4:infoi1ee')),
        upload('Carta marina', 'hybrid'),
        uploadOf('huge.torrent', Buffer.alloc(metainfoBytesMax + 1, 'd')),
        upload('Flora Danubica'),
        uploadOf('<b>empty.torrent', Buffer.alloc(0)),
      ])
    await press(page, 'Add the files')
    await page.getByRole('heading', { name: 'What became of the files' }).waitFor()
    const results = await main().locator('tbody tr').allInnerTexts()
    const said = results.map((text) => text.replaceAll(/\s+/g, ' '))
    expect(said).toEqual([
      'added Flora Danubica.torrent Flora Danubica',
      expect.stringMatching(/^refused broken\.torrent .*info/i),
      'added Carta marina.torrent Carta marina',
      'refused huge.torrent The file is larger than 10.0 MiB. Make it with larger pieces.',
      'known Flora Danubica.torrent Flora Danubica',
      expect.stringMatching(/^refused <b>empty\.torrent This is not a torrent file/),
    ])
    await follow(page, 'Carta marina')
    expect(await main().getByText('plates/').isVisible()).toBe(true)
    // Both hashes of a hybrid, and either leads here.
    const hashes = await main().locator('.copy code').allInnerTexts()
    expect(hashes.map(({ length }) => length)).toEqual([40, 64])
    for (const hash of hashes) {
      await guest.goto(`${site.url}/torrents?q=${hash}`)
      await guest.getByRole('heading', { name: 'Carta marina' }).waitFor()
    }
  })

  test('a visitor finds torrents by words, in an order, a page at a time, and back', async () => {
    const many = Array.from({ length: 120 }, (_, index) => ({
      infoHash: Buffer.from(String(index).padStart(20, '0')),
      name: `Atlas sheet ${index}`,
      sizeBytes: 1000 + ((index * 7) % 120),
      addedAt: site.clock.now - 1000 * (index + 1),
    }))
    await site.torrents.register(many, 'test')
    await guest.goto(site.url)
    expect(await rows(guest)).toHaveLength(10)
    await guest.getByRole('searchbox').fill('ATLAS sheet')
    await guest.getByRole('searchbox').press('Enter')
    await guest.getByText('1–50 of 120').waitFor()
    expect((await rows(guest))[0]).toBe('Atlas sheet 0')
    await follow(guest, 'Older →')
    await guest.getByText('51–100 of 120').waitFor()
    await follow(guest, 'Older →')
    await guest.getByText('101–120 of 120').waitFor()
    expect((await rows(guest)).at(-1)).toBe('Atlas sheet 119')
    expect(await guest.getByRole('searchbox').inputValue()).toBe('ATLAS sheet')
    await follow(guest, '← Newer')
    await guest.getByText('51–100 of 120').waitFor()
    expect((await rows(guest))[0]).toBe('Atlas sheet 50')
    await follow(guest, '← Newer')
    await guest.getByText('1–50 of 120').waitFor()
    expect(await guest.getByRole('link', { name: '← Newer' }).count()).toBe(0)

    await follow(guest, 'Size')
    expect(pathOf(guest)).toBe('/torrents?q=ATLAS+sheet&sort=size')
    expect(await guest.locator('tbody tr').first().innerText()).toContain('1.1 KiB')
    await guest.getByRole('columnheader', { name: 'Size' }).getByRole('link').click()
    expect(pathOf(guest)).toBe('/torrents?q=ATLAS+sheet&sort=size&dir=up')
    expect(await guest.locator('tbody tr').first().innerText()).toContain('1000 B')
    await follow(guest, 'Next →')
    await guest.getByText('51–100 of 120').waitFor()

    await guest.getByRole('searchbox').fill('atlas "sheet 7" -atlas')
    await guest.getByRole('searchbox').press('Enter')
    await guest.getByText('No hits found').waitFor()
    await follow(guest, 'Show all torrents')
    expect(pathOf(guest)).toBe('/torrents')
  })

  test('bans with a reason; visitors are told it, or are not', async () => {
    const path = `/torrent/${'a'.repeat(40)}`
    await go(path)
    await follow(page, 'Ban…')
    await page.getByRole('heading', { name: 'Ban this torrent' }).waitFor()
    await fillIn(page, { Reason: 'x'.repeat(600) })
    await press(page, 'Ban it')
    await page.getByText('The reason has 600 bytes; give one line').waitFor()
    expect(site.told.at(-1)).not.toContain('banned')
    await fillIn(page, { Reason: 'The rights holder asked us to' })
    await press(page, 'Ban it')
    await page.getByText('The torrent is banned.').waitFor()
    expect(site.told.at(-1)).toBe('Hortus Eystettensis: banned')
    await guest.goto(site.url + path)
    await guest.getByText('The rights holder asked us to').waitFor()
    await guest.goto(`${site.url}/torrents?q=hortus`)
    await guest.getByText('No hits found').waitFor()

    await go(`${path}/ban`)
    expect(await page.getByLabel('Reason').inputValue()).toBe('The rights holder asked us to')
    await fillIn(page, { Reason: 'for us alone' })
    await page.getByLabel('Tell clients and visitors why').uncheck()
    await press(page, 'Ban it')
    await page.getByText('for us alone').waitFor()
    await guest.goto(site.url + path)
    await guest.getByText('This torrent is banned').waitFor()
    expect(await guest.content()).not.toContain('for us alone')

    await go('/torrents?state=banned')
    expect(await rows()).toEqual(['Hortus Eystettensis'])
    await follow(page, 'Hortus Eystettensis')
    await follow(page, 'Unban…')
    await press(page, 'Unban it')
    await page.getByText('The torrent is no longer banned.').waitFor()
    expect(site.told.at(-1)).toBe('Hortus Eystettensis: live')
  })

  test('pins, removes and restores', async () => {
    const path = `/torrent/${'a'.repeat(40)}`
    await go(path)
    await follow(page, 'Pin…')
    await press(page, 'Pin it')
    await page.getByText('The torrent is pinned.').waitFor()
    await page.getByText('leaves it alone (pinned)').waitFor()
    await follow(page, 'Unpin…')
    await press(page, 'Unpin it')
    await page.getByText('The torrent is no longer pinned.').waitFor()
    await follow(page, 'Remove…')
    await follow(page, 'Cancel')
    expect(pathOf(page)).toBe(path)
    await follow(page, 'Remove…')
    await fillIn(page, { Reason: 'a mistake' })
    await press(page, 'Remove it')
    await page.getByText('The torrent is removed.').waitFor()
    expect(site.told.at(-1)).toBe('Hortus Eystettensis: removed')
    const gone = await guest.goto(site.url + path)
    expect(gone?.status()).toBe(410)
    await guest.getByRole('heading', { name: 'Gone' }).waitFor()
    expect(await guest.content()).not.toContain('Hortus')
    await go('/torrents?state=removed')
    await follow(page, 'Hortus Eystettensis')
    await follow(page, 'Restore…')
    await press(page, 'Restore it')
    await page.getByText('The torrent is registered again.').waitFor()
    expect(site.told.at(-1)).toBe('Hortus Eystettensis: live')
    expect((await guest.goto(site.url + path))?.status()).toBe(200)
  })

  test('sent twice, an act is done once and stands in the log once', async () => {
    const path = `/torrent/${'a'.repeat(40)}/ban`
    const other = await page.context().newPage()
    for (const window of [page, other]) {
      await window.goto(site.url + path)
      await fillIn(window, { Reason: 'twice' })
    }
    for (const window of [page, other]) {
      await press(window, 'Ban it')
      await window.getByText('The torrent is banned.').waitFor()
    }
    await other.close()
    const bans = (await site.database.audit.latest(10)).filter(({ detail }) =>
      detail.includes('twice'),
    )
    expect(bans).toHaveLength(1)
    await site.torrents.unban(Buffer.from('a'.repeat(40), 'hex'), 'test')
  })

  test('reads in the log who did what', async () => {
    await go('/audit')
    const lines = await main().locator('tbody tr').allInnerTexts()
    const said = lines.map((text) => text.replaceAll(/\s+/g, ' '))
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^now keeper restored aaaaaaaaaa…/),
        expect.stringMatching(/^now keeper removed aaaaaaaaaa… · a mistake/),
        expect.stringMatching(/^now keeper banned aaaaaaaaaa… · private: for us alone/),
        expect.stringMatching(/^now command line account made keeper/),
      ]),
    )
    await follow(page, 'aaaaaaaaaa…')
    await page.getByRole('heading', { name: 'Hortus Eystettensis' }).waitFor()
  })

  test('sees how the tracker is doing', async () => {
    await go('/overview')
    const text = await main().innerText()
    for (const words of ['1,407', 'torrent-unregistered', '83,120', '40,312 torrents', '9 d'])
      expect(text).toContain(words)
    expect(text).toContain('cannot be reached; start it')
    expect(text).toContain('For 17 there is no room')
  })
})
