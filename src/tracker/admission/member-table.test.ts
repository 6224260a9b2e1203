import { beforeEach, describe, expect, test } from 'vitest'
import { memberIdMax, memberReasonsMax } from '#base/limits'
import type { RegionHandle } from '#base/region'
import { Failure } from '#tracker/wire/failure'
import { FailureDetail, failureDetailBytesMax } from '#tracker/wire/failure-detail'
import { keyMarkBytes, writeKeyMark } from '#tracker/wire/key-mark'
import { createMemberRegion } from './member-layout.ts'
import { MemberTable } from './member-table.ts'
import { MemberTableWriter } from './member-table-writer.ts'

const key = 'aZ09bY18cX27dW36'
const otherKey = 'aZ09bY18cX27dW37'
const kinds: RegionHandle['kind'][] =
  process.platform === 'linux' ? ['memory-file', 'shared'] : ['shared']

function wordsOf(text: string): Int32Array {
  return new Int32Array(Uint8Array.from(Buffer.from(text)).buffer)
}

function markOf(text: string): Uint8Array {
  const mark = new Uint8Array(keyMarkBytes)
  writeKeyMark(wordsOf(text), new Int32Array(mark.buffer))
  return mark
}

describe.each(kinds)('the keys of members in a %s region', (kind) => {
  let table: MemberTable
  let writer: MemberTableWriter
  beforeEach(() => {
    const region = createMemberRegion(kind)
    writer = new MemberTableWriter(region)
    table = new MemberTable(region)
  })

  const admit = (memberId: number, text = key): Failure => table.admit(memberId, wordsOf(text))
  const reasonOf = (memberId: number): string => {
    const detail = new FailureDetail()
    table.readReason(memberId, detail)
    return Buffer.from(detail.bytes.subarray(0, detail.length)).toString()
  }
  const add = (memberId: number, text = key): void => {
    expect(writer.setKey(memberId, text)).toBe(true)
    writer.setStanding(memberId, { state: 'active' })
  }

  test('nobody is let in where nobody is, not even with a key of zeros', () => {
    for (const memberId of [1, 2, memberIdMax, memberIdMax + 1, 2 ** 31 - 1]) {
      expect(admit(memberId)).toBe(Failure.keyUnknown)
      expect(table.admit(memberId, new Int32Array(4))).toBe(Failure.keyUnknown)
    }
  })

  test.each([1, 2, 77_777, memberIdMax])('member %i is let in with their own key alone', (id) => {
    add(id)
    expect(admit(id)).toBe(Failure.none)
    expect(admit(id, otherKey)).toBe(Failure.keyReset)
    expect(table.admit(id, new Int32Array(4))).toBe(Failure.keyReset)
    expect(admit(id - 1)).toBe(Failure.keyUnknown)
    expect(admit(id + 1)).toBe(Failure.keyUnknown)
    expect(writer.count).toBe(1)
  })

  test('every character of the key counts', () => {
    add(1)
    for (let at = 0; at < key.length; at++)
      expect(admit(1, `${key.slice(0, at)}-${key.slice(at + 1)}`)).toBe(Failure.keyReset)
  })

  test('a reset key is refused at once, and the new one is good', () => {
    add(1)
    writer.setKey(1, otherKey)
    expect(admit(1)).toBe(Failure.keyReset)
    expect(admit(1, otherKey)).toBe(Failure.none)
  })

  test('the key before is known for what it is, and no other, nor another member’s', () => {
    add(1)
    add(2)
    expect(table.isOldKey(1, wordsOf(otherKey))).toBe(false)
    writer.setOldKeyMark(1, markOf(key))
    writer.setKey(1, otherKey)
    expect(table.isOldKey(1, wordsOf(key))).toBe(true)
    expect(table.isOldKey(2, wordsOf(key))).toBe(false)
    for (let at = 0; at < key.length; at++)
      expect(table.isOldKey(1, wordsOf(`${key.slice(0, at)}-${key.slice(at + 1)}`))).toBe(false)
    writer.setOldKeyMark(memberIdMax + 1, markOf(key))
    expect([admit(1, otherKey), admit(2)]).toEqual([Failure.none, Failure.none])
  })

  test('who is kept out is told why, and nobody else is', () => {
    add(1)
    writer.setStanding(1, { state: 'banned', reason: 'gefälscht' })
    expect([admit(1), reasonOf(1)]).toEqual([Failure.memberBanned, 'gefälscht'])
    expect(admit(1, otherKey)).toBe(Failure.keyReset)
    writer.setStanding(1, { state: 'suspended' })
    expect([admit(1), reasonOf(1)]).toEqual([Failure.memberSuspended, ''])
    writer.setStanding(1, { state: 'active' })
    expect([admit(1), reasonOf(1)]).toEqual([Failure.none, ''])
    expect(writer.count).toBe(1)
  })

  test('of a member who is gone nothing is known', () => {
    add(1)
    writer.remove(1)
    expect(admit(1)).toBe(Failure.keyUnknown)
    expect(writer.count).toBe(0)
  })

  test('an id that there is no room for is refused, and harms no other', () => {
    add(memberIdMax)
    for (const memberId of [0, memberIdMax + 1, 2 ** 31 - 1]) {
      expect(writer.setKey(memberId, otherKey)).toBe(false)
      writer.setStanding(memberId, { state: 'active' })
      expect(admit(memberId, otherKey)).toBe(Failure.keyUnknown)
    }
    expect(admit(memberIdMax)).toBe(Failure.none)
    expect(writer.count).toBe(1)
  })

  test('more reasons than there is room for are not told, and those who have them are refused', () => {
    const reason = 'x'.repeat(failureDetailBytesMax)
    const last = memberReasonsMax + 1
    for (let memberId = 1; memberId <= last; memberId++) {
      writer.setKey(memberId, key)
      writer.setStanding(memberId, { state: 'banned', reason: `${reason}yz` })
    }
    expect([admit(1), reasonOf(1)]).toEqual([Failure.memberBanned, reason])
    expect([admit(last), reasonOf(last)]).toEqual([Failure.memberBanned, ''])
    writer.setStanding(1, { state: 'active' })
    writer.setStanding(last, { state: 'banned', reason })
    expect(reasonOf(last)).toBe(reason)
  })
})
