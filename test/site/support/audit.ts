/** What axe-core finds wrong on a page (WCAG 2.2 AA, and its advice), in a line each. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

type Finding = { readonly id: string; readonly nodes: readonly { readonly html: string }[] }

const script = `${axe.source}
  axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations)`

export async function audit(page: Page): Promise<string[]> {
  const findings = await page.evaluate<readonly Finding[]>(script)
  return findings.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`)
}
