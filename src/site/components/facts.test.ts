import { expect, test } from 'vitest'
import { facts } from './facts.ts'

test('what there is nothing to say of is left out, and a zero is not', () => {
  const text = facts([
    { name: 'Size', value: '<b>' },
    { name: 'Pieces', value: undefined },
    { name: 'Pinned', value: false },
    { name: 'Failures', value: 0 },
  ]).toString()
  expect(text.replaceAll(/\s*\n\s*/g, '')).toBe(
    '<dl class="facts"><dt>Size</dt><dd>&lt;b&gt;</dd><dt>Failures</dt><dd>0</dd></dl>',
  )
})
