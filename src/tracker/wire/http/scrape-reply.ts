/**
 * The reply to an HTTP scrape (BEP 48, with `downloaders` of BEP 21), in three parts, so that a full
 * scrape can be streamed: begin once, one entry for each torrent in bytewise order of the info-hashes,
 * end once. Where anybody's torrent is served, one that is unknown has an entry of zeros, because clients take its
 * absence for an error.
 *
 *     d5:filesd20:<hash>d8:completei1e10:downloadedi0e11:downloadersi0e10:incompletei0eee5:flagsd20:…
 *
 * The entry of a registered torrent has its name, and not BEP 21's count:
 *
 *     20:<hash>d8:completei1e10:downloadedi0e10:incompletei0e4:name5:A.isoe
 */
import { assert } from '#base/assert'
import { httpReplyBytesMax, scrapeHashesMax } from '#base/limits'
import { ascii, copyBytes, writeBytes } from '../bytes.ts'
import { decimalDigitsMax, writeDecimal } from '../decimal.ts'
import type { ScrapeCounts } from '../scrape-counts.ts'
import { type TorrentName, torrentNameBytesMax } from '../torrent-name.ts'

const beforeEntries = ascii('d5:filesd')
const beforeHash = ascii('20:')
const beforeComplete = ascii('d8:completei')
const beforeDownloaded = ascii('e10:downloadedi')
const beforeDownloaders = ascii('e11:downloadersi')
const beforeIncomplete = ascii('e10:incompletei')
const afterEntry = ascii('ee')
const beforeNameLength = ascii('e4:name')
const colon = ascii(':')
const afterName = ascii('e')
const beforeMinInterval = ascii('e5:flagsd20:min_request_intervali')
const afterMinInterval = ascii('eee')

/** Bytes that one entry may need. */
export const scrapeEntryBytesMax =
  beforeHash.length +
  20 +
  beforeComplete.length +
  beforeDownloaded.length +
  beforeDownloaders.length +
  beforeIncomplete.length +
  afterEntry.length +
  4 * decimalDigitsMax

/** Bytes that the entry of a registered torrent may need. */
export const namedScrapeEntryBytesMax =
  beforeHash.length +
  20 +
  beforeComplete.length +
  beforeDownloaded.length +
  beforeIncomplete.length +
  beforeNameLength.length +
  String(torrentNameBytesMax).length +
  colon.length +
  torrentNameBytesMax +
  afterName.length +
  3 * decimalDigitsMax

/** Bytes that the beginning and the end may need together. */
export const scrapeFrameBytesMax =
  beforeEntries.length + beforeMinInterval.length + afterMinInterval.length + decimalDigitsMax

assert(
  httpReplyBytesMax >=
    scrapeHashesMax * Math.max(scrapeEntryBytesMax, namedScrapeEntryBytesMax) + scrapeFrameBytesMax,
  'a scrape of scrapeHashesMax torrents must fit a reply',
)

/** Writes what stands before the first entry at `at` and returns the index after it. */
export function beginScrapeReply(out: Uint8Array, at: number): number {
  return writeBytes(out, at, beforeEntries)
}

/** Writes the entry of the info-hash at `hashAt` of `hashes` and returns the index after it. */
export function writeScrapeEntry(
  out: Uint8Array,
  startAt: number,
  hashes: Uint8Array,
  hashAt: number,
  counts: ScrapeCounts,
): number {
  let at = writeBytes(out, startAt, beforeHash)
  at = copyBytes(out, at, hashes, hashAt, 20)
  at = writeBytes(out, at, beforeComplete)
  at = writeDecimal(out, at, counts.seeders)
  at = writeBytes(out, at, beforeDownloaded)
  at = writeDecimal(out, at, counts.completed)
  at = writeBytes(out, at, beforeDownloaders)
  at = writeDecimal(out, at, counts.downloaders)
  at = writeBytes(out, at, beforeIncomplete)
  at = writeDecimal(out, at, counts.leechers)
  return writeBytes(out, at, afterEntry)
}

/** Writes the entry of a registered torrent at `startAt` and returns the index after it. An empty name is left out. */
export function writeNamedScrapeEntry(
  out: Uint8Array,
  startAt: number,
  hashes: Uint8Array,
  hashAt: number,
  counts: ScrapeCounts,
  name: TorrentName,
): number {
  let at = writeBytes(out, startAt, beforeHash)
  at = copyBytes(out, at, hashes, hashAt, 20)
  at = writeBytes(out, at, beforeComplete)
  at = writeDecimal(out, at, counts.seeders)
  at = writeBytes(out, at, beforeDownloaded)
  at = writeDecimal(out, at, counts.completed)
  at = writeBytes(out, at, beforeIncomplete)
  at = writeDecimal(out, at, counts.leechers)
  if (name.length === 0) return writeBytes(out, at, afterEntry)
  at = writeBytes(out, at, beforeNameLength)
  at = writeDecimal(out, at, name.length)
  at = writeBytes(out, at, colon)
  at = copyBytes(out, at, name.bytes, 0, name.length)
  return writeBytes(out, at, afterName)
}

/** Writes what stands after the last entry, with the pace that clients should keep, and returns its end. */
export function endScrapeReply(
  out: Uint8Array,
  at: number,
  minRequestIntervalSeconds: number,
): number {
  const numberAt = writeBytes(out, at, beforeMinInterval)
  const numberEnd = writeDecimal(out, numberAt, minRequestIntervalSeconds)
  return writeBytes(out, numberEnd, afterMinInterval)
}
