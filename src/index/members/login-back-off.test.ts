import { describe, expect, test } from 'vitest'
import { type LoginAttempt, LoginBackOff } from './login-back-off.ts'

const minute = 60
const hour = 60 * minute
const start = 1_800_000_000

const alice = { nameKey: 'alice', network: '192.0.2.1' }

function open(rememberedMax = 100): LoginBackOff {
  return new LoginBackOff({ rememberedMax, heldMax: 10 })
}

/** Fails where it is listened to; gives what it had to wait. */
function fail(backOff: LoginBackOff, attempt: LoginAttempt, now: number): number | 'held' {
  const wait = backOff.begin(attempt, now)
  if (wait === 0) backOff.failed(attempt, now)
  return wait
}

/** Fails as soon as it is listened to, `count` times, and gives what it had to wait each time. */
function waitsOf(backOff: LoginBackOff, count: number, attempt = alice, now = start): number[] {
  const waits: number[] = []
  let time = now
  for (let failures = 0; failures < count; failures++) {
    const wait = Number(fail(backOff, attempt, time))
    waits.push(wait)
    time += wait
    if (wait > 0) expect(fail(backOff, attempt, time)).toBe(0)
  }
  return waits
}

function from(number: number): LoginAttempt {
  return { nameKey: 'alice', network: `192.0.2.${number}` }
}

/** Another name from the same network. */
function other(number: number): LoginAttempt {
  return { nameKey: `member-${number}`, network: alice.network }
}

describe('one name from one network', () => {
  test('waits longer after each failure, up to six hours', () => {
    const waits = waitsOf(open(), 9)
    expect(waits).toEqual([0, 0, 30, 90, 300, 900, 3 * hour, 6 * hour, 6 * hour])
  })

  test('is told what is left of the wait, and asking meanwhile does not lengthen it', () => {
    const backOff = open()
    fail(backOff, alice, start)
    fail(backOff, alice, start)
    expect(backOff.begin(alice, start)).toBe(30)
    expect(backOff.begin(alice, start + 10)).toBe(20)
    expect(backOff.begin(alice, start + 29)).toBe(1)
    expect(backOff.begin(alice, start + 30)).toBe(0)
  })

  test('begins anew when it succeeds', () => {
    const backOff = open()
    const [last = 0] = waitsOf(backOff, 5).slice(-1)
    expect(last).toBe(300)
    const later = start + hour
    expect(backOff.begin(alice, later)).toBe(0)
    backOff.succeeded(alice, later)
    expect(waitsOf(backOff, 3, alice, later)).toEqual([0, 0, 30])
  })

  test('begins anew after a day without a failure', () => {
    const backOff = open()
    waitsOf(backOff, 4)
    const later = start + 420 + 24 * hour
    expect(waitsOf(backOff, 3, alice, later)).toEqual([0, 0, 30])
  })

  test('has failed no more than before when an attempt could not be looked at', () => {
    const backOff = open()
    for (let tries = 0; tries < 20; tries++) {
      expect(backOff.begin(alice, start)).toBe(0)
      backOff.withdrawn(alice)
    }
  })

  test('waits no longer than it should by a clock that was put back', () => {
    const backOff = open()
    fail(backOff, alice, start)
    fail(backOff, alice, start)
    expect(backOff.begin(alice, start - hour)).toBe(30)
  })
})

function beginMany(backOff: LoginBackOff, count: number): (number | 'held')[] {
  return Array.from({ length: count }, () => backOff.begin(alice, start))
}

describe('attempts at the same time', () => {
  test('are held after the second one, and refused when the first have failed', () => {
    const backOff = open()
    expect(beginMany(backOff, 20)).toEqual([0, 0, ...Array<string>(18).fill('held')])
    backOff.failed(alice, start)
    expect(backOff.begin(alice, start)).toBe('held')
    backOff.failed(alice, start)
    expect(backOff.begin(alice, start)).toBe(30)
  })

  test('are listened to one after the other when they are right', () => {
    const backOff = open()
    expect(beginMany(backOff, 3)).toEqual([0, 0, 'held'])
    for (let tries = 0; tries < 20; tries++) {
      backOff.succeeded(alice, start)
      expect(beginMany(backOff, 2)).toEqual([0, 'held'])
    }
  })

  test('do not go on because one that failed was followed by one that is right', () => {
    const backOff = open()
    fail(backOff, alice, start)
    expect(beginMany(backOff, 2)).toEqual([0, 'held'])
    backOff.succeeded(alice, start)
    expect(beginMany(backOff, 3)).toEqual([0, 0, 'held'])
  })

  test('at other names of their network are held from the sixth on', () => {
    const backOff = open()
    const begun = [1, 2, 3, 4, 5, 6].map((number) => backOff.begin(other(number), start))
    expect(begun).toEqual([0, 0, 0, 0, 0, 'held'])
    expect(backOff.begin(from(2), start)).toBe(0)
    backOff.succeeded(other(1), start)
    expect(backOff.begin(other(6), start)).toBe(0)
  })

  test('that are held go on when one has ended, whichever way, and there is an end to their number', async () => {
    const backOff = open()
    for (const end of ['failed', 'succeeded', 'withdrawn'] as const) {
      const attempt = { ...alice, nameKey: end }
      expect([1, 2, 3].map(() => backOff.begin(attempt, start))).toEqual([0, 0, 'held'])
      let goneOn = 0
      const held = Array.from({ length: 10 }, async () => {
        await backOff.settled(attempt)
        goneOn++
      })
      expect(backOff.settled(from(2))).toBeUndefined()
      expect(goneOn).toBe(0)
      backOff[end](attempt, start)
      await Promise.all(held)
      expect(goneOn).toBe(10)
      backOff.withdrawn(attempt)
    }
  })
})

test('another network is not kept waiting for the same name', () => {
  const backOff = open()
  waitsOf(backOff, 9)
  expect(backOff.begin({ ...alice, network: '192.0.2.2' }, start)).toBe(0)
})

describe('one network', () => {
  test('that tries one name after the other waits, too', () => {
    const backOff = open(1000)
    const waits: number[] = []
    let time = start
    for (let number = 0; number < 16; number++) {
      const [wait = 0] = waitsOf(backOff, 1, other(number), time)
      waits.push(wait)
      time += wait
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 30, 30, 30, 30, 30, 90, 90, 90, 90, 90, 300])
    expect(backOff.begin({ nameKey: 'alice', network: '192.0.2.2' }, time)).toBe(0)
  })

  test('is forgiven the slips of those who get in after all, and only those', () => {
    const backOff = open(1000)
    for (let number = 0; number < 3; number++) fail(backOff, other(number), start)
    for (let tries = 0; tries < 2; tries++) fail(backOff, alice, start)
    expect(fail(backOff, other(4), start)).toBe(30)
    // Alice's third attempt is the right one.
    expect(backOff.begin(alice, start + 30)).toBe(0)
    backOff.succeeded(alice, start + 30)
    for (const number of [5, 6]) expect(fail(backOff, other(number), start + 30)).toBe(0)
    expect(fail(backOff, other(7), start + 30)).toBe(30)
  })
})

test('of more than it has room for, those that failed longest ago are forgotten', () => {
  const backOff = open(3)
  for (const number of [1, 2, 3]) for (const _ of [1, 2]) fail(backOff, from(number), start)
  // It fails again, so that it is no longer the oldest.
  expect(fail(backOff, from(1), start + 30)).toBe(0)
  expect(fail(backOff, from(4), start + 30)).toBe(0)
  expect(fail(backOff, from(2), start + 30)).toBe(0)
  expect(fail(backOff, from(1), start + 30)).toBe(90)
})
