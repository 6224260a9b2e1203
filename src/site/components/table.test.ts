import { describe, expect, test } from 'vitest'
import { html } from '../html.ts'
import { en } from '../texts/en.ts'
import { type Column, table } from './table.ts'

type Row = { readonly name: string; readonly seeds: number }

const columns: readonly Column<Row>[] = [
  { head: 'Name', kind: 'name', cell: ({ name }) => html`<a href="/1">${name}</a>` },
  {
    head: '▲',
    title: 'Seeds',
    kind: 'number',
    glyph: 'seeds',
    sortHref: '?sort=seeds&from=1',
    sorted: 'descending',
    cell: ({ seeds }) => seeds,
  },
  { head: 'Uploader', sortHref: '?sort=uploader', cell: () => 'member-1' },
]

function shown(rows: readonly Row[]): string {
  return table(en, { caption: 'All <torrents>', isList: true, columns, rows }).toString()
}

describe('a table', () => {
  test('says what it lists', () => {
    expect(shown([])).toContain('<caption class="unseen">All &lt;torrents&gt;</caption>')
  })

  test('sorts by links, and says of the sorted column which way', () => {
    const text = shown([])
    expect(text).toContain(
      '<th scope="col" class="n up" aria-sort="descending"><a href="?sort=seeds&amp;from=1" title="sorted, highest first"><abbr title="Seeds">▲</abbr> ↓</a></th>',
    )
    expect(text).toContain('<th scope="col"><a href="?sort=uploader">Uploader</a></th>')
    expect(text).toContain('<th scope="col" class="name">Name</th>')
    expect(text.match(/<col [^>]*>/g)).toEqual(['<col >', '<col class="sorted">', '<col >'])
  })

  test('has a cell for each row and column, escaped', () => {
    const text = shown([{ name: '<i>', seeds: 3 }])
    expect(text).toContain(
      '<td class="name"><a href="/1">&lt;i&gt;</a></td><td class="n up">3</td>',
    )
    expect(text).toContain('<td >member-1</td>')
  })

  test('marks what has no seeds', () => {
    expect(shown([{ name: 'a', seeds: 0 }])).toContain('<td class="n up none">0</td>')
  })
})
