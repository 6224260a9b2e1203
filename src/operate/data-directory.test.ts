import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { StartError } from '#base/start-error'
import { openDataDirectory } from './data-directory.ts'

const root = mkdtempSync(join(tmpdir(), 'waggle-data-'))
afterAll(() => rmSync(root, { recursive: true }))

function modeOf(path: string): number {
  return statSync(path).mode & 0o777
}

describe('the data directory', () => {
  test('is made with its parents, for its owner alone', () => {
    const path = join(root, 'made', 'below')
    const directory = openDataDirectory(path)
    expect(directory.path).toBe(path)
    expect(modeOf(path)).toBe(0o700)
    expect(modeOf(directory.file('lock'))).toBe(0o600)
    directory.unlock()
  })

  test('may be there already, with its rights as they are', () => {
    const path = join(root, 'there')
    mkdirSync(path, { mode: 0o750 })
    openDataDirectory(path).unlock()
    expect(modeOf(path)).toBe(0o750)
  })

  test('names files in it by absolute paths', () => {
    const directory = openDataDirectory(join(root, 'a', '..', 'plain'))
    expect(directory.file('keys')).toBe(join(root, 'plain', 'keys'))
    directory.unlock()
  })

  test('belongs to one server at a time', () => {
    const path = join(root, 'locked')
    const first = openDataDirectory(path)
    const second = (): unknown => openDataDirectory(path)
    expect(second).toThrow(StartError)
    expect(second).toThrow(
      `data.directory = "${path}": another Waggle is using it; stop that one, or give this one a directory of its own`,
    )
    first.unlock()
    openDataDirectory(path).unlock()
  })

  test('that is a file is refused with a remedy', () => {
    const path = join(root, 'file')
    writeFileSync(path, '')
    for (const inTheWay of [path, join(path, 'below')]) {
      const open = (): unknown => openDataDirectory(inTheWay)
      expect(open).toThrow(StartError)
      expect(open).toThrow('a file is in the way; name a directory')
    }
  })

  test('that the system does not make, though its parent is there, is refused', () => {
    // Nobody makes a directory in /proc, and the system says that there is none.
    for (const path of ['/proc/waggle', '/proc/waggle/data'])
      expect(() => openDataDirectory(path)).toThrow(
        new RegExp(`^data\\.directory = "${path}": .*choose another$`),
      )
  })

  test('names the process that uses it, whatever stood there before', () => {
    const path = join(root, 'noted')
    mkdirSync(path)
    writeFileSync(join(path, 'lock'), '12345678901234567890\n')
    const directory = openDataDirectory(path)
    expect(directory.holder()).toBe(process.pid)
    directory.noteProcess()
    expect(directory.holder()).toBe(process.pid)
    directory.unlock()
  })

  test('whose lock is a directory is refused with the reason', () => {
    const path = join(root, 'odd')
    mkdirSync(join(path, 'lock'), { recursive: true })
    expect(() => openDataDirectory(path)).toThrow(/data\.directory = ".*odd": .*EISDIR/)
  })
})
