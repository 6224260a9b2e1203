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
