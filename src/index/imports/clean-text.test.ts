import { describe, expect, test } from 'vitest'
import { importNameCharactersMax } from '#base/limits'
import { cleanName, decodeText, unescapeEntities } from './clean-text.ts'

describe('bytes', () => {
  test('that are UTF-8 are read as that', () => {
    expect(decodeText(Buffer.from('naïve 漢字 😀'))).toBe('naïve 漢字 😀')
  })

  test('that are not are read as Windows-1252', () => {
    expect(decodeText(Uint8Array.of(0x6e, 0x61, 0xef, 0x76, 0x65, 0x20, 0x80))).toBe('naïve €')
  })
})

describe('a name', () => {
  test.for([
    ['  two\r\n\twords\u00a0\u2003here ', 'two words here'],
    ['a\u0000b\u001bc\u0085d\u2028e', 'a b c d e'],
    ['safe\u202Egpj.exe\u202C', 'safegpj.exe'],
    ['\u2066isolated\u2069', 'isolated'],
    ['half \ud83d of one', 'half \ufffd of one'],
    ['\u0007 \n', ''],
    ['', ''],
  ])('%j becomes %j', ([text, name]) => {
    expect(cleanName(text as string)).toBe(name)
  })

  test('is cut off where it is too long, between characters', () => {
    expect(cleanName('x'.repeat(1000))).toBe('x'.repeat(importNameCharactersMax))
    const odd = 'x'.repeat(importNameCharactersMax - 1)
    expect(cleanName(`${odd}😀 and more`)).toBe(odd)
    expect(cleanName(`${odd.slice(1)}😀 and more`)).toBe(`${odd.slice(1)}😀`)
  })
})

test.for([
  ['a &amp; b &lt;c&gt; &quot;d&quot; &#039;e&#39;', `a & b <c> "d" 'e'`],
  ['&#8364;&#x20ac;&#X1F600;', '€€😀'],
  ['&amp;amp;', '&amp;'],
  ['R&D; &unknown; &#; &#9999999; &', 'R&D; &unknown; &#; &#9999999; &'],
])('%s is %s on a page', ([text, plain]) => {
  expect(unescapeEntities(text as string)).toBe(plain)
})
