import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { isDefault } from './config.ts'
import { ConfigError } from './config-error.ts'
import { type ConfigSource, loadConfig } from './load.ts'
import { keyNames } from './schema.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-config-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** Writes a TOML file and gives its path. */
function fileOf(text: string): string {
  const file = join(directory, 'waggle.toml')
  writeFileSync(file, text)
  return file
}

/** The error of loading, with the path of the file written short. */
function errorOf(source: ConfigSource): ConfigError {
  try {
    loadConfig(source)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('it loaded')
}

/** How long peers live in the registered mode. */
function timeoutOf(...overrides: string[]): number {
  return loadConfig({ overrides: ['mode=registered', ...overrides] }).tracker.peerTimeoutSeconds
}

function linesOf(source: ConfigSource): string[] {
  return errorOf(source).problems.map(({ line }) => line.replaceAll(`${directory}/`, ''))
}

describe('loadConfig', () => {
  test('gives every key its default without a file', () => {
    const config = loadConfig()
    expect(config.mode).toBe('open')
    expect(config.tracker.udp).toEqual([
      { host: '0.0.0.0', port: 6969, family: 4 },
      { host: '::', port: 6969, family: 6 },
    ])
    expect(config.tracker.intervalSeconds).toBe(1800)
    expect(config.explicitKeys).toEqual([])
    expect(keyNames.every((key) => isDefault(config, key))).toBe(true)
  })

  test('takes the file before the default and --set before the file', () => {
    const file = fileOf(`
      mode = "open"
      [tracker]
      udp = ["127.0.0.1:1"]
      interval_seconds = 600
      trusted_proxies = ["10.0.0.0/8"]
      [site]
      url = "https://tracker.example/"
    `)
    const config = loadConfig({ file, overrides: ['tracker.interval_seconds=1200'] })
    expect(config.tracker.udp).toEqual([{ host: '127.0.0.1', port: 1, family: 4 }])
    expect(config.tracker.intervalSeconds).toBe(1200)
    expect(config.tracker.trustedProxies).toEqual([
      { address: '10.0.0.0', prefixBits: 8, family: 4 },
    ])
    expect(config.site.url).toBe('https://tracker.example')
    expect(isDefault(config, 'tracker.udp')).toBe(false)
    expect(isDefault(config, 'tracker.http')).toBe(true)
  })

  test('a written value counts as written when it equals the default', () => {
    const config = loadConfig({ overrides: ['tracker.workers=1'] })
    expect(isDefault(config, 'tracker.workers')).toBe(false)
  })

  test('tells every problem at once, with its place, key, value and remedy', () => {
    const file = fileOf(`
      moed = "open"
      [tracker]
      udp = ["127.0.0.1:1", "tracker.example:2", 3]
      workers = 17
      full_scrape = "yes"
      numwant_max = 20
      numwant_default = 30
      [foo]
    `)
    expect(linesOf({ file, overrides: ['tracker.interval_seconds=soon'] })).toEqual([
      'waggle.toml: moed: is not a key; did you mean mode?',
      'waggle.toml: foo: is not a key; remove it, or find the right one with: waggle config reference',
      'waggle.toml: tracker.udp = "tracker.example:2": "tracker.example" is not an address (names are not looked up); write address:port, such as "0.0.0.0:6969", "127.0.0.1:8080" or "[::]:6969"',
      'waggle.toml: tracker.udp = 3: must be an address and a port in quotes, such as "0.0.0.0:6969"',
      'waggle.toml: tracker.workers = 17: must be a whole number from 1 to 16',
      '--set: tracker.interval_seconds = "soon": must be a whole number from 1 to 9000',
      'waggle.toml: tracker.full_scrape = "yes": must be true or false, without quotes',
      'waggle.toml: tracker.numwant_default = 30: must not be above tracker.numwant_max (20); lower it, or raise the other',
    ])
  })

  test.each([
    ['tracker = 5', 'tracker: is a section and holds no value itself; write [tracker]'],
    ['[[tracker]]\nudp = []', 'tracker: is a section and holds no value itself'],
    ['[tracker.udp]\na = 1', 'tracker.udp = {"a":1}: must be a list of addresses'],
    ['[tracker]\nworkers = 1.5', 'tracker.workers = 1.5: must be a whole number'],
    [
      '[tracker]\nproxy_protocol = 1',
      'tracker.proxy_protocol = 1: must be true for all, false for',
    ],
    [
      '[tracker]\nproxy_protocol = [1]',
      'tracker.proxy_protocol = [1]: must be true for all, false',
    ],
    [
      '[tracker]\nproxy_protocol = ["0.0.0.0:6969", "here"]',
      'tracker.proxy_protocol = "here": is not an address and a port',
    ],
    ['[tracker]\nworkers = inf', 'tracker.workers = null: must be a whole number'],
    ['[tracker]\nworkers = 2026-11-20', 'tracker.workers = "2026-11-20": must be a whole number'],
    ['[constructor]\nx = 1', 'constructor.x: is not a key'],
    ['toString = 1', 'toString: is not a key'],
    [
      '[log]\nlevel = "loud"',
      'log.level = "loud": must be "trace", "debug", "info", "warn", "error", "fatal" or',
    ],
    ['[data]\ndirectory = ""', 'data.directory = "": must be a path'],
    [
      '[database]\nurl = "mysql://a:b@c"',
      'database.url = "mysql://a:***@c": must be "sqlite:" and',
    ],
  ])('refuses %j', (text, line) => {
    const lines = linesOf({ file: fileOf(text) })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`waggle.toml: ${line}`)
  })

  test('limits the entries of a list', () => {
    const many = JSON.stringify(Array.from({ length: 65 }, (_, index) => `10.0.0.${index}`))
    const [line] = linesOf({ overrides: [`tracker.trusted_proxies=${many}`] })
    expect(line).toContain('has too many entries; keep at most 64')
    const ports = JSON.stringify(Array.from({ length: 65 }, (_, index) => `10.0.0.1:${index}`))
    const [ofPorts] = linesOf({ overrides: [`tracker.proxy_protocol=${ports}`] })
    expect(ofPorts).toContain('has too many entries; keep at most 64')
  })

  test('says where TOML breaks off', () => {
    const error = errorOf({ file: fileOf('[tracker]\nudp = [1\nworkers = 1\n') })
    expect(error.problems[0]?.code).toBe('invalid_toml')
    expect(error.message).toContain('waggle.toml:3:1: is not valid TOML: ')
    expect(error.message.split('\n')).toHaveLength(1)
  })

  test.each([
    ['missing.toml', 'there is no such file'],
    ['', 'it is a directory'],
  ])('says why %j cannot be read', (name, reason) => {
    const error = errorOf({ file: join(directory, name) })
    expect(error.problems[0]?.code).toBe('unreadable_file')
    expect(error.message).toContain(
      `cannot be read (${reason}); name a readable file with --config`,
    )
  })

  test('the registered mode has defaults of its own', () => {
    const { tracker } = loadConfig({ overrides: ['mode=registered'] })
    expect(tracker.intervalSeconds).toBe(800)
    expect(tracker.minIntervalSeconds).toBe(400)
    expect(tracker.peerTimeoutSeconds).toBe(1200)
    expect(tracker.fullScrape).toBe(true)
    expect(tracker.numwantDefault).toBe(50)
  })

  test('in the registered mode peers live for both intervals, unless something else is written', () => {
    expect(timeoutOf('tracker.interval_seconds=100')).toBe(200)
    expect(timeoutOf('tracker.interval_seconds=9000', 'tracker.min_interval_seconds=9000')).toBe(
      18_000,
    )
    expect(timeoutOf('tracker.peer_timeout_seconds=0')).toBe(1200)
    expect(timeoutOf('tracker.peer_timeout_seconds=5')).toBe(5)
  })

  test('what is written counts in every mode', () => {
    const overrides = ['mode=registered', 'tracker.interval_seconds=1800']
    const { tracker } = loadConfig({ overrides: [...overrides, 'tracker.full_scrape=false'] })
    expect(tracker.intervalSeconds).toBe(1800)
    expect(tracker.minIntervalSeconds).toBe(400)
    expect(tracker.fullScrape).toBe(false)
  })

  test('defaults give way to what is written', () => {
    const { tracker } = loadConfig({
      overrides: [
        'tracker.interval_seconds=100',
        'tracker.interval_jitter_percent=10',
        'tracker.numwant_max=20',
      ],
    })
    expect(tracker.minIntervalSeconds).toBe(90)
    expect(tracker.numwantDefault).toBe(20)
  })
})
