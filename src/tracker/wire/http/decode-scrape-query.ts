/**
 * The query of an HTTP scrape (BEP 48) into a Scrape: every info_hash of it, sorted bytewise and without
 * repeats, because the reply is a dictionary with the info-hashes as its keys.
 */
import { scrapeHashesMax } from '#base/limits'
import { copyBytes } from '../bytes.ts'
import { Failure } from '../failure.ts'
import type { Scrape } from '../scrape.ts'
import { readInfoHash } from './decode-announce-query.ts'
import { QueryCursor } from './query-cursor.ts'
import { identifyParameter, QueryParameter } from './query-parameter.ts'

const hashBytes = 20
const cursor = new QueryCursor()
const candidate = new Uint8Array(hashBytes)

/**
 * Decodes the query from `start` (after its `?`) to `end`. A query without an info_hash asks for every
 * torrent: count 0. Beyond `scrapeHashesMax` different ones further ones are left out. One bad info_hash
 * fails the whole scrape, so that nobody takes its absence from the reply for "unknown".
 */
export function decodeScrapeQuery(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Scrape,
): Failure {
  into.count = 0
  cursor.open(bytes, start, end)
  while (cursor.next()) {
    const parameter = identifyParameter(bytes, cursor.nameStart, cursor.nameEnd)
    if (parameter !== QueryParameter.infoHash) continue
    const failure = readInfoHash(bytes, cursor.valueStart, cursor.valueEnd, candidate)
    if (failure !== Failure.none) return failure
    insertCandidate(into)
  }
  return cursor.overflowed ? Failure.parametersTooMany : Failure.none
}

/** Puts the candidate where it belongs, unless it is there already or there is no room. */
function insertCandidate(scrape: Scrape): void {
  const hashes = scrape.infoHashes
  let low = 0
  let high = scrape.count
  while (low < high) {
    const middle = (low + high) >> 1
    const order = compareCandidate(hashes, middle * hashBytes)
    if (order === 0) return
    if (order < 0) high = middle
    else low = middle + 1
  }
  if (scrape.count === scrapeHashesMax) return
  const at = low * hashBytes
  hashes.copyWithin(at + hashBytes, at, scrape.count * hashBytes)
  copyBytes(hashes, at, candidate, 0, hashBytes)
  scrape.count++
}

/** Negative, 0 or positive as the candidate comes before, is, or comes after the hash at `at`. */
function compareCandidate(hashes: Uint8Array, at: number): number {
  for (let index = 0; index < hashBytes; index++) {
    const difference = (candidate[index] as number) - (hashes[at + index] as number)
    if (difference !== 0) return difference
  }
  return 0
}
