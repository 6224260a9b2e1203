import { describe, expect, test } from 'vitest'
import { findNameFault } from './file-name.ts'

const faultOf = (name: string) => findNameFault(Buffer.from(name))

describe('findNameFault', () => {
  test.each([
    'a',
    'Holiday 2026 (part 1).mkv',
    'what? "yes": <1> | *',
    '.hidden',
    '...and more',
    'a..b',
    ' leading space',
    '日本語.txt',
    'שלום',
    'שלום\u200f.txt',
    '🐝',
    'console',
    'com10',
    'nul-and-void.txt',
    'com1x.con',
    '\ufeffcon',
    'é'.repeat(127),
  ])('takes %j', (name) => {
    expect(faultOf(name)).toBeUndefined()
  })

  test.each([
    ['', 'name-empty'],
    ['.', 'name-dots'],
    ['..', 'name-dots'],
    ['a/b', 'name-slash'],
    ['/a', 'name-slash'],
    ['a\\b', 'name-slash'],
    ['a\u0000', 'name-control'],
    ['a\tb', 'name-control'],
    ['a\r\nb', 'name-control'],
    ['a\u007fb', 'name-control'],
    ['a\u009fb', 'name-control'],
    ['a\u202ab', 'name-bidi'],
    ['photo\u202egpj.exe', 'name-bidi'],
    ['a\u2066b', 'name-bidi'],
    ['a\u2069b', 'name-bidi'],
    ['CON', 'name-reserved'],
    ['con.txt', 'name-reserved'],
    ['Prn', 'name-reserved'],
    ['aux.tar.gz', 'name-reserved'],
    ['nul', 'name-reserved'],
    ['COM0', 'name-reserved'],
    ['com9.log', 'name-reserved'],
    ['lpt¹', 'name-reserved'],
    ['...', 'name-trailing'],
    ['a.', 'name-trailing'],
    ['a ', 'name-trailing'],
    ['x'.repeat(256), 'name-too-long'],
    ['é'.repeat(128), 'name-too-long'],
  ])('refuses %j: %s', (name, fault) => {
    expect(faultOf(name)).toBe(fault)
  })

  test.each(['\xff', 'caf\xe9', '\xc0\xae', '\xed\xa0\x80', '\xf8\x88\x80\x80\x80', 'a\xe2\x80'])(
    'refuses the bytes %j, which are not UTF-8',
    (bytes) => {
      expect(findNameFault(Buffer.from(bytes, 'latin1'))).toBe('name-not-utf8')
    },
  )
})
