import { describe, expect, test } from 'vitest'
import { isKeyName, isSection, keyFacts, keyNames, sectionOf } from './schema.ts'

describe.each(keyNames)('%s', (key) => {
  const { doc, allowed, schema, default: initial } = keyFacts(key)

  test('has a default that is allowed', () => {
    expect(schema.safeParse(initial).success).toBe(true)
  })

  test('has a doc in sentences, and words for what is allowed', () => {
    expect(doc).toMatch(/^[A-Z].*[.:\]]$/s)
    expect(allowed).not.toBe('')
  })

  test('is written in snake case under its section', () => {
    expect(key).toMatch(/^([a-z]+\.)?[a-z][a-z0-9]*(_[a-z]+)*$/)
  })
})

test('the keys of a section stand together, those without one first', () => {
  const order = keyNames.map(sectionOf)
  const changes = order.filter((section, index) => section !== order[index - 1])
  expect(changes).toEqual([...new Set(order)])
  expect(changes[0]).toBe('')
})

test('names that every object has are neither keys nor sections', () => {
  for (const name of ['constructor', 'toString', '__proto__', '']) {
    expect(isKeyName(name)).toBe(false)
    expect(isSection(name)).toBe(false)
  }
})
