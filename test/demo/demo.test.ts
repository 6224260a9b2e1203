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
    test('shows its swarms and a day of history', async () => {
      const text = await read(`${homes()[index]}/`)
      expect(text).toContain(`Waggle demo (${mode})`)
      const [, hashes, peers, seeds] =
        /Info-hashes ([\d,]+) Peers ([\d,]+) Seeds ([\d,]+)/.exec(text) ?? []
      const numbers = [hashes, peers, seeds].map((figure) => Number(figure?.replaceAll(',', '')))
      for (const number of numbers) expect(number).toBeGreaterThan(100)
      // The folded table has a row for each hour that was, and one that is.
      expect(text.match(/ \d\d:00 [\d.]+ [\d,]+ [\d,]+ [\d,]+/g)?.length).toBeGreaterThanOrEqual(24)
    })

    test('has the pages that the sheet shows', async () => {
      const site = demoSites[index]
      for (const { label, path } of site?.pages({ peers: [], specimen: '' }) ?? []) {
        if (label === 'a page that is not there') continue
        await read(`${homes()[index]}${path}`)
      }
    })
  },
)

test('ends at Ctrl+C, and its data are gone', async () => {
  demo.signal('SIGINT')
  expect(await demo.end).toEqual({ status: 0, signal: null })
  expect(demo.stderr).toBe('')
  expect(readdirSync(temporary)).toEqual([])
})
