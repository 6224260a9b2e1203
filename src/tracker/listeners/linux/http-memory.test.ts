import { expect, test } from 'vitest'
import { packetBytesPerSlot } from '#tracker/swarm/layout'
import { HttpMemory } from './http-memory.ts'
import { replyHeadStart } from './http-replies.ts'

const base = 4096
const bytes = new Uint8Array(base + packetBytesPerSlot)

function open(): HttpMemory {
  return new HttpMemory(bytes, new Int32Array(bytes.buffer), 2 ** 40, base)
}

/** The descriptors that a thread of process `processKey` closes when it takes over. */
function taken(processKey: number): number[] {
  const closed: number[] = []
  open().takeOver(processKey, (descriptor) => closed.push(descriptor))
  return closed
}

test('a thread closes what its predecessor left open, once', () => {
  expect(taken(1)).toEqual([])
  const { descriptors } = open()
  descriptors[3] = 8
  descriptors[5] = 12
  expect(taken(1)).toEqual([7, 11])
  expect(taken(1)).toEqual([])
})

test('a thread closes the epoll descriptor of its predecessor, unless that has closed it itself', () => {
  open().noteEpoll(9)
  expect(taken(1)).toEqual([9])
  expect(taken(1)).toEqual([])
  open().noteEpoll(9)
  open().noteEpoll(-1)
  expect(taken(1)).toEqual([])
})

test('what another process left means nothing', () => {
  open().descriptors[3] = 8
  expect(taken(2)).toEqual([])
  expect(taken(2)).toEqual([])
})

test('what every reply begins with is there to be copied', () => {
  const { headStartAt } = open()
  expect(bytes.subarray(headStartAt, headStartAt + replyHeadStart.length)).toEqual(replyHeadStart)
})
