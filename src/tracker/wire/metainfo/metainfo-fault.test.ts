import { describe, expect, test } from 'vitest'
import { MetainfoFault, metainfoFaultTexts } from './metainfo-fault.ts'

const catalogue = Object.entries(metainfoFaultTexts)

test('codes are kebab-case, and texts are sentences, each of them once', () => {
  for (const [code, text] of catalogue) {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(text).toMatch(/^[A-Z][\x20-\x7e]+\.$/)
  }
  expect(new Set(catalogue.map(([, text]) => text)).size).toBe(catalogue.length)
})

test('every text says what to do', () => {
  const remedy = /\b(?:Make|make|Get|Rename|Pack|Use|Split|Choose|Remove|Add|Give|Leave) |\bagain\b/
  for (const [, text] of catalogue) expect(text).toMatch(remedy)
})

const shown = (subject: string): string =>
  new MetainfoFault('name-control', { subject }).subject ?? ''

describe('MetainfoFault', () => {
  test('says where, if it knows', () => {
    const text = metainfoFaultTexts['name-dots']
    expect(new MetainfoFault('name-dots').message).toBe(text)
    expect(new MetainfoFault('name-dots', { byte: 7 }).message).toBe(`${text} (byte 7)`)
    expect(new MetainfoFault('name-dots', { byte: 7, subject: 'a/..' }).message).toBe(
      `${text} (at "a/..", byte 7)`,
    )
  })

  test('shows names as they are, and makes visible what does not show', () => {
    expect(shown('größe 日本 🐝.txt')).toBe('größe 日本 🐝.txt')
    expect(shown('a\nb\u0000')).toBe('a\\u{a}b\\u{0}')
    expect(shown('photo\u202egpj.exe')).toBe('photo\\u{202e}gpj.exe')
    expect(shown('a\u00a0b\u2028\u200b\ud800')).toBe('a\\u{a0}b\\u{2028}\\u{200b}\\u{d800}')
  })

  test('cuts what is too long for a line', () => {
    expect(shown('x'.repeat(121))).toBe(`${'x'.repeat(120)}…`)
    expect(shown('x'.repeat(120))).toBe('x'.repeat(120))
  })
})
