/** Pictures of the demo's pages in a real browser: by day and by night, on a desktop and on a phone. */
import type { Browser, BrowserContext } from 'playwright-core'
import { desktop, phone } from '../../test/site/support/browser.ts'
import type { LivingSite } from './living-site.ts'

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
const heightMax = 2400

/** Every page on every screen, page by page. Throws an Error for a page that the site cannot make. */
export async function takePictures(
  browser: Browser,
  sites: readonly LivingSite[],
): Promise<Picture[]> {
  const pictures = await Promise.all(screens.map((screen) => picturesOn(browser, screen, sites)))
  return Array.from({ length: pictures[0]?.length ?? 0 }, (_, index) =>
    pictures.flatMap((ofScreen) => ofScreen[index] ?? []),
  ).flat()
}

async function picturesOn(
  browser: Browser,
  screen: Screen,
  sites: readonly LivingSite[],
): Promise<Picture[]> {
  const context = await openContext(browser, screen)
  const pictures: Picture[] = []
  for (const { site, filled, tracker } of sites)
    for (const { label, path } of site.pages(filled)) {
      const png = await takePicture(context, tracker.pageUrl(path), heightMax)
      pictures.push({ page: `${site.mode} · ${label}`, screen, png })
    }
  await context.close()
  return pictures
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
