import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { StartError } from '#base/start-error'
import { loadPolicyDocuments } from './policy-documents.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-pages-'))
afterAll(() => rmSync(directory, { recursive: true }))

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text)
}

test('each page that comes with the program can be read and says when it was changed', () => {
  for (const document of Object.values(loadPolicyDocuments(''))) {
    expect(document.updated).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(document.parts[0]?.text).toMatch(/^\n# /)
  }
})

test("a file of the operator's takes the place of one page and of no other", () => {
  write('privacy.md', '# Ours\n')
  const documents = loadPolicyDocuments(directory)
  expect(documents.privacy.parts[0]?.text).toBe('# Ours\n')
  expect(documents.policy).toEqual(loadPolicyDocuments('').policy)
  rmSync(join(directory, 'privacy.md'))
})

test.for([
  ['terms.md', '# x', /terms\.md is none of the pages, which are policy\.md, privacy\.md/],
  ['policy.md', '{tracker}', /policy\.md: \{tracker\} names nothing/],
  ['policy.md', '<!-- if tracker -->', /policy\.md: "if tracker" names nothing/],
] as const)('%s with %j is refused by its name', ([name, text, message]) => {
  write(name, text)
  expect(() => loadPolicyDocuments(directory)).toThrow(StartError)
  expect(() => loadPolicyDocuments(directory)).toThrow(message)
  rmSync(join(directory, name))
})

test('a directory that is not there is refused with what to do', () => {
  expect(() => loadPolicyDocuments(join(directory, 'no'))).toThrow(
    /^site\.pages: .*\/no cannot be read \(ENOENT.*name a directory with Markdown files/,
  )
})
