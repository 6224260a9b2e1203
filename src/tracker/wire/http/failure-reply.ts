/**
 * A failure over HTTP (BEP 3, BEP 31): a dictionary with the reason, and with intervals, because
 * libtorrent otherwise waits as long as it pleases. It is sent with status 200: clients do not show the
 * body of any other.
 *
 *     d14:failure reason20:info_hash is missing8:intervali1800e12:min intervali900e8:retry in5:nevere
 */
import { ascii, writeBytes } from '../bytes.ts'
import { decimalDigitsMax, writeDecimal } from '../decimal.ts'
import { Failure, failureDescriptions, failureTextBytesMax, type RetryIn } from '../failure.ts'
import { detailedTextBytes, type FailureDetail, writeDetailedText } from '../failure-detail.ts'

const beforeText = ascii('d14:failure reason')
const colon = ascii(':')
const beforeInterval = ascii('8:intervali')
const beforeMinInterval = ascii('e12:min intervali')
const beforeRetryMinutes = ascii('e8:retry ini')
const afterRetryMinutes = ascii('ee')

/** What stands after the second number, by number of the failure. */
const tails: readonly Uint8Array[] = Object.values(Failure).map((failure) =>
  ascii(`e${bencodeRetryIn(failureDescriptions[failure].retryIn)}e`),
)

function bencodeRetryIn(retryIn: RetryIn): string {
  if (retryIn === 'unstated') return ''
  return retryIn === 'never' ? '8:retry in5:never' : `8:retry ini${retryIn}e`
}

/** Bytes that the longest failure reply may need. */
export const failureReplyBytesMax = 80 + failureTextBytesMax + 3 * decimalDigitsMax

/** Writes the reply at `at` and returns the index after it. */
export function encodeFailureReply(
  out: Uint8Array,
  startAt: number,
  failure: Failure,
  detail: Readonly<FailureDetail>,
  intervalSeconds: number,
  minIntervalSeconds: number,
): number {
  let at = writeBytes(out, startAt, beforeText)
  at = writeDecimal(out, at, detailedTextBytes(failure, detail))
  at = writeBytes(out, at, colon)
  at = writeDetailedText(out, at, failure, detail)
  at = writeBytes(out, at, beforeInterval)
  at = writeDecimal(out, at, intervalSeconds)
  at = writeBytes(out, at, beforeMinInterval)
  at = writeDecimal(out, at, minIntervalSeconds)
  if (failureDescriptions[failure].retryIn !== 'min interval')
    return writeBytes(out, at, tails[failure] as Uint8Array)
  at = writeBytes(out, at, beforeRetryMinutes)
  at = writeDecimal(out, at, Math.ceil(minIntervalSeconds / 60))
  return writeBytes(out, at, afterRetryMinutes)
}
