/** `npm run demo`: a site of each mode that shows what people do there, and nothing left of it afterwards. */
import { readdirSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoSites } from '../../scripts/demo/demo-sites.ts'
import { ProcessRun } from '../support/process-run.ts'
import { freshDirectory } from '../support/waggle.ts'

const temporary = freshDirectory()
const hookTimeoutMs = 60_000
let demo: ProcessRun

beforeAll(async () => {
  const environment = { TMPDIR: temporary }
  demo = new ProcessRun({ command: process.execPath, args: ['scripts/demo.ts'], environment })
  await demo.line((line) => line.startsWith('Ctrl+C ends it'))
}, hookTimeoutMs)

afterAll(() => rmSync(temporary, { recursive: true }))

/** No torrent in particular. */
const unfilled = { peers: [], specimen: 'none', banned: 'none' }

/** The addresses of the front pages that it printed, in the order of its sites. */
function homes(): string[] {
  return [...demo.stdout.matchAll(/Its pages: (http:\S+)\/$/gm)].map(([, url = '']) => url)
}

/** A page as its words, one space apart. */
async function read(url: string): Promise<string> {
  const reply = await fetch(url)
  expect(reply.status, url).toBe(200)
  return (await reply.text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}

describe.for(demoSites.map(({ mode }, index) => [mode, index] as const))(
  'the %s site',
  ([mode, index]) => {
    test('says which it is', async () => {
      expect(await read(`${homes()[index]}/`)).toContain(`Waggle demo (${mode})`)
    })

    test('has the pages that the sheet shows', async () => {
      for (const { label, path } of demoSites[index]?.pages(unfilled) ?? []) {
        const { status } = await fetch(`${homes()[index]}${path}`, { redirect: 'manual' })
        // Operators are asked to log in; which torrents there are, the demo alone knows.
        const isMissing = label === 'a page that is not there' || path.startsWith('/torrent/')
        expect(isMissing ? [404, 302, 303] : [200, 302, 303], path).toContain(status)
      }
    })
  },
)

// The front page of the gallery site is its galleries.
test.for(['open', 'registered'] as const)(
  'the %s site shows its swarms and a day of history',
  async (mode) => {
    const index = demoSites.findIndex((site) => site.mode === mode)
    const text = await read(`${homes()[index]}/`)
    const [, hashes, peers, seeds] =
      /Info-hashes ([\d,]+) Peers ([\d,]+) Seeds ([\d,]+)/.exec(text) ?? []
    const numbers = [hashes, peers, seeds].map((figure) => Number(figure?.replaceAll(',', '')))
    for (const number of numbers) expect(number).toBeGreaterThan(100)
    // The folded table has a row for each hour that was, and one that is.
    expect(text.match(/ \d\d:00 [\d.]+ [\d,]+ [\d,]+ [\d,]+/g)?.length).toBeGreaterThanOrEqual(24)
  },
)

test('the registered site shows its torrents, with their counts', async () => {
  const [, registered] = homes()
  const text = await read(`${registered}/torrents?sort=seeds`)
  expect(text).toMatch(/1–50 of 2\d\d/)
  // Size, seeds, downloaders, completed downloads.
  expect(text.match(/[\d.]+ [KMG]iB \d+ \d+ [\d,]+/g)).toHaveLength(50)
})

test('the gallery site shows its galleries, and the swarms of their torrents', async () => {
  const [, , gallery] = homes()
  expect(await read(`${gallery}/`)).toContain('Waggle demo (gallery)')
  const text = await read(`${gallery}/torrents?status=seeded`)
  expect(text).toMatch(/Showing 1-50 of \d\d+/)
})

test('the link makes somebody the operator', async () => {
  const [, link = ''] = /Become its operator: (http:\S+)$/m.exec(demo.stdout) ?? []
  expect(await read(link)).toContain('administrator')
})

test('ends at Ctrl+C, and its data are gone', async () => {
  demo.signal('SIGINT')
  expect(await demo.end).toEqual({ status: 0, signal: null })
  expect(demo.stderr).toBe('')
  expect(readdirSync(temporary)).toEqual([])
})
