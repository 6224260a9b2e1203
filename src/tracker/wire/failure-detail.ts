/**
 * What follows the text of a failure that is not the same for everybody who meets it: why this torrent was banned
 * or taken out, or this member. One record per thread, filled again for each such failure.
 */
import { assert } from '#base/assert'
import { ascii, copyBytes, writeBytes } from './bytes.ts'
import { Failure, failureText, failureTextBytesMax } from './failure.ts'

const separator = ascii(': ')

const detailed: readonly Failure[] = [
  Failure.torrentBanned,
  Failure.memberSuspended,
  Failure.memberBanned,
  Failure.torrentExpunged,
  Failure.torrentRemoved,
  Failure.torrentPurged,
]

/** By number of the failure. */
const isDetailed = new Uint8Array(Object.keys(Failure).length)
for (const failure of detailed) isDetailed[failure] = 1

const longestText = Math.max(...detailed.map((failure) => failureText(failure).length))

/** Bytes of UTF-8 that fit behind the text of each failure that has a detail. */
export const failureDetailBytesMax = failureTextBytesMax - longestText - separator.length

export class FailureDetail {
  readonly bytes = new Uint8Array(failureDetailBytesMax)
  /** Bytes of UTF-8; 0 where there is nothing to add. */
  length = 0
}

/** Whether something may follow the text of `failure`. */
export function hasDetail(failure: Failure): boolean {
  return isDetailed[failure] === 1
}

/** A failure that has nothing to add. */
export const noDetail: Readonly<FailureDetail> = new FailureDetail()

/** How long the text of `failure` is with `detail`. */
export function detailedTextBytes(failure: Failure, detail: Readonly<FailureDetail>): number {
  const own = failureText(failure).length
  return detail.length === 0 ? own : own + separator.length + detail.length
}

/** Writes the text of `failure` with `detail` at `at` and returns the index after it. */
export function writeDetailedText(
  out: Uint8Array,
  startAt: number,
  failure: Failure,
  detail: Readonly<FailureDetail>,
): number {
  const at = writeBytes(out, startAt, failureText(failure))
  if (detail.length === 0) return at
  return copyBytes(out, writeBytes(out, at, separator), detail.bytes, 0, detail.length)
}

assert(failureDetailBytesMax > 100, 'there is room for a reason')
