import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemberError } from './member-error.ts'
import { checkedMemberName, memberNameKey } from './member-name.ts'

const codeOf = (name: string): unknown => {
  try {
    checkedMemberName(name)
    return 'good'
  } catch (error) {
    return error instanceof MemberError ? error.code : error
  }
}

test('names have letters and digits of any script, and a few signs', () => {
  for (const name of [
    'al',
    'Waldo_42',
    'a.b-c',
    '7even',
    'José',
    'Ольга',
    'さくら',
    'हिन्दी',
    '王'.repeat(32),
  ])
    expect(codeOf(name), name).toBe('good')
})

test('what is too short, too long, or would be something else to a reader is refused', () => {
  for (const name of [
    '',
    'a',
    'a'.repeat(33),
    '..',
    '.a',
    '-force',
    '_a',
    'a b',
    ' al',
    'al ',
    'a/b',
  ])
    expect(codeOf(name), name).toBe('invalid_name')
  for (const name of ['a\0b', 'a\nb', 'a\u202eb', 'a\u200db', 'a\ud800', '<b>', 'a@b', '😀😀'])
    expect(codeOf(name), name).toBe('invalid_name')
})

test('names that would pass for the site are reserved, however they are written', () => {
  for (const name of ['admin', 'Administrator', 'WAGGLE', 'ädmin', 'ｒｏｏｔ'])
    expect(codeOf(name), name).toBe('reserved_name')
})

test('a name is kept composed', () => {
  expect(checkedMemberName('Jose\u0301').name).toBe('José')
})

test.for([
  ['José', 'jose'],
  ['Straße', 'STRASSE'],
  ['ﬁne', 'Fine'],
  ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
  ['ａｌｉｃｅ', 'Alice'],
  ['Zoe\u0308\u0301', 'zoe'],
] as const)('%s and %s are one name', ([one, other]) => {
  expect(memberNameKey(one)).toBe(memberNameKey(other))
})

test('vowel signs and voicing marks make another name', () => {
  expect(memberNameKey('कि')).not.toBe(memberNameKey('का'))
  expect(memberNameKey('がく')).not.toBe(memberNameKey('かく'))
})

test('what can be no name has the key of none', () => {
  for (const text of ['', 'a', 'a b', 'x'.repeat(33), 'a'.repeat(100_000)])
    expect(memberNameKey(text)).toBe('')
})

test('every name has a key, whatever case it is written in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 2, maxLength: 12 }), (text) => {
      fc.pre(codeOf(text) === 'good')
      expect(memberNameKey(text)).not.toBe('')
      for (const other of [text.toUpperCase(), text.normalize('NFD')])
        if (codeOf(other) === 'good') expect(memberNameKey(other)).toBe(memberNameKey(text))
    }),
  )
})
