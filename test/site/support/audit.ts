/**
 * Whether everybody can use a page: what axe-core finds (WCAG 2.2 AA, and its advice), what scrolls sideways, what is too
 * small for a finger, what the browser complains about. Every test of pages asks here.
 */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { desktop, phone, type Visit } from './browser.ts'

/** What people sit before. By night the colours alone are others, on a phone the layout alone: two screens have all of it. */
export const screens = [
  ['a desktop by day', { viewport: desktop, colorScheme: 'light' }],
  ['a phone by night', { viewport: phone, colorScheme: 'dark', hasTouch: true, isMobile: true }],
] as const

type Finding = { readonly id: string; readonly nodes: readonly { readonly html: string }[] }

const axeRun = `${axe.source}
  axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations)`

/** Folded parts count as well. */
const unfold = 'document.querySelectorAll("details").forEach((it) => { it.open = true })'

/** CSS pixels, where fingers are used and where not (look: 44 and 24, with borders that overlap). */
const tooSmall = `
  [...document.querySelectorAll('button, .button, select, input:not([type=hidden], [type=checkbox], [type=radio]), header a, .filters, summary, .pager a')]
    .filter((it) => it.checkVisibility() && it.getBoundingClientRect().height < (matchMedia('(pointer: coarse)').matches ? 40 : 24))
    .map((it) => it.outerHTML)`

/** A line for each fault of the page that is open; none is good. */
export async function audit(page: Page): Promise<string[]> {
  await page.evaluate(unfold)
  const findings = await page.evaluate<readonly Finding[]>(axeRun)
  const small = await page.evaluate<readonly string[]>(tooSmall)
  const { width: wanted = 0 } = page.viewportSize() ?? {}
  const width = await widthOf(page)
  return [
    ...findings.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`),
    ...small.map((html) => `too small: ${html}`),
    ...(width === wanted ? [] : [`${width} px wide on ${wanted} px`]),
  ]
}

/** What is on the page, whether in sight or not. */
export async function widthOf(page: Page): Promise<number> {
  return await page.evaluate<number>('document.documentElement.scrollWidth')
}

/** Opens one page after another in the same window; a line for each fault, with its page. */
export async function auditPaths(
  { page, complaints }: Visit,
  site: string,
  paths: readonly string[],
): Promise<string[]> {
  const faults: string[] = []
  for (const path of paths) {
    const before = complaints.length
    await page.goto(site + path)
    const found = await audit(page)
    // Browsers note what is gone or never was.
    const complained = complaints.slice(before).filter((text) => !/status of 4(?:04|10)/.test(text))
    if ((await page.evaluate('window.hacked')) !== undefined) found.push('a name became a script')
    faults.push(...[...found, ...complained].map((text) => `${path}: ${text}`))
  }
  return faults
}

/** One path of each kind: torrents and pages of lists differ in what stands on them, and not in how. */
export function onePerKind(paths: readonly string[]): string[] {
  return [...Map.groupBy(paths, kindOf).values()].flatMap(([first]) => first ?? [])
}

function kindOf(path: string): string {
  return path.replaceAll(/[0-9a-f]{40}/g, 'HASH').replaceAll(/=[^&]*/g, '=')
}
