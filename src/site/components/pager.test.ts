import { expect, test } from 'vitest'
import { en } from '../texts/en.ts'
import { pager } from './pager.ts'

test('a pager leads where there is a page', () => {
  const text = pager(en, { newerHref: undefined, olderHref: '?after=7', summary: '1–50' })
  expect(text.toString()).toContain('<a rel="next" href="?after=7">Older →</a>')
  expect(text.toString()).not.toContain('Newer')
})

test('pages of a list that is not by time are previous and next ones', () => {
  const options = { newerHref: '?before=3', olderHref: '?after=7', summary: '1–50' }
  const text = pager(en, { ...options, isByTime: false }).toString()
  expect(text).toContain('<a rel="prev" href="?before=3">← Previous</a>')
  expect(text).toContain('<a rel="next" href="?after=7">Next →</a>')
})
