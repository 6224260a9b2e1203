/**
 * Configuration that cannot be used (design, section 13), whatever the driver: each mistake is one line that says where
 * it stands, which key it is, what it holds and what to write instead, and the exit status is 1.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { failedStart, serveCommand } from '../support/failed-start.ts'
import { ProcessRun } from '../support/process-run.ts'
import { baseSettings, freshDirectory, type Settings } from '../support/waggle.ts'

const parent = freshDirectory()
afterAll(() => rmSync(parent, { recursive: true, force: true }))

const settings = (more: Settings): Settings => ({
  ...baseSettings(drivers[0], join(parent, 'data')),
  ...more,
})

describe('a configuration that cannot be used', () => {
  test('a configuration file that is not there is named', async () => {
    const file = join(parent, 'none.toml')
    const line = await failedStart({ settings: {}, args: ['--config', file] })
    expect(line).toContain(file)
  })

  test('a configuration file that cannot be read is named', async () => {
    const line = await failedStart({ settings: {}, args: ['--config', parent] })
    expect(line).toContain(parent)
  })

  test('a configuration file that is no TOML is named with the place', async () => {
    const file = join(parent, 'broken.toml')
    writeFileSync(file, 'mode = "open"\n[tracker\ninterval_seconds = 5\n')
    const line = await failedStart({ settings: {}, args: ['--config', file] })
    expect(line).toContain(file)
    expect(line).toMatch(/\b[23]\b/)
  })

  test('an unknown key in a file is named with its file and the key that was meant', async () => {
    const file = join(parent, 'unknown.toml')
    writeFileSync(file, '[tracker]\nintervall_seconds = 5\n')
    const line = await failedStart({ settings: settings({}), args: ['--config', file] })
    expect(line).toContain(file)
    expect(line).toContain('tracker.intervall_seconds')
    expect(line).toMatch(/tracker\.interval_seconds\b/)
  })

  const mistakes: readonly [key: string, value: string, named: RegExp][] = [
    ['tracker.numwant_maxx', '5', /tracker\.numwant_max\b/],
    ['trackr.udp', '[]', /tracker\.udp/],
    ['tracker.workers', '0', /tracker\.workers.*0.*\b1\b/],
    ['tracker.interval_seconds', '-5', /tracker\.interval_seconds.*-5/],
    ['tracker.interval_seconds', 'often', /tracker\.interval_seconds.*often/],
    ['tracker.numwant_max', '100000', /tracker\.numwant_max.*100000/],
    ['tracker.peers_max', '1000000000000', /tracker\.peers_max.*1000000000000/],
    ['tracker.peers_max', '150000000', /tracker\.peers_max = 150000000.*memory/],
    ['tracker.torrents_max', '1000000000000', /tracker\.torrents_max.*1000000000000/],
    ['tracker.driver', 'windows', /tracker\.driver.*windows.*portable/],
    ['mode', 'closed', /mode.*closed.*open/],
    ['site.listen', 'here', /site\.listen.*here/],
    ['site.listen', '127.0.0.1:99999', /site\.listen.*99999/],
    ['tracker.http', '["127.0.0.1"]', /tracker\.http.*127\.0\.0\.1/],
    ['tracker.trusted_proxies', '["10.0.0.0/99"]', /tracker\.trusted_proxies.*10\.0\.0\.0\/99/],
    ['tracker.full_scrape', 'yes', /tracker\.full_scrape.*yes/],
  ]

  test.for(mistakes)('%s = %s is named with what to write instead', async (mistake) => {
    const [key, value, named] = mistake
    const line = await failedStart({ settings: settings({ [key]: value }) })
    expect(line).toContain(key)
    expect(line).toMatch(named)
  })

  test('a setting without a value is named', async () => {
    const line = await failedStart({ settings: settings({}), args: ['--set', 'nonsense'] })
    expect(line).toContain('nonsense')
  })

  test('an unknown option is named', async () => {
    const line = await failedStart({ settings: settings({}), args: ['--nonsense'] })
    expect(line).toContain('--nonsense')
  })

  test('of two mistakes both are named', async () => {
    const run = new ProcessRun(
      serveCommand({ settings: settings({ 'tracker.workers': '0', 'tracker.nonsens': '1' }) }),
    )
    expect(await run.end).toEqual({ status: 1, signal: null })
    expect(run.stderr).toContain('tracker.workers')
    expect(run.stderr).toContain('tracker.nonsens')
  })

  const old = ['/usr/local/bin/node', '/usr/bin/node'].filter((path) => majorVersion(path) < 26)

  test.for(old)('the old Node at %s is told which one is needed', async (path) => {
    const line = await failedStart({ settings: settings({}), prefix: [path] })
    expect(line).toMatch(/Node.*26/)
    expect(line).toContain(String(majorVersion(path)))
  })
})

/** The major version of the Node at `path`; a high number where there is none. */
function majorVersion(path: string): number {
  if (!existsSync(path)) return Number.POSITIVE_INFINITY
  const text = execFileSync(path, ['--version'], { encoding: 'utf8' })
  return Number(/^v(\d+)/.exec(text)?.[1])
}
