/** What people do with the pages of a gallery site and read on them, and what their clients announce. */
import type { Page } from 'playwright-core'
import { AnnounceEvent } from '#tracker/wire/announce'
import { nowSeconds } from './specimen-clock.ts'

/** As a client sends that has all of a torrent. */
export const firstAnnounce = {
  kind: 'announce',
  at: nowSeconds,
  event: AnnounceEvent.started,
  family: 4,
  protocol: 'udp',
  peerId: Buffer.from('-qB5010-abcdefghijkl'),
  left: 0,
} as const

export const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, level: 1, exact: true }).waitFor()

export const setTitle = (page: Page, title: string): Promise<void> =>
  page.getByLabel('Title', { exact: true }).fill(title)

export const rows = async (page: Page): Promise<string[]> =>
  (await page.locator('tbody .name').allInnerTexts()).map((text) => text.trim())

export const told = async (page: Page): Promise<string> =>
  (await page.getByRole('main').innerText()).replaceAll(/\s+/g, ' ')
