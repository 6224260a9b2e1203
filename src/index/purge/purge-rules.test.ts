import { expect, test } from 'vitest'
import { dueUpSeconds, type PurgeRules, purgeAllowanceOf, warnDaysOf } from './purge-rules.ts'
import type { GivenWarning, PurgeTorrent } from './purge-torrent.ts'

const day = 86_400
const rules: PurgeRules = {
  expungedAfterDays: 7,
  unseededDays: 90,
  warnDays: [83, 60, 60, 120],
  perRunMax: 1000,
  perUploaderMax: 100,
}

const torrent: PurgeTorrent = {
  torrentId: 1,
  infoHash: new Uint8Array(20),
  name: 'it',
  uploader: { id: 1, name: 'alice' },
  cause: 'unseeded',
  countedUpSeconds: 1000 * day,
  seededAt: undefined,
  addedAt: 5,
  seeders: 0,
  isPinned: false,
  reason: '',
  warning: undefined,
}

/** All in days; the last two from when it is counted. */
function warnedAt(days: number, atDay: number, dueDay: number): GivenWarning {
  const { countedUpSeconds: counted } = torrent
  return { days, upSeconds: counted + atDay * day, dueUpSeconds: counted + dueDay * day }
}

/** In days from when it is counted, at a day after that. */
function dueAfter(more: Partial<PurgeTorrent>, atDay: number, changed: Partial<PurgeRules> = {}) {
  const counted = torrent.countedUpSeconds
  const due = dueUpSeconds({ ...torrent, ...more }, { ...rules, ...changed }, counted + atDay * day)
  return due === undefined ? undefined : (due - counted) / day
}

test('warnings are in order, each once, and before the purge', () => {
  expect(warnDaysOf(rules)).toEqual([60, 83])
})

test('a torrent is purged when its days are over', () => {
  expect(dueAfter({}, 10)).toBe(90)
  expect(dueAfter({}, 83)).toBe(90)
  expect(dueAfter({ cause: 'expunged' }, 3)).toBe(7)
})

test('it is not purged before its last warning is a week old', () => {
  expect(dueAfter({}, 300)).toBe(307)
  const first = warnedAt(60, 200, 230)
  expect(dueAfter({ warning: first }, 300)).toBe(307)
  const last = warnedAt(83, 200, 207)
  expect(dueAfter({ warning: last }, 300)).toBe(207)
  expect(dueAfter({}, 300, { warnDays: [] })).toBe(90)
})

test('it is not purged before the day that members were told, whatever the rules became', () => {
  const told = warnedAt(60, 60, 90)
  for (const changed of [
    { unseededDays: 61, warnDays: [60] },
    { unseededDays: 60, warnDays: [] },
  ])
    expect(dueAfter({ warning: told }, 60, changed)).toBe(90)
})

test('of what was expunged members are warned a day before at least, unless nobody is warned', () => {
  expect(dueAfter({ cause: 'expunged' }, 7)).toBe(8)
  expect(dueAfter({ cause: 'expunged', warning: warnedAt(0, 3, 7) }, 9)).toBe(7)
  expect(dueAfter({ cause: 'expunged', warning: warnedAt(0, 6.5, 7.5) }, 9)).toBe(7.5)
  expect(dueAfter({ cause: 'expunged' }, 9, { warnDays: [] })).toBe(7)
})

test('what is pinned, and what is switched off, is kept', () => {
  expect(dueAfter({ isPinned: true }, 300)).toBeUndefined()
  expect(dueAfter({}, 300, { unseededDays: 0 })).toBeUndefined()
  expect(dueAfter({ cause: 'expunged' }, 300, { expungedAfterDays: 0 })).toBeUndefined()
})

test('a run takes a twentieth, five at least, and no more than is configured', () => {
  const allowances = [0, 90, 200, 1_000_000].map((live) => purgeAllowanceOf(live, rules, false))
  expect(allowances).toEqual([5, 5, 10, 1000])
  expect(purgeAllowanceOf(1, rules, true)).toBe(Number.MAX_SAFE_INTEGER)
})
