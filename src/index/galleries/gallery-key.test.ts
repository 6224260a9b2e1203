import { expect, test } from 'vitest'
import { newGalleryKey } from './gallery-key.ts'

test('keys are 10 digits and lower-case letters, of each as many', () => {
  const keys = Array.from({ length: 2000 }, newGalleryKey)
  expect(new Set(keys).size).toBe(2000)
  expect(keys.every((key) => /^[0-9a-z]{10}$/.test(key))).toBe(true)
  const counts = new Map<string, number>()
  for (const character of keys.join('')) counts.set(character, (counts.get(character) ?? 0) + 1)
  expect(counts.size).toBe(36)
  // 20,000 / 36 = 556; six deviations of a fair draw.
  for (const count of counts.values()) expect(Math.abs(count - 556)).toBeLessThan(142)
})
