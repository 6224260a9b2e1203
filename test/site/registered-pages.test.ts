/**
 * The registered tracker's pages, as a guest and as an operator: for everybody (axe-core's rules, WCAG 2.2 AA), on every
 * width, with keys alone, and with names and reasons that are written to do harm.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from './support/audit.ts'
import { desktop, openBrowser, phone, type Visit, visit } from './support/browser.ts'
import { upload } from './support/torrent-files.ts'
import { openTorrentSite, password, type TorrentSite } from './support/torrent-site.ts'
import { fillIn, pathOf, press } from './support/use-form.ts'

const hookTimeoutMs = 60_000

const hostile = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked=1">',
  '"><svg onload=window.hacked=1>',
  `' onmouseover='window.hacked=1`,
  'javascript:window.hacked=1',
  '</title></textarea><h1>hacked',
  '{{constructor.constructor("window.hacked=1")()}}',
  '\u202egnp.exe right to left \u2066',
  `${'very'.repeat(38)} long`,
]

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

const guestPaths = [
  '/',
  '/torrents',
  '/torrents?q=plate&sort=name&dir=down',
  '/torrents?q=%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E%22',
  '/torrents?q=nothing+of+that',
  ...[0, 1, 2, 3, 6, 20, 21, 40].map((index) => `/torrent/${hashOf(index)}`),
  `/torrent/${hashOf(999)}`,
]
const operatorPaths = [
  '/torrents',
  '/torrents?state=banned',
  '/torrents?state=removed',
  '/torrents?state=banned&q=nothing',
  '/torrents/add',
  '/audit',
  '/overview',
  ...[0, 20, 21, 40].map((index) => `/torrent/${hashOf(index)}`),
  ...['ban', 'pin', 'remove'].map((act) => `/torrent/${hashOf(1)}/${act}`),
  `/torrent/${hashOf(20)}/unban`,
  `/torrent/${hashOf(40)}/restore`,
]

const visitors = [
  ...guestPaths.map((path) => ({ who: 'a guest', path, asOperator: false })),
  ...operatorPaths.map((path) => ({ who: 'an operator', path, asOperator: true })),
]

async function open(
  path: string,
  asOperator: boolean,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const state = asOperator ? { storageState: operator } : {}
  return await visit(browser, site.url + path, { ...options, ...state })
}

async function unfold(page: Page): Promise<void> {
  await page.evaluate('document.querySelectorAll("details").forEach((it) => { it.open = true })')
}

const screens = [
  {
    screen: 'a desktop by day',
    options: { viewport: desktop, colorScheme: 'light' },
    widths: [320, 719, 720, 1280],
  },
  {
    screen: 'a phone by night',
    options: { viewport: phone, colorScheme: 'dark', hasTouch: true, isMobile: true },
    widths: [],
  },
] as const

describe.for(screens)('on $screen', ({ options, widths }) => {
  let visits: { readonly guest: Visit; readonly operator: Visit }
  beforeAll(async () => {
    visits = {
      guest: await open('/', false, options),
      operator: await open('/', true, options),
    }
  }, hookTimeoutMs)
  afterAll(async () => {
    await visits.guest[Symbol.asyncDispose]()
    await visits.operator[Symbol.asyncDispose]()
  }, hookTimeoutMs)

  test.for(visitors)('$path can be used by $who', async ({ path, asOperator }) => {
    const { page, complaints } = asOperator ? visits.operator : visits.guest
    const before = complaints.length
    await page.goto(site.url + path)
    await unfold(page)
    expect(await audit(page)).toEqual([])
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    // Browsers note what is gone or never was.
    const complained = complaints.slice(before).filter((text) => !/status of 4(?:04|10)/.test(text))
    expect(complained).toEqual([])
    expect(await page.evaluate(tooSmall)).toEqual([])
    expect(await widthOf(page)).toBe(options.viewport.width)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      expect(await widthOf(page), `${width} px`).toBe(width)
    }
    await page.setViewportSize(options.viewport)
  })
})

/** What is on the page, whether in sight or not. */
async function widthOf(page: Page): Promise<number> {
  return await page.evaluate<number>('document.documentElement.scrollWidth')
}

/** What a finger does not hit, where there are fingers. */
const tooSmall = `
  [...document.querySelectorAll('button, .button, input:not([type=hidden], [type=checkbox]), header a, .filters, summary, .pager')]
    .filter((it) => matchMedia('(pointer: coarse)').matches && it.checkVisibility() && it.getBoundingClientRect().height < 40)
    .map((it) => it.outerHTML)`

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
