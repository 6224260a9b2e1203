import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { StartError } from '#base/start-error'
import type { TrackerSecrets } from '#tracker/threads/thread-setup'
import { loadSecrets } from './secrets.ts'

const root = mkdtempSync(join(tmpdir(), 'waggle-secrets-'))
afterAll(() => rmSync(root, { recursive: true }))

/** Loads the keys of a directory of its own for each `name`. */
function load(name: string): TrackerSecrets {
  const file = (of: string): string => pathOf(name, of)
  return loadSecrets({ path: root, file, unlock: () => {} }, 'the-directory')
}

function pathOf(name: string, file: string): string {
  return join(root, `${name}-${file}`)
}

describe('the keys', () => {
  test('are made once and stay the same', () => {
    const made = load('same')
    expect(load('same')).toEqual(made)
    expect(statSync(pathOf('same', 'keys')).mode & 0o777).toBe(0o600)
  })

  test('are four words of 32 bits, and other ones in each directory', () => {
    const all = ['one', 'other'].map(load).flatMap(({ connection, swarm }) => [connection, swarm])
    expect(all.flat().every((word) => word === (word | 0))).toBe(true)
    expect(new Set(all.map((words) => words.join())).size).toBe(4)
  })

  test('are what the file says', () => {
    const path = pathOf('known', 'keys')
    writeFileSync(path, 'waggle-keys 1\n0000000100000002 fffffffe80000000 48e0341f\n')
    expect(load('known')).toEqual({ connection: [1, 2], swarm: [-2, -0x8000_0000] })
  })

  test('that are broken anywhere are refused with the file and the remedy', () => {
    load('broken')
    const path = pathOf('broken', 'keys')
    const whole = readFileSync(path, 'utf8')
    const changed = Array.from(whole, (character, at) => {
      const other = character === '0' ? '1' : '0'
      return whole.slice(0, at) + other + whole.slice(at + 1)
    })
    for (const text of ['', 'broken', whole.slice(0, -1), `${whole}\n`, ...changed]) {
      writeFileSync(path, text)
      expect(() => load('broken'), JSON.stringify(text)).toThrow(StartError)
    }
    expect(() => load('broken')).toThrow(
      /^data\.directory = "the-directory": .*broken-keys is broken; restore it from a backup, or remove it/,
    )
  })

  test('that cannot be read are refused with the reason', () => {
    const directory = { path: root, file: () => root, unlock: () => {} }
    const unreadable = (): unknown => loadSecrets(directory, 'the-directory')
    expect(unreadable).toThrow(StartError)
    expect(unreadable).toThrow(/cannot be used \(.*EISDIR/)
  })
})
