import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { DataDirectory } from './data-directory.ts'
import { removeSetUpLink, writeSetUpLink } from './set-up-link.ts'

const path = mkdtempSync(join(tmpdir(), 'waggle-link-'))
const directory: DataDirectory = { path, file: (name) => join(path, name), unlock: () => {} }
afterAll(() => rmSync(path, { recursive: true }))

test('the link is for its owner alone, also where another file was in its place', () => {
  for (const name of ['setup-link.txt', 'setup-link.txt.new'])
    writeFileSync(join(path, name), 'old', { mode: 0o644 })
  const written = writeSetUpLink(directory, 'http://127.0.0.1:8080/set-password/x')
  expect(written).toBe(join(path, 'setup-link.txt'))
  expect(readFileSync(written, 'utf8')).toBe('http://127.0.0.1:8080/set-password/x\n')
  expect(statSync(written).mode & 0o777).toBe(0o600)
  expect(existsSync(`${written}.new`)).toBe(false)
})

test('it is removed, and that it is gone already is no trouble', () => {
  removeSetUpLink(directory)
  expect(existsSync(join(path, 'setup-link.txt'))).toBe(false)
  removeSetUpLink(directory)
})

test('where it cannot be written the operator is told', () => {
  const missing = { ...directory, file: (name: string) => join(path, 'missing', name) }
  expect(() => writeSetUpLink(missing, 'x')).toThrow(
    /^data\.directory: .*setup-link\.txt cannot be/,
  )
})
