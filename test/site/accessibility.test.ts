/** Every page for everybody: axe-core's rules (WCAG 2.2 AA), no sideways scrolling, nothing the browser complains about. */
import axe from 'axe-core'
import { describe, expect, test } from 'vitest'
import { desktop, phone } from './support/browser.ts'
import { sitePaths } from './support/site-paths.ts'
import { useSpecimen } from './support/use-specimen.ts'

const specimen = useSpecimen()

type Finding = { readonly id: string; readonly nodes: readonly { readonly html: string }[] }

/** What axe-core finds wrong on the page, in a line each. */
const audit = `${axe.source}
  axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations)`

const screens = [
  ['a desktop by day', { viewport: desktop, colorScheme: 'light' }],
  ['a desktop by night', { viewport: desktop, colorScheme: 'dark' }],
  ['a phone by day', { viewport: phone, colorScheme: 'light', hasTouch: true, isMobile: true }],
  ['a phone by night', { viewport: phone, colorScheme: 'dark', hasTouch: true, isMobile: true }],
] as const

describe.for(screens)('on %s', ([, options]) => {
  test.for(sitePaths)('%s can be used by everybody', async (path) => {
    await using visit = await specimen.open(path, options)
    const { page, complaints } = visit
    // Folded parts count as well.
    await page.evaluate('document.querySelectorAll("details").forEach((it) => { it.open = true })')
    const findings = await page.evaluate<readonly Finding[]>(audit)
    expect(
      findings.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`),
    ).toEqual([])
    const isMissing = path === '/nothing'
    expect(complaints.filter((text) => !isMissing || !text.includes('404'))).toEqual([])
  })
})

test.for([320, 390, 719, 720, 1280])(
  'no page scrolls sideways at a width of %s px',
  async (width) => {
    for (const path of sitePaths) {
      await using visit = await specimen.open(path, { viewport: { width, height: 800 } })
      const { page } = visit
      await page.evaluate(
        'document.querySelectorAll("details").forEach((it) => { it.open = true })',
      )
      const widest = await page.evaluate<number>('document.documentElement.scrollWidth')
      expect(widest, path).toBe(width)
    }
  },
)

test('on a phone nothing is too small for a finger', async () => {
  for (const path of sitePaths) {
    await using visit = await specimen.open(path, {
      viewport: phone,
      hasTouch: true,
      isMobile: true,
    })
    const small = await visit.page.evaluate<readonly string[]>(`
      [...document.querySelectorAll('button, select, input:not([type=hidden], [type=checkbox]), header a, summary, .pager a')]
        .filter((it) => it.checkVisibility() && it.getBoundingClientRect().height < 40)
        .map((it) => it.outerHTML)`)
    expect(small, path).toEqual([])
  }
})

test.for([
  ['light', 'rgb(246, 243, 236)', 'rgb(31, 28, 23)'],
  ['dark', 'rgb(20, 19, 15)', 'rgb(236, 230, 218)'],
] as const)('a browser that prefers %s gets it', async ([colorScheme, page, text]) => {
  await using visit = await specimen.open('/', { colorScheme })
  const colours = await visit.page.evaluate(`(() => {
    const { backgroundColor, color } = getComputedStyle(document.documentElement)
    return [backgroundColor, color]
  })()`)
  expect(colours).toEqual([page, text])
})
