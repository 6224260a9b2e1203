/** Texts of members on pages. */
import { expect, test } from 'vitest'
import { plainText } from './plain-text.ts'

test('paragraphs and line ends are kept, and nothing else means anything', () => {
  const shown = plainText('One\r\ntwo\n\n\n<b>three</b>\n\n  \n').toString()
  expect(shown).toBe('<p dir="auto">One<br>two</p>\n<p dir="auto">&lt;b&gt;three&lt;/b&gt;</p>\n')
})
