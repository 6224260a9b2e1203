/*
 * Shows what a site looks like when people use it: starts a tracker of each mode with made-up content on loopback, and
 * takes all of it away again at the end.
 *
 *   npm run demo                                    runs until Ctrl+C
 *   npm run demo -- --sheet [--out FILE]            writes pictures of all pages on one sheet, and ends; into
 *                                                   a folder as waggle-demo.png
 *   npm run demo -- --images                        writes the pictures of the README anew, and ends
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { demoSites } from './demo/demo-sites.ts'
import { type LivingSite, startSite } from './demo/living-site.ts'
import { writeImages, writeSheet } from './demo/write-pictures.ts'

const { values: options } = parseArgs({
  options: {
    sheet: { type: 'boolean' },
    out: { type: 'string', default: tmpdir() },
    images: { type: 'boolean' },
  },
})

const told = listenToSignals()
const directory = mkdtempSync(join(tmpdir(), 'waggle-demo-'))
const sites: LivingSite[] = []
try {
  await start()
  if (!told.isStopped()) await show()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await Promise.all(sites.map((site) => site.stop()))
  rmSync(directory, { recursive: true, force: true })
}

async function start(): Promise<void> {
  console.log('The demo starts; it makes its torrents and swarms first.')
  for (const site of demoSites) {
    if (told.isStopped()) return
    const living = await startSite(site, directory)
    sites.push(living)
    console.log(`\nThe ${site.mode} tracker ${site.about}: ${living.filled.peers.length} peers`)
    console.log(`  Its pages: ${living.tracker.pageUrl('/')}`)
    if (living.operatorLink !== undefined)
      console.log(`  Become its operator: ${living.operatorLink}`)
  }
}

async function show(): Promise<void> {
  if (options.sheet === true) await writeSheet(sites, sheetFile(resolve(options.out)))
  if (options.images === true) await writeImages(sites, join(import.meta.dirname, '../docs/images'))
  if (options.sheet === true || options.images === true) return
  console.log('\nCtrl+C ends it; its data are removed.')
  await told.stopped
}

function sheetFile(out: string): string {
  const isFolder = statSync(out, { throwIfNoEntry: false })?.isDirectory() === true
  return isFolder ? join(out, 'waggle-demo.png') : out
}

/** From now on Ctrl+C does not end this process: it is to clear up first. */
function listenToSignals(): { readonly stopped: Promise<void>; readonly isStopped: () => boolean } {
  let isStopped = false
  const stopped = new Promise<void>((settle) => {
    const stop = (): void => {
      isStopped = true
      settle()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  })
  return { stopped, isStopped: () => isStopped }
}
