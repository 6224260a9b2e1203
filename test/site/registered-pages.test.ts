/**
 * The registered tracker's pages with names and reasons that are written to do harm, and with keys alone. (Whether everybody
 * can use them is looked at in accessibility.test.ts.)
 */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from './support/audit.ts'
import { openBrowser, phone, type Visit, visit } from './support/browser.ts'
import { hostile } from './support/hostile.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { openTorrentSite, type TorrentSite } from './support/torrent-site.ts'
import { fillIn, pathOf, press } from './support/use-form.ts'

const hookTimeoutMs = 60_000

const hashOf = (index: number): string => String(index).padStart(40, '0')

let site: TorrentSite
let browser: Browser
let operator: Exclude<BrowserContextOptions['storageState'], undefined>

beforeAll(async () => {
  site = await openTorrentSite()
  browser = await openBrowser()
  await site.addMember('keeper', 'moderator')
  await fillSite()
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${site.url}/login`)
  await fillIn(page, { Name: 'keeper', Password: password })
  await press(page, 'Log in')
  operator = await context.storageState()
  await context.close()
}, hookTimeoutMs)
afterAll(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
}, hookTimeoutMs)

async function fillSite(): Promise<void> {
  const { torrents } = site
  const names = [...hostile, ...Array.from({ length: 120 }, (_, index) => `Plate ${index}`)]
  const files = hostile.map((name, index) => ({ path: `${name}/${name}`, sizeBytes: index }))
  await torrents.register(
    names.map((name, index) => ({
      infoHash: Buffer.from(hashOf(index), 'hex'),
      name,
      sizeBytes: 3 ** (index % 30),
      addedAt: site.clock.now - index * 5000,
      ...(index < hostile.length ? { files } : {}),
    })),
    hostile[0] ?? '',
  )
  for (const [index, reason] of hostile.entries()) {
    const hash = Buffer.from(hashOf(index + 20), 'hex')
    await torrents.ban(hash, { reason, isPublic: index % 2 === 0 }, hostile[1] ?? '')
  }
  for (const [index, reason] of hostile.entries())
    await torrents.remove(Buffer.from(hashOf(index + 40), 'hex'), reason, 'test')
}

async function open(
  path: string,
  asOperator: boolean,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const state = asOperator ? { storageState: operator } : {}
  return await visit(browser, site.url + path, { ...options, ...state })
}

test('hostile names and reasons are shown as they are', async () => {
  for (const [index, name] of hostile.entries()) {
    await using visited = await open(`/torrent/${hashOf(index)}`, false)
    const heading = visited.page.getByRole('heading', { level: 1 })
    expect(await heading.textContent()).toBe(name)
    expect(await visited.page.title()).toContain(name.slice(0, 20))
    expect(await visited.page.locator('main script, main img, main svg').count()).toBe(0)
  }
  await using log = await open('/audit', true)
  for (const reason of hostile.slice(0, 6))
    expect(await log.page.getByRole('main').textContent()).toContain(reason)
})

test.for([true, false])(
  'on a phone the tab and the list of the page are in sight, scripts: %s',
  async (javaScriptEnabled) => {
    for (const path of ['/audit', '/login']) {
      await using visited = await open(path, path === '/audit', {
        viewport: phone,
        javaScriptEnabled,
      })
      const current = visited.page.locator('nav [aria-current]')
      expect(await current.count(), path).toBe(path === '/audit' ? 2 : 1)
      for (const link of await current.all()) {
        const { x = -1, width = 0 } = (await link.boundingBox()) ?? {}
        expect(x, path).toBeGreaterThanOrEqual(0)
        expect(x + width, path).toBeLessThanOrEqual(phone.width)
      }
    }
  },
)

test('on a phone a list is sorted by each of its heads', async () => {
  await using visited = await open('/torrents', false, { viewport: phone })
  const heads = visited.page.locator('thead a')
  expect(await heads.count()).toBe(6)
  for (const head of await heads.all())
    expect((await head.boundingBox())?.width, await head.innerText()).toBeGreaterThanOrEqual(44)
})

describe('with keys alone', () => {
  test('a visitor searches, goes through the rows, and opens one', async () => {
    await using visited = await open('/torrents', false)
    const { page } = visited
    await page.keyboard.press('/')
    await page.keyboard.type('plate 7*')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/torrents?q=plate+7*')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Plate 7')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Plate 7' }).waitFor()
  })

  test('an operator bans and unbans a torrent', async () => {
    await using visited = await open(`/torrent/${hashOf(100)}`, true)
    const { page } = visited
    const goTo = async (name: string): Promise<void> => {
      for (let count = 0; count < 60; count++) {
        await page.keyboard.press('Tab')
        const at = await page.evaluate<string>(
          'document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent',
        )
        if (at.trim() === name) return
      }
      throw new Error(`the Tab key does not come to ${name}`)
    }
    await goTo('Ban…')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/ban')
    await goTo('Reason')
    await page.keyboard.type('by keys')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await goTo('Ban it')
    await page.keyboard.press('Enter')
    await page.getByText('The torrent is banned.').waitFor()
    const banned = await site.torrents.find(Buffer.from(hashOf(100), 'hex'))
    expect(banned.ban).toMatchObject({ reason: 'by keys', isPublic: false })
    await goTo('Unban…')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/unban')
    await goTo('Unban it')
    await page.keyboard.press('Enter')
    await page.getByText('The torrent is no longer banned.').waitFor()
    expect(pathOf(page)).toBe(`/torrent/${hashOf(100)}?done=unban`)
  })
})

test('the results of an upload can be used by everybody', async () => {
  await using visited = await open('/torrents/add', true)
  const { page } = visited
  await page.getByLabel('Torrent files').setInputFiles([
    upload('<script>window.hacked=1<|script>'),
    {
      name: '"><img src=x onerror=window.hacked=1>',
      mimeType: 'text/html',
      buffer: Buffer.from('x'),
    },
  ])
  await press(page, 'Add the files')
  await page.getByRole('heading', { name: 'What became of the files' }).waitFor()
  expect(await audit(page)).toEqual([])
  expect(await page.evaluate('window.hacked')).toBeUndefined()
  expect(await page.locator('main img, main script').count()).toBe(0)
})
