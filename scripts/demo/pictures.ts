/** Pictures of the demo's pages in a real browser: by day and by night, on a desktop and on a phone. */
import type { Browser, BrowserContext } from 'playwright-core'
import { desktop, phone } from '../../test/site/support/browser.ts'
import { Visitor } from '../../test/site/support/visitor.ts'
import type { LivingSite } from './living-site.ts'

type Cookie = { readonly name: string; readonly value: string; readonly url: string }

export type Screen = {
  readonly colorScheme: 'light' | 'dark'
  readonly width: number
}

export type Picture = {
  /** `registered · home`. */
  readonly page: string
  readonly screen: Screen
  readonly png: Buffer
}

export const screens: readonly Screen[] = [desktop, phone].flatMap(({ width }) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ colorScheme, width })),
)

/** What is further down is cut off. */
const heightMax = 1800

/** Every page on every screen, page by page. Rejects with an Error for a page that a site cannot make. */
export async function takePictures(
  browser: Browser,
  sites: readonly LivingSite[],
): Promise<Picture[]> {
  const pictures: Picture[] = []
  for (const living of sites) {
    const session = await logIn(living)
    const ofScreens = await Promise.all(
      screens.map((screen) => picturesOn(browser, screen, living, session)),
    )
    const [first = []] = ofScreens
    pictures.push(...first.flatMap((_, index) => ofScreens.flatMap((own) => own[index] ?? [])))
  }
  return pictures
}

async function picturesOn(
  browser: Browser,
  screen: Screen,
  { site, filled, tracker }: LivingSite,
  session: readonly Cookie[],
): Promise<Picture[]> {
  const visitor = await openContext(browser, screen)
  const operator = await openContext(browser, screen)
  await operator.addCookies([...session])
  const pictures: Picture[] = []
  for (const { label, path, isOperators } of site.pages(filled)) {
    const context = isOperators === true ? operator : visitor
    const png = await takePicture(context, tracker.pageUrl(path), heightMax)
    pictures.push({ page: `${site.mode} · ${label}`, screen, png })
  }
  await visitor.close()
  await operator.close()
  return pictures
}

/** The cookies of an operator; none where a mode has no accounts. Uses the link up. */
async function logIn({ operatorLink, tracker }: LivingSite): Promise<Cookie[]> {
  if (operatorLink === undefined) return []
  const visitor = new Visitor(tracker.pageUrl(''))
  const link = operatorLink.slice(operatorLink.lastIndexOf('/') + 1)
  const password = 'for the pictures of a demo'
  await visitor.post('/set-password', { link, name: 'keeper', password, again: password })
  return [...visitor.cookies].map(([name, value]) => ({ name, value, url: tracker.pageUrl('/') }))
}

export function openContext(
  browser: Browser,
  { colorScheme, width }: Screen,
): Promise<BrowserContext> {
  const isPhone = width === phone.width
  const viewport = isPhone ? phone : desktop
  return browser.newContext({ viewport, colorScheme, isMobile: isPhone, hasTouch: isPhone })
}

/** The page from its top, `cssHeightMax` at most. */
export async function takePicture(
  context: BrowserContext,
  url: string,
  cssHeightMax: number,
): Promise<Buffer> {
  const page = await context.newPage()
  const response = await page.goto(url)
  const status = response?.status() ?? 0
  if (status >= 500) throw new Error(`${url} was answered with status ${status}`)
  const { width = 0 } = page.viewportSize() ?? {}
  const whole = await page.evaluate<number>('document.documentElement.scrollHeight')
  const clip = { x: 0, y: 0, width, height: Math.min(whole, cssHeightMax) }
  const png = await page.screenshot({ fullPage: true, clip })
  await page.close()
  return png
}
