/** What `--sheet` and `--images` write: the sheet of all pages, and the pictures of the README. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as waitFor } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { desktop, openBrowser } from '../../test/site/support/browser.ts'
import type { LivingSite } from './living-site.ts'
import { openContext, type Screen, takePicture, takePictures } from './pictures.ts'
import { makeSheet } from './sheet.ts'

/** A site counts every ten seconds, and knows then how busy it is. */
const settleMs = 12_000

/** Of a picture of the README: what fits a screen. */
const imageHeight = 800

type Image = {
  readonly name: string
  readonly mode: string
  readonly path: string
  readonly colorScheme: Screen['colorScheme']
}

const images: readonly Image[] = [
  { name: 'home-light.png', mode: 'open', path: '/', colorScheme: 'light' },
  { name: 'home-dark.png', mode: 'open', path: '/', colorScheme: 'dark' },
  { name: 'torrents.png', mode: 'registered', path: '/torrents?sort=seeds', colorScheme: 'light' },
]

/** Rejects with an Error where there is no browser. */
export async function writeSheet(sites: readonly LivingSite[], file: string): Promise<void> {
  await withBrowser(async (browser) => {
    const pictures = await takePictures(browser, sites)
    write(file, await makeSheet(browser, pictures))
  })
}

/** Rejects with an Error where there is no browser. */
export async function writeImages(sites: readonly LivingSite[], directory: string): Promise<void> {
  await withBrowser(async (browser) => {
    for (const { name, mode, path, colorScheme } of images) {
      const { tracker } = sites.find(({ site }) => site.mode === mode) ?? {}
      if (tracker === undefined) throw new Error(`the demo has no site of the mode ${mode}`)
      const context = await openContext(browser, { colorScheme, width: desktop.width })
      const png = await takePicture(context, tracker.pageUrl(path), imageHeight)
      write(join(directory, name), png)
      await context.close()
    }
  })
}

async function withBrowser(work: (browser: Browser) => Promise<void>): Promise<void> {
  await waitFor(settleMs)
  const browser = await openBrowser().catch((error: unknown) => {
    throw new Error(`pictures need Chromium: apt-get install chromium (${String(error)})`)
  })
  try {
    await work(browser)
  } finally {
    await browser.close()
  }
}

function write(file: string, png: Buffer): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, png)
  console.log(`wrote ${file}`)
}
