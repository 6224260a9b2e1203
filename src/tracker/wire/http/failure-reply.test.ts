import { expect, test } from 'vitest'
import { allFailures, Failure, failureDescriptions } from '../failure.ts'
import { encodeFailureReply, failureReplyBytesMax } from './failure-reply.ts'

function encode(failure: Failure): string {
  const out = Buffer.alloc(failureReplyBytesMax + 3, '!')
  const end = encodeFailureReply(out, 3, failure, 1800, 900)
  return out.toString('latin1', 3, end)
}

test('a request that will always fail is never to be repeated (BEP 31)', () => {
  expect(encode(Failure.infoHashMissing)).toBe(
    'd14:failure reason20:info_hash is missing8:intervali1800e12:min intervali900e8:retry in5:nevere',
  )
})

test('one that may succeed later says in how many minutes', () => {
  expect(encode(Failure.trackerFull)).toMatch(/12:min intervali900e8:retry ini15ee$/)
})

test('where nothing is known about a retry, the key is left out', () => {
  expect(encode(Failure.portInvalid)).toBe(
    'd14:failure reason37:port must be a number from 1 to 655358:intervali1800e12:min intervali900ee',
  )
})

test('every failure fits the room that is promised and carries its text', () => {
  const out = Buffer.alloc(failureReplyBytesMax + 1, '!')
  for (const failure of allFailures) {
    const end = encodeFailureReply(out, 0, failure, 2 ** 53, 2 ** 53)
    expect(end).toBeLessThanOrEqual(failureReplyBytesMax)
    const { text } = failureDescriptions[failure]
    expect(out.toString('latin1', 0, end)).toContain(
      `failure reason${text.length}:${text}8:interval`,
    )
  }
})
