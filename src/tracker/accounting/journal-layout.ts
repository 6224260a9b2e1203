/**
 * Where everything stands in the region of the journal: for each thread a ring of records, which it alone fills and
 * main alone empties.
 *
 *   slot 0: writer's line │ reader's line │ record │ record │ …   slot 1: …
 *
 * The two counts of a ring stand in cache lines of their own, so that either side writes to a line that the other only
 * reads. They count records for ever (modulo 2^32): their difference is what waits. A record is one cache line.
 * Offsets are in words (4 bytes) unless a name says otherwise.
 */
import { assert } from '#base/assert'
import { journalRecordsMax } from '#base/limits'
import { regionBytesMax } from '#base/region'

/** Words of a ring before its records. */
export const Ring = {
  /** Records that were ever written; the writer's. */
  written: 0,
  /** Records that found no room; the writer's. */
  dropped: 1,
  /** Records that were ever taken; the reader's. */
  taken: 16,
} as const

export const ringHeaderWords = 32

/** Words of a record. */
export const Field = {
  /** Unix seconds. */
  at: 0,
  /** 0 where nothing is known of the info-hash. */
  torrentId: 1,
  /** 0 for somebody without a key. */
  memberId: 2,
  /** See `bits`. */
  bits: 3,
  /** 5 words: of an announce that was accepted the peer id, of another one the info-hash. */
  name: 4,
  /** Leechers of the torrent that were known after the announce, the announcer among them; of one that was accepted. */
  leechers: 9,
  /** 2 words: the beginning of the peer id, which tells the client. Of one that was refused only. */
  client: 10,
  /** Doubles, 2 words each; of an announce that was accepted. */
  uploaded: 10,
  downloaded: 12,
  left: 14,
} as const

export const recordWords = 16

/** In `Field.bits`: an AnnounceEvent, the family, the protocol, and the Failure of one that was refused. */
export const bits = {
  eventMask: 7,
  isIpv6: 1 << 3,
  isUdp: 1 << 4,
  failureShift: 8,
} as const

/** The last eighth of a ring is for what ends something: without it, a whole session would be lost. */
export const keptForEnds = journalRecordsMax / 8

export const ringWords = ringHeaderWords + journalRecordsMax * recordWords

/** The place of a record by how many were written before it. */
export function recordAt(ringAt: number, written: number): number {
  return ringAt + ringHeaderWords + (written & (journalRecordsMax - 1)) * recordWords
}

/** Bytes of the region for so many threads. */
export function journalBytes(slots: number): number {
  return Math.ceil((slots * ringWords * 4) / 4096) * 4096
}

assert(Math.log2(journalRecordsMax) % 1 === 0, 'the records of a ring are a power of two')
assert(ringWords % 2 === 0 && ringHeaderWords % 2 === 0, 'the doubles of a record are aligned')
assert(journalBytes(64) < regionBytesMax, 'the rings of all threads fit a region')
