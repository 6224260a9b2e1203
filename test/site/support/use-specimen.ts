/** One specimen site and one browser for all tests of a file. */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser, type Visit, visit } from './browser.ts'
import { openSpecimenSite, type SpecimenSite } from './specimen-site.ts'

export type Specimen = {
  /** Of the site, without a slash at its end. */
  readonly url: () => string
  /** Opens a page of the site. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<Visit>
}

const hookTimeoutMs = 30_000

export function useSpecimen(): Specimen {
  let specimen: SpecimenSite | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    specimen = await openSpecimenSite()
    browser = await openBrowser()
  }, hookTimeoutMs)
  afterAll(async () => {
    await browser?.close()
    await specimen?.site.close()
  }, hookTimeoutMs)
  const url = (): string => {
    if (specimen === undefined) throw new Error('the site is not open')
    return specimen.url
  }
  return {
    url,
    open: (path, options) => {
      if (browser === undefined) throw new Error('the browser is not open')
      return visit(browser, path.startsWith('/') ? url() + path : path, options)
    },
  }
}
