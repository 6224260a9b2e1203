import { expect, test } from 'vitest'
import { mayDo, roles, rolesThatMay } from './role.ts'

test('roles go from the least to the most', () => {
  expect(roles).toEqual(['member', 'uploader', 'moderator', 'administrator'])
})

test('administrators alone look after the whole site', () => {
  expect(rolesThatMay('administer')).toEqual(['administrator'])
  expect(mayDo('moderator', 'administer')).toBe(false)
})
