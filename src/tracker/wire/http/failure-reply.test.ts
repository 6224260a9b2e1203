import { expect, test } from 'vitest'
import { allFailures, Failure, failureDescriptions } from '../failure.ts'
import { FailureDetail, failureDetailBytesMax, noDetail } from '../failure-detail.ts'
import { encodeFailureReply, failureReplyBytesMax } from './failure-reply.ts'

function encode(failure: Failure, reason = ''): string {
  const out = Buffer.alloc(failureReplyBytesMax + 3, '!')
  const detail = new FailureDetail()
  detail.length = Buffer.from(detail.bytes.buffer).write(reason)
  const end = encodeFailureReply(out, 3, failure, detail, 1800, 900)
  return out.toString('utf8', 3, end)
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

test('what the minimum interval decides is told in its minutes, rounded up', () => {
  expect(encode(Failure.fullScrapeTooSoon)).toMatch(/8:retry ini15ee$/)
  const out = Buffer.alloc(failureReplyBytesMax)
  const end = encodeFailureReply(out, 0, Failure.fullScrapeTooSoon, noDetail, 800, 400)
  expect(out.toString('latin1', 0, end)).toMatch(/12:min intervali400e8:retry ini7ee$/)
})

test('the reason of a ban follows the text, and the length counts its bytes', () => {
  expect(encode(Failure.torrentBanned)).toBe(
    'd14:failure reason30:torrent banned by this tracker8:intervali1800e12:min intervali900e8:retry in5:nevere',
  )
  expect(encode(Failure.torrentBanned, 'gelöscht')).toBe(
    'd14:failure reason41:torrent banned by this tracker: gelöscht8:intervali1800e12:min intervali900e8:retry in5:nevere',
  )
})

test('the longest reason makes the longest text', () => {
  const reason = 'x'.repeat(failureDetailBytesMax)
  expect(encode(Failure.torrentBanned, reason)).toContain(
    `failure reason200:torrent banned by this tracker: ${reason}8:interval`,
  )
})

test('every failure fits the room that is promised and carries its text', () => {
  const out = Buffer.alloc(failureReplyBytesMax + 1, '!')
  for (const failure of allFailures) {
    const end = encodeFailureReply(out, 0, failure, noDetail, 2 ** 53, 2 ** 53)
    expect(end).toBeLessThanOrEqual(failureReplyBytesMax)
    const { text } = failureDescriptions[failure]
    expect(out.toString('latin1', 0, end)).toContain(
      `failure reason${text.length}:${text}8:interval`,
    )
  }
})
