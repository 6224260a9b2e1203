/** The numbers of the last day over a restart, as a visitor of the front page sees them. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { httpGet } from '../support/http-request.ts'
import { freshDirectory, startWaggle, type Waggle } from '../support/waggle.ts'

const dataDirectory = freshDirectory()
const file = join(dataDirectory, 'day.history')
afterAll(() => rmSync(dataDirectory, { recursive: true }))

async function frontPage(waggle: Waggle): Promise<string> {
  return (await httpGet(waggle.siteEndpoint, '/')).body.toString()
}

test('the chart goes on where the last run ended', async () => {
  const first = await startWaggle({ driver: 'linux', dataDirectory })
  expect(await first.stop()).toEqual({ status: 0, signal: null })
  expect(statSync(file).mode & 0o777).toBe(0o600)

  // As if it had run for some hours before.
  const now = Math.floor(Date.now() / 1000)
  const startOf = (hoursAgo: number): number => now - (now % 300) - hoursAgo * 3600
  const points = [3, 2, 1].map((hoursAgo) => [startOf(hoursAgo), 12.5, 731_002, 20, 10])
  writeFileSync(file, JSON.stringify({ version: 1, points }))
  const second = await startWaggle({ driver: 'linux', dataDirectory })
  expect(await frontPage(second)).toContain('731,002')
  expect(await second.stop()).toEqual({ status: 0, signal: null })
  expect(readFileSync(file, 'utf8')).toContain('731002')
})

test('a file that is broken costs the chart, and no start', async () => {
  writeFileSync(file, 'half a file')
  const waggle = await startWaggle({ driver: 'linux', dataDirectory })
  expect(waggle.run.stdout).toContain('"event":"history_ignored"')
  expect(await frontPage(waggle)).toContain('Announces')
  expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  expect(readFileSync(file, 'utf8')).toMatch(/^\{"version":1,/)
})

test('without a site there is no file', async () => {
  rmSync(file)
  const settings = { 'site.enabled': 'false' }
  const waggle = await startWaggle({ driver: 'linux', dataDirectory, settings })
  expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  expect(existsSync(file)).toBe(false)
})
