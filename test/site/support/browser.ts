/** A real Chromium, one for each test file, that reaches loopback and nothing else. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Where Debian's package puts it. */
export const executablePath = '/usr/bin/chromium'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const desktop = { width: 1280, height: 900 } as const
export const phone = { width: 390, height: 844 } as const

/** `path` is that of a program to run in place of Chromium, which runs that. */
export function openBrowser(more: readonly string[] = [], path = executablePath): Promise<Browser> {
  return chromium.launch({ executablePath: path, headless: true, args: [...args, ...more] })
}

export type Visit = {
  readonly page: Page
  /** What the browser complained about: errors of scripts, refused by the policy, not found. */
  readonly complaints: readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

/** A page of its own, without anything of an earlier one. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: desktop, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(url)
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}
