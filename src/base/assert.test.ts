import { expect, test } from 'vitest'
import { assert } from './assert.ts'

test('a false condition throws its message', () => {
  expect(() => assert(false, 'counts differ')).toThrow('counts differ')
  expect(() => assert(true, 'counts differ')).not.toThrow()
})
