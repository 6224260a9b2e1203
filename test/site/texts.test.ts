/** Every word of the site stands in its texts: no template has words of its own, and no text is left over. */
import { describe, expect, test } from 'vitest'
import { en } from '#site/texts/en'
import { productFiles, readText } from '../tidy/project-files.ts'

const siteFiles = productFiles.filter((path) => path.startsWith('src/site/'))

/** The fixed parts of each html template in `source`, with a blank for each hole. */
function templatesOf(source: string): string[] {
  const found: string[] = []
  for (let at = source.indexOf('html`'); at !== -1; at = source.indexOf('html`', at + 1))
    found.push(fixedParts(source, at + 'html`'.length))
  return found
}

function fixedParts(source: string, from: number): string {
  let text = ''
  for (let at = from; source[at] !== '`'; at++) {
    if (source.startsWith('${', at)) at = endOfHole(source, at)
    else text += source[at]
  }
  return text
}

/** Where the brace of the hole closes; templates inside of it are looked at by themselves. */
function endOfHole(source: string, from: number): number {
  let depth = 0
  for (let at = from; ; at++) {
    if (source[at] === '{') depth++
    if (source[at] === '}' && --depth === 0) return at
  }
}

describe('the words of the site', () => {
  test.for(siteFiles)('%s has none in its templates', (path) => {
    const words = templatesOf(readText(path)).flatMap((template) => {
      const shown = template.replaceAll(/<[^>]*>/g, ' ')
      const told = [...template.matchAll(/\b(?:title|alt|placeholder|aria-label)="([^"]+)"/g)]
      return [...shown.matchAll(/\p{L}{2,}/gu)]
        .map(([word]) => word)
        .concat(told.map(([, word = '']) => word))
    })
    expect(words, 'move them to src/site/texts/en.ts').toEqual([])
  })

  test('are all used', () => {
    const sources = siteFiles
      .filter((path) => !path.includes('/texts/'))
      .map(readText)
      .join('\n')
    const unused = leafNames(en).filter((name) => !new RegExp(`\\b${name}\\b`).test(sources))
    expect(unused, 'remove them from src/site/texts/en.ts').toEqual([])
  })
})

/** Asked for by a name that is computed: a status, a reason, a role. */
const tables = new Set([
  'acted',
  'acts',
  'canned',
  'details',
  'endings',
  'events',
  'faults',
  'kinds',
  'reasons',
  'refusals',
  'roles',
  'scopes',
  'errors',
  'family',
  'links',
  'meaning',
  'means',
  'periods',
  'states',
  'protocols',
  'tabs',
])

/** The names of single texts, and of tables. */
function leafNames(texts: object): string[] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) => {
    const isTable = tables.has(name)
    const isLeaf = typeof value !== 'object' || value === null || Array.isArray(value)
    return isLeaf || isTable ? [name] : leafNames(value)
  })
}
