import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadConfig } from './load.ts'
import { printConfig } from './print.ts'
import { configReference } from './reference.ts'
import { keyNames } from './schema.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-reference-'))
afterAll(() => rmSync(directory, { recursive: true }))

function load(text: string) {
  const file = join(directory, 'waggle.toml')
  writeFileSync(file, text)
  return loadConfig({ file })
}

describe('configReference', () => {
  const reference = configReference()

  test('loads, and changes nothing as it stands', () => {
    expect(load(reference)).toEqual(loadConfig())
  })

  test('gives every key with its default once the # is removed', () => {
    const config = load(reference.replaceAll(/^#(?! )/gm, ''))
    expect(config.explicitKeys).toEqual(keyNames)
    expect({ ...config, explicitKeys: [] }).toEqual(loadConfig())
  })

  test('says where a mode has another default', () => {
    expect(reference).toMatch(
      /\n# In the registered mode the default is 800\.\n(?:# .*\n)+#interval_seconds = 1800\n/,
    )
  })

  test('has lines of at most 100 columns', () => {
    for (const line of reference.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
  })
})

describe('printConfig', () => {
  test('prints what loads as the same values', () => {
    const config = loadConfig({
      overrides: [
        'tracker.trusted_proxies=["10.0.0.0/8","::1"]',
        'tracker.proxy_protocol=["[::]:6969"]',
        'tracker.interval_seconds=60',
      ],
    })
    const text = printConfig(config)
    expect({ ...load(text), explicitKeys: [] }).toEqual({ ...config, explicitKeys: [] })
    expect(text).toContain('\nproxy_protocol = [ "[::]:6969" ]\n')
    expect(text).toContain('\ninterval_seconds = 60\n')
    expect(text).toContain('\nmin_interval_seconds = 60 # default\n')
  })

  test('prints the defaults of the mode', () => {
    const config = loadConfig({ overrides: ['mode=registered'] })
    expect(printConfig(config)).toContain('\npeer_timeout_seconds = 1200 # default\n')
    expect({ ...load(printConfig(config)), explicitKeys: [] }).toEqual({
      ...config,
      explicitKeys: [],
    })
  })

  test('hides the password of the database', () => {
    const config = loadConfig({ overrides: ['database.url=postgres://me:secret@db/waggle'] })
    expect(printConfig(config)).toContain('url = "postgres://me:***@db/waggle"')
  })
})
