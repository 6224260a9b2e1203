/** Who may ban whom. */
import { expect, test } from 'vitest'
import { mayKeepOut } from './may-keep-out.ts'

test('those who moderate keep out members, administrators everybody, and nobody themselves', () => {
  const ranked = [
    { id: 1, role: 'member' },
    { id: 2, role: 'uploader' },
    { id: 3, role: 'moderator' },
    { id: 4, role: 'moderator' },
    { id: 5, role: 'administrator' },
    { id: 6, role: 'administrator' },
  ] as const
  const whom = ranked.map((by) =>
    ranked.flatMap((member) => (mayKeepOut(by, member) ? member.id : [])),
  )
  expect(whom).toEqual([[], [], [1, 2], [1, 2], [1, 2, 3, 4, 6], [1, 2, 3, 4, 5]])
})
