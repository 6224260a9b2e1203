/*
 * The whole way in a real browser, with scripts and without, on both databases: somebody registers, makes a gallery, uploads a
 * torrent and seeds it with the personal file that the site gives; somebody else registers and downloads with a file of
 * their own; and the pages tell everybody so.
 */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { follow, press } from '../../test/site/support/use-form.ts'
import { heading, rows, setTitle } from '../../test/site/support/use-gallery.ts'
import { usePostgres } from '../../test/support/postgres.ts'
import { libtorrent } from '../clients/libtorrent.ts'
import { useLab } from '../support/lab.ts'
import { makeDirectory } from '../support/make-directory.ts'
import { countsMs, within } from '../support/patience.ts'
import type { Torrent } from '../support/torrent.ts'
import { announceUrls } from '../support/tracker.ts'

const site = 'http://127.0.0.1:8080'
const password = 'a long walk by the river'
const startMs = 60_000

describe.for(['SQLite', 'PostgreSQL'])('with %s', (engine) => {
  const newDatabase = engine === 'SQLite' ? async () => 'sqlite:waggle.db' : usePostgresDatabase()
  const lab = useLab('linux', async () => ({
    mode: 'gallery',
    'limits.per_prefix': 'false',
    'database.url': await newDatabase(),
    'database.flush_seconds': '1',
    'tracker.announce_urls': JSON.stringify([announceUrls.http.replace('/announce', '')]),
  }))
  let browser: Browser
  beforeAll(async () => {
    browser = await lab.browser()
  }, startMs)
  afterAll(() => browser.close(), startMs)

  test.concurrent.for([true, false])(
    'from the account to the downloaded file, scripts: %s',
    async (scripts, context) => {
      const { expect } = context
      const cast = lab.cast(context)
      const made = await cast.torrent([['http://another.example/announce']])
      const [alice, bob, guest] = await Promise.all(
        [1, 2, 3].map(async () => newPage(browser, scripts)),
      )
      if (alice === undefined || bob === undefined || guest === undefined) return
      const title = `The Great Wave, scripts: ${scripts}`

      await register(alice, `alice-${scripts}`)
      await follow(alice, 'Upload')
      await follow(alice, 'Make a gallery')
      await setTitle(alice, title)
      await press(alice, 'Make the gallery')
      await heading(alice, title)
      await follow(alice, 'Torrent Download (0)')
      const window = scripts ? alice.locator('dialog') : alice.getByRole('main')
      await window.getByLabel('Torrent files').setInputFiles(made.file)
      const given = saved(alice, made)
      await window.getByRole('button', { name: 'Upload Torrent' }).click()
      await heading(alice, 'Torrent added')
      await alice.getByText('No announce of a client of yours has come yet.').waitFor()
      await cast.seed(await given)
      const isSeeding = async (): Promise<number> => {
        // With scripts the page looks by itself.
        if (!scripts) await follow(alice, 'Look again')
        return await alice.getByText('Your client is seeding').count()
      }
      await expect.poll(isSeeding, within(countsMs)).toBe(1)

      await register(bob, `bob-${scripts}`)
      await bob.getByRole('searchbox').fill(title)
      await bob.getByRole('searchbox').press('Enter')
      await follow(bob, title)
      await follow(bob, 'Torrent Download (1)')
      await bob.getByRole('link', { name: 'Information' }).click()
      await heading(bob, made.name)
      const taken = saved(bob, made)
      await bob.getByRole('link', { name: /^Personalized Torrent/ }).click()
      const client = await cast.start(libtorrent('downloader'), await taken)
      await cast.expectArrival(client)

      const shown = async (): Promise<unknown> => {
        await guest.goto(`${site}/torrent/${made.hash}`)
        const figures = ['Seeds', 'DLers', 'Completes'].map(async (name) => figureOf(guest, name))
        return await Promise.all(figures)
      }
      await expect.poll(shown, within(countsMs)).toEqual(['2', '0', '1'])
      await guest.goto(`${site}/torrents?q=${encodeURIComponent(title)}&sort=dls`)
      expect(await rows(guest)).toEqual([made.name])
      for (const [page, words] of [
        [alice, 'Torrent completes'],
        [bob, 'Downloaded'],
      ] as const) {
        await page.goto(`${site}/home`)
        expect(await figureOf(page, words)).not.toMatch(/^0\b/)
      }
    },
  )
})

async function newPage(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, acceptDownloads: true })
  return await context.newPage()
}

async function register(page: Page, name: string): Promise<void> {
  await page.goto(`${site}/register`)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('New password').fill(password)
  await page.getByLabel('The same again').fill(password)
  await press(page, 'Make the account')
  await page.getByText(name).first().waitFor()
}

/** The torrent with the file that the page gives next. */
async function saved(page: Page, torrent: Torrent): Promise<Torrent> {
  const download = await page.waitForEvent('download')
  const directory = await makeDirectory(join(torrent.seedDirectory, '..', crypto.randomUUID()))
  const file = join(directory, 'personal.torrent')
  await download.saveAs(file)
  return { ...torrent, file }
}

/** Of the tile or the row that is called so, without its glyph. */
async function figureOf(page: Page, name: string): Promise<string> {
  const value = page.locator('dt', { hasText: name }).first().locator('xpath=following-sibling::dd')
  return (await value.first().innerText()).replaceAll(/[^0-9.A-Za-z ]/g, '').trim()
}

/** Gives addresses of new databases; the tracker reaches them through a socket, which no network hides. */
function usePostgresDatabase(): () => Promise<string> {
  const server = usePostgres()
  return async () => server().throughSocket(await server().newDatabase())
}
