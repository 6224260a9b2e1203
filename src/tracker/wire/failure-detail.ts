/**
 * What follows the text of a failure that is not the same for everybody who meets it: the public reason of
 * the ban of this torrent. One record per thread, filled again for each such failure.
 */
import { assert } from '#base/assert'
import { ascii, copyBytes, writeBytes } from './bytes.ts'
import { Failure, failureText, failureTextBytesMax } from './failure.ts'

const separator = ascii(': ')

/** Bytes of UTF-8 that fit behind the text of `torrentBanned`. */
export const failureDetailBytesMax =
  failureTextBytesMax - failureText(Failure.torrentBanned).length - separator.length

export class FailureDetail {
  readonly bytes = new Uint8Array(failureDetailBytesMax)
  /** Bytes of UTF-8; 0 where there is nothing to add. */
  length = 0
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
