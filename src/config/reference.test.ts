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

  test('has lines of at most 100 columns', () => {
    for (const line of reference.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
  })
})

describe('printConfig', () => {
  test('prints what loads as the same values', () => {
    const config = loadConfig({
      overrides: ['tracker.trusted_proxies=["10.0.0.0/8","::1"]', 'tracker.interval_seconds=60'],
    })
    const text = printConfig(config)
    expect({ ...load(text), explicitKeys: [] }).toEqual({ ...config, explicitKeys: [] })
    expect(text).toContain('\ninterval_seconds = 60\n')
    expect(text).toContain('\nmin_interval_seconds = 60 # default\n')
  })

  test('hides the password of the database', () => {
    const config = loadConfig({ overrides: ['database.url=postgres://me:secret@db/waggle'] })
    expect(printConfig(config)).toContain('url = "postgres://me:***@db/waggle"')
  })
})
