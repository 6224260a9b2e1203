import { expect, test } from 'vitest'
import { untrackedTable } from './untracked-table.ts'

test('requests and replies of every port of the tracker go untracked, in a table that needs no other', () => {
  expect(untrackedTable([6969, 6969])).toBe(
    'table inet waggle { chain in { type filter hook prerouting priority raw; udp dport 6969 notrack; }; chain out { type filter hook output priority raw; udp sport 6969 notrack; }; }',
  )
  expect(untrackedTable([80, 0, 6969])).toContain('udp sport { 80, 6969 } notrack')
})

test('a tracker without UDP has no such ports', () => {
  expect(untrackedTable([])).toBeUndefined()
  expect(untrackedTable([0])).toBeUndefined()
})
