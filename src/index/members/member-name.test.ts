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

test('what nobody sees is refused, also where it counts as a letter or a mark', () => {
  for (const name of ['dave1\ufe0f', 'dave1\u3164', '\u3164\u3164', 'a\u115fb', 'dave\u034f1'])
    expect(codeOf(name), name).toBe('invalid_name')
  for (const name of ['a\uffa0b', '日本\ufe00', 'a\u180bb', 'a\u2800b', '\u{13441}\u{13441}'])
    expect(codeOf(name), name).toBe('invalid_name')
})

test('letters of alphabets that look alike do not stand in one name', () => {
  for (const name of ['\u0430licex', 'dav\u0435', 'αlice', 'Оlga', 'ΟΒb', 'саlm', 'Ꭺlice', 'аβ'])
    expect(codeOf(name), name).toBe('mixed_name')
  for (const name of [
    'Ольга42',
    'Ώμέγα',
    'John王',
    'Xさくら',
    'Kim김',
    'ab-ข้าว',
    'µTorrent',
    'Кот_王',
  ])
    expect(codeOf(name), name).toBe('good')
})

test.for([
  ['Вера', 'bepa'],
  ['АӀІСЕ', 'alice'],
  ['ΝΙΚΟ', 'niko'],
  ['Bepa', 'вера'],
  ['KOMA', 'кома'],
  ['Niko', 'νικο'],
  ['ΟΤΤΟ', 'отто'],
  ['Ёва', 'eba'],
] as const)('%s looks like %s', ([name, key]) => {
  expect(checkedMemberName(name).alikeKeys).toContain(key)
})

test('a name with a letter of its own looks like no other', () => {
  for (const name of ['Ольга', 'Σίσυφος', 'Frank', '王さん'])
    expect(checkedMemberName(name).alikeKeys, name).toEqual([])
})

test('members with names that are refused by now are still found by them', () => {
  for (const name of ['dave1\ufe0f', '\u0430licex']) expect(memberNameKey(name)).not.toBe('')
})

test('names that would pass for the site are reserved, however they are written', () => {
  for (const name of ['admin', 'Administrator', 'WAGGLE', 'ädmin', 'ｒｏｏｔ', 'ѕуѕтем'])
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
