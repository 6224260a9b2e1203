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

/** What stands before the first number and after the second, by number of the failure. */
const heads: readonly Uint8Array[] = Object.values(Failure).map((failure) => {
  const text = failureDescriptions[failure].text
  return ascii(`d14:failure reason${text.length}:${text}8:intervali`)
})
const tails: readonly Uint8Array[] = Object.values(Failure).map((failure) =>
  ascii(`e${bencodeRetryIn(failureDescriptions[failure].retryIn)}e`),
)
const beforeMinInterval = ascii('e12:min intervali')

function bencodeRetryIn(retryIn: RetryIn): string {
  if (retryIn === 'unstated') return ''
  return retryIn === 'never' ? '8:retry in5:never' : `8:retry ini${retryIn}e`
}

/** Bytes that the longest failure reply may need. */
export const failureReplyBytesMax = 80 + failureTextBytesMax + 2 * decimalDigitsMax

/** Writes the reply at `at` and returns the index after it. */
export function encodeFailureReply(
  out: Uint8Array,
  startAt: number,
  failure: Failure,
  intervalSeconds: number,
  minIntervalSeconds: number,
): number {
  let at = writeBytes(out, startAt, heads[failure] as Uint8Array)
  at = writeDecimal(out, at, intervalSeconds)
  at = writeBytes(out, at, beforeMinInterval)
  at = writeDecimal(out, at, minIntervalSeconds)
  return writeBytes(out, at, tails[failure] as Uint8Array)
}
