import { describe, expect, test } from 'vitest'
import { type LoginAttempt, LoginBackOff } from './login-back-off.ts'

const minute = 60
const hour = 60 * minute
const start = 1_800_000_000

const alice = { nameKey: 'alice', network: '192.0.2.1' }

/** Fails as soon as it is listened to, `count` times, and gives what it had to wait each time. */
function waitsOf(backOff: LoginBackOff, count: number, now = start): number[] {
  const waits: number[] = []
  let time = now
  for (let failures = 0; failures < count; failures++) {
    const wait = backOff.begin(alice, time)
    waits.push(wait)
    time += wait
    if (wait > 0) expect(backOff.begin(alice, time)).toBe(0)
  }
  return waits
}

function from(number: number): LoginAttempt {
  return { nameKey: 'alice', network: `192.0.2.${number}` }
}

/** An attempt at another name from the same network. */
function tryOther(backOff: LoginBackOff, number: number, now: number): number {
  return backOff.begin({ nameKey: `member-${number}`, network: alice.network }, now)
}

describe('one name from one network', () => {
  test('waits longer after each failure, up to six hours', () => {
    const waits = waitsOf(new LoginBackOff(100), 9)
    expect(waits).toEqual([0, 0, 30, 90, 300, 900, 3 * hour, 6 * hour, 6 * hour])
  })

  test('is told what is left of the wait, and asking meanwhile does not lengthen it', () => {
    const backOff = new LoginBackOff(100)
    backOff.begin(alice, start)
    backOff.begin(alice, start)
    expect(backOff.begin(alice, start)).toBe(30)
    expect(backOff.begin(alice, start + 10)).toBe(20)
    expect(backOff.begin(alice, start + 29)).toBe(1)
    expect(backOff.begin(alice, start + 30)).toBe(0)
  })

  test('begins anew when it succeeds', () => {
    const backOff = new LoginBackOff(100)
    const [last = 0] = waitsOf(backOff, 5).slice(-1)
    expect(last).toBe(300)
    const later = start + hour
    expect(backOff.begin(alice, later)).toBe(0)
    backOff.succeeded(alice, later)
    expect(waitsOf(backOff, 3, later)).toEqual([0, 0, 30])
  })

  test('begins anew after a day without a failure', () => {
    const backOff = new LoginBackOff(100)
    waitsOf(backOff, 4)
    const later = start + 420 + 24 * hour
    expect(waitsOf(backOff, 3, later)).toEqual([0, 0, 30])
  })

  test('cannot try often at the same time before the first one is known to have failed', () => {
    const backOff = new LoginBackOff(100)
    const waits = Array.from({ length: 20 }, () => backOff.begin(alice, start))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(2)
  })

  test('has failed no more than before when an attempt could not be looked at', () => {
    const backOff = new LoginBackOff(100)
    for (let tries = 0; tries < 20; tries++) {
      expect(backOff.begin(alice, start)).toBe(0)
      backOff.withdrawn(alice)
    }
  })

  test('waits no longer than it should by a clock that was put back', () => {
    const backOff = new LoginBackOff(100)
    backOff.begin(alice, start)
    backOff.begin(alice, start)
    expect(backOff.begin(alice, start - hour)).toBe(30)
  })
})

test('another network is not kept waiting for the same name', () => {
  const backOff = new LoginBackOff(100)
  waitsOf(backOff, 9)
  expect(backOff.begin({ ...alice, network: '192.0.2.2' }, start)).toBe(0)
})

describe('one network', () => {
  test('that tries one name after the other waits, too', () => {
    const backOff = new LoginBackOff(1000)
    const waits: number[] = []
    let time = start
    for (let number = 0; number < 16; number++) {
      const wait = tryOther(backOff, number, time)
      waits.push(wait)
      time += wait
      if (wait > 0) tryOther(backOff, number, time)
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 30, 30, 30, 30, 30, 90, 90, 90, 90, 90, 300])
    expect(backOff.begin({ nameKey: 'alice', network: '192.0.2.2' }, time)).toBe(0)
  })

  test('is forgiven the slips of those who get in after all, and only those', () => {
    const backOff = new LoginBackOff(1000)
    for (let number = 0; number < 3; number++) tryOther(backOff, number, start)
    for (let tries = 0; tries < 2; tries++) backOff.begin(alice, start)
    expect(tryOther(backOff, 4, start)).toBe(30)
    // Alice's third attempt is the right one.
    expect(backOff.begin(alice, start + 30)).toBe(0)
    backOff.succeeded(alice, start + 30)
    for (const number of [5, 6]) expect(tryOther(backOff, number, start + 30)).toBe(0)
    expect(tryOther(backOff, 7, start + 30)).toBe(30)
  })
})

test('of more than it has room for, those that failed longest ago are forgotten', () => {
  const backOff = new LoginBackOff(3)
  for (const number of [1, 2, 3]) for (const _ of [1, 2]) backOff.begin(from(number), start)
  // It fails again, so that it is no longer the oldest.
  expect(backOff.begin(from(1), start + 30)).toBe(0)
  expect(backOff.begin(from(4), start + 30)).toBe(0)
  expect(backOff.begin(from(2), start + 30)).toBe(0)
  expect(backOff.begin(from(1), start + 30)).toBe(90)
})
