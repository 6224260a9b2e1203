import { expect, test } from 'vitest'
import * as z from 'zod'
import { describeIssues } from './describe-issues.ts'

function issuesOf(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value)
  return error === undefined ? '' : describeIssues(error)
}

test('places are written as a program would', () => {
  const schema = z.object({ torrents: z.array(z.object({ name: z.string('must be a text') })) })
  expect(issuesOf(schema, { torrents: [{ name: 'a' }, { name: 1 }] })).toBe(
    'torrents[1].name: must be a text',
  )
})

test('what concerns the whole has no place', () => {
  expect(issuesOf(z.string('must be a text'), 1)).toBe('must be a text')
})

test('of many problems a few are told', () => {
  const schema = z.array(z.string('no'))
  expect(issuesOf(schema, [1, 2, 3, 4, 5, 6, 7])).toBe(
    '[0]: no; [1]: no; [2]: no; [3]: no; [4]: no; and 2 more',
  )
})

test('a field that is missing is told as such, with what it should be', () => {
  const schema = z.strictObject({ name: z.string(), size: z.int(), tags: z.array(z.string()) })
  expect(issuesOf(schema, {})).toBe(
    'name: is missing; it must be a text; size: is missing; it must be a number; tags: is missing; it must be a list',
  )
  expect(issuesOf(schema, { name: 1, size: '1', tags: {} })).toBe(
    'name: must be a text; size: must be a number; tags: must be a list',
  )
  expect(issuesOf(schema, undefined)).toBe('there is no body; send an object as JSON')
})

test('a field that does not exist is told by its name', () => {
  expect(issuesOf(z.strictObject({}), { nmae: 'a', 'b c': 1 })).toBe(
    '"nmae", "b c": there is no such field; leave it out, or correct its name',
  )
})
