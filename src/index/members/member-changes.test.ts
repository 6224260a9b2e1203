import { expect, test } from 'vitest'
import type { MemberState } from './member.ts'
import { standingOf } from './member-changes.ts'

const now = 1_800_000_000
const lastingBan = { reason: 'fakes', isPublic: true, at: now - 5, until: undefined }

test.each(['active', 'suspended', 'deleted'] as const)(
  'a member who is %s and not banned stands so',
  (state: MemberState) => {
    expect(standingOf({ state, ban: undefined }, now)).toEqual({ state, reason: undefined })
  },
)

test('a ban counts more than a suspension, and its reason is told where it is public', () => {
  for (const state of ['active', 'suspended'] as const) {
    expect(standingOf({ state, ban: lastingBan }, now)).toEqual({
      state: 'banned',
      reason: 'fakes',
    })
    const secret = { ...lastingBan, isPublic: false }
    expect(standingOf({ state, ban: secret }, now)).toEqual({ state: 'banned', reason: undefined })
  }
})

test('who is deleted is gone, banned or not', () => {
  expect(standingOf({ state: 'deleted', ban: lastingBan }, now)).toEqual({
    state: 'deleted',
    reason: undefined,
  })
})

test('a ban ends when its time has come', () => {
  const ban = { ...lastingBan, until: now }
  expect(standingOf({ state: 'active', ban }, now - 1).state).toBe('banned')
  expect(standingOf({ state: 'active', ban }, now).state).toBe('active')
})
