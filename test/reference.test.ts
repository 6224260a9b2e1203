/** The generated pages say what the code says. */
import { readdirSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { commandLinePage, referencePages } from '../scripts/generate.ts'

const root = new URL('../', import.meta.url)
const pages = referencePages()

describe('the reference', () => {
  test.each([...pages])('%s is what the code says', (path, text) => {
    expect(readFileSync(new URL(path, root), 'utf8'), 'run npm run generate').toBe(text)
  })

  test('holds no page that nothing writes', () => {
    const written = readdirSync(new URL('docs/reference/', root)).map(
      (name) => `docs/reference/${name}`,
    )
    const message = 'remove the page, or write it in scripts/generate.ts'
    expect(new Set(written), message).toEqual(new Set(pages.keys()))
  })

  test('has no line end or bar inside a table cell that would break the table', () => {
    for (const [path, text] of pages) {
      const widths = text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.replaceAll('\\|', '').split('|').length)
      expect(new Set(widths).size, path).toBeLessThanOrEqual(1)
    }
  })
})

describe('the page of the command line', () => {
  test('has a section for each command that does something, with its options', () => {
    const program = new Command('waggle')
    const config = program.command('config')
    config
      .command('check')
      .argument('<name>', 'which one')
      .description('checks it')
      .option('--set <key=value>', 'override one | key')
    const text = commandLinePage(program)
    expect(text).toContain('## waggle config check\n\nchecks it\n')
    expect(text).toContain('    waggle config check [options] <name>\n')
    expect(text).toContain('| `name` | which one |')
    expect(text).toContain('| `--set <key=value>` | override one \\| key |')
    expect(text).not.toContain('## waggle config\n')
  })
})
