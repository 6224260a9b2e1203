import { expect, test } from 'vitest'
import { formatOtherTracker, parseOtherTracker } from './other-tracker.ts'

test('an address and a credit are read and written', () => {
  const text = 'udp://tracker.example:6969 Example Association of 2026'
  const tracker = { url: 'udp://tracker.example:6969', credit: 'Example Association of 2026' }
  expect(parseOtherTracker(text)).toEqual({ value: tracker })
  expect(formatOtherTracker(tracker)).toBe(text)
})

test.for([
  ['udp://tracker.example:6969', /who keeps it/],
  ['', /who keeps it/],
  ['udp://tracker.example Somebody', /must end in a port/],
  ['udp://tracker.example:6969/announce Somebody', /which is appended/],
  ['wss://tracker.example Somebody', /must begin with/],
] as const)('%j says what is missing', ([text, problem]) => {
  expect(parseOtherTracker(text).problem).toMatch(problem)
})
