/**
 * Every page for everybody: a crawl goes wherever links lead, as a guest and as an operator, and each page that it comes to
 * is looked at on two screens (test/site/support/audit.ts). How many there are is written down here, so that a
 * page that no link leads to any more is missed.
 */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditPaths, onePerKind, screens, widthOf } from './support/audit.ts'
import { openBrowser, visit } from './support/browser.ts'
import { crawl } from './support/crawl.ts'
import { hostile } from './support/hostile.ts'
import { kitPaths } from './support/kit-paths.ts'
import { password } from './support/site-base.ts'
import { openSpecimenSite, type SpecimenSite } from './support/specimen-site.ts'
import { openTorrentSite, type TorrentSite } from './support/torrent-site.ts'
import { useSpecimen } from './support/use-specimen.ts'
import { Visitor } from './support/visitor.ts'

const hookTimeoutMs = 60_000
/** A minute or two on a machine that does something else beside. */
const walkTimeoutMs = 400_000

const kit = useSpecimen()
let open: SpecimenSite
let registered: TorrentSite
let browser: Browser
const sessions = new Map<string, BrowserContextOptions>()
const visitors = new Map<string, Visitor>()

beforeAll(async () => {
  browser = await openBrowser()
  open = await openSpecimenSite({}, { hasKit: false })
  registered = await openTorrentSite()
  await fill(registered)
  await registered.addMember('keeper', 'moderator')
  const keeper = new Visitor(registered.url)
  await keeper.logIn('keeper', password)
  for (const [name, visitor] of [
    ['open guest', new Visitor(open.url)],
    ['registered guest', new Visitor(registered.url)],
    ['registered operator', keeper],
  ] as const) {
    const url = name.startsWith('open') ? open.url : registered.url
    const cookies = [...visitor.cookies].map(([cookie, value]) => ({ name: cookie, value, url }))
    visitors.set(name, visitor)
    sessions.set(name, { storageState: await stateOf(cookies) })
  }
}, hookTimeoutMs)
afterAll(async () => {
  await browser.close()
  await open.site.close()
  await registered[Symbol.asyncDispose]()
}, hookTimeoutMs)

type Cookie = { readonly name: string; readonly value: string; readonly url: string }

async function stateOf(cookies: readonly Cookie[]) {
  const context = await browser.newContext()
  await context.addCookies([...cookies])
  const state = await context.storageState()
  await context.close()
  return state
}

function hashOf(index: number): Buffer {
  return Buffer.from(String(index).padStart(40, '0'), 'hex')
}

/** A torrent of every state, with names that try to be something else. */
async function fill({ torrents, clock }: TorrentSite): Promise<void> {
  const files = hostile.map((name, index) => ({ path: `${name}/${name}`, sizeBytes: index }))
  await torrents.register(
    hostile.map((name, index) => ({
      infoHash: hashOf(index),
      name,
      sizeBytes: 7 ** index,
      addedAt: clock.now - index * 50_000,
      ...(index < 3 ? { files } : {}),
    })),
    'operator',
  )
  await torrents.ban(hashOf(3), { reason: String(hostile[0]), isPublic: true }, 'operator')
  await torrents.ban(hashOf(4), { reason: String(hostile[1]), isPublic: false }, 'operator')
  await torrents.remove(hashOf(5), String(hostile[2]), 'operator')
  await torrents.pin(hashOf(6), true, 'operator')
}

const walks = [
  { who: 'a guest of an open tracker', name: 'open guest', pages: 5 },
  { who: 'a guest of a registered tracker', name: 'registered guest', pages: 24 },
  { who: 'an operator', name: 'registered operator', pages: 67 },
] as const

describe.for(walks)('$who', ({ name, pages }) => {
  const urlOf = (): string => (name === 'open guest' ? open.url : registered.url)
  let paths: readonly string[]
  beforeAll(async () => {
    const visitor = visitors.get(name)
    if (visitor === undefined) throw new Error(`nobody is ${name}`)
    const reached = await crawl(visitor)
    const dead = reached.filter(({ status }) => status !== 200)
    expect(dead.map(({ path, status, from }) => `${path}: ${status}, linked on ${from}`)).toEqual(
      [],
    )
    paths = reached.map(({ path }) => path)
  }, hookTimeoutMs)

  test(`comes to ${pages} pages by links`, () => {
    expect(paths.length, paths.join('\n')).toBe(pages)
  })

  test('can use all of them on a desktop', { timeout: walkTimeoutMs }, async () => {
    const [[, options]] = screens
    await using visited = await visit(browser, urlOf(), { ...options, ...sessions.get(name) })
    expect(await auditPaths(visited, urlOf(), paths)).toEqual([])
  })

  test.for(screens.slice(1))(
    'can use each kind on %s',
    { timeout: walkTimeoutMs },
    async ([, options]) => {
      await using visited = await visit(browser, urlOf(), { ...options, ...sessions.get(name) })
      expect(await auditPaths(visited, urlOf(), onePerKind(paths))).toEqual([])
    },
  )

  test('scrolls sideways on none of them, whatever the width', async () => {
    await using visited = await visit(browser, urlOf(), sessions.get(name))
    const { page } = visited
    for (const path of onePerKind(paths)) {
      await page.goto(urlOf() + path)
      for (const width of [320, 719, 720]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await widthOf(page), `${path} on ${width} px`).toBe(width)
      }
    }
  })
})

describe('what no link leads to', () => {
  test.for(screens)('can be used on %s', { timeout: walkTimeoutMs }, async ([, options]) => {
    await using parts = await kit.open('/', options)
    expect(await auditPaths(parts, kit.url(), kitPaths)).toEqual([])
    await using guest = await visit(browser, registered.url, options)
    const gone = [
      '/nothing',
      `/torrent/${'9'.repeat(40)}`,
      `/torrent/${'5'.padStart(40, '0')}`,
      '/torrents?q=%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E%22',
      '/torrents?q=nothing+of+that',
      '/set-password/x',
    ]
    expect(await auditPaths(guest, registered.url, gone)).toEqual([])
  })
})

test.for([
  ['light', 'rgb(246, 243, 236)', 'rgb(31, 28, 23)'],
  ['dark', 'rgb(20, 19, 15)', 'rgb(236, 230, 218)'],
] as const)('a browser that prefers %s gets it', async ([colorScheme, page, text]) => {
  await using visited = await kit.open('/', { colorScheme })
  const colours = await visited.page.evaluate(`(() => {
    const { backgroundColor, color } = getComputedStyle(document.documentElement)
    return [backgroundColor, color]
  })()`)
  expect(colours).toEqual([page, text])
})
