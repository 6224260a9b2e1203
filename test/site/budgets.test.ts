/** What a page costs: bytes as they are sent, without compression. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSpecimenSite, type SpecimenSite } from './support/specimen-site.ts'

const kilobyte = 1000

let specimen: SpecimenSite

beforeAll(async () => {
  specimen = await openSpecimenSite()
})
afterAll(() => specimen.site.close())

async function bytesOf(path: string): Promise<number> {
  const { rawPayload } = await specimen.site.inject(path)
  return rawPayload.length
}

async function assetsOf(path: string, ending: string): Promise<number> {
  const { body } = await specimen.site.inject(path)
  const urls = [...body.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, url = '']) => url)
  const sizes = urls.filter((url) => url.endsWith(ending)).map(bytesOf)
  expect(sizes.length).toBeGreaterThan(0)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size)
}

test('a list of 50 rows fits 45 kB', async () => {
  const { body } = await specimen.site.inject('/kit/list')
  expect(body.match(/<tr>/g)).toHaveLength(51)
  expect(await bytesOf('/kit/list')).toBeLessThanOrEqual(45 * kilobyte)
})

test('the front page fits 45 kB, its chart and table included', async () => {
  expect(await bytesOf('/')).toBeLessThanOrEqual(45 * kilobyte)
})

test('the style sheet fits 14 kB', async () => {
  expect(await assetsOf('/', '.css')).toBeLessThanOrEqual(14 * kilobyte)
})

test('all scripts together fit 8 kB', async () => {
  expect(await assetsOf('/', '.js')).toBeLessThanOrEqual(8 * kilobyte)
})
