/**
 * Where everything stands in the region of the registered torrents, and how large it must be.
 *
 *   header │ index, one half │ index, other half │ dirty bits │ entries │ texts ...
 *
 * - entries: one cache line for each torrent, which stays where it is as long as the torrent is registered, so that
 *   threads may count in it whatever happens around it. Entry 0 is nobody's.
 * - index: a hash table with open addressing from info-hash to entry, 4 bytes a place, at most six tenths used. It
 *   grows into its other half, and the header's word names the half that is in force.
 * - dirty bits: one for each entry that a thread has counted in since it was last looked at.
 * - texts: names, and public reasons of bans and tombstones, in blocks of 16 to 256 bytes.
 *
 * Main alone writes, but for the counters and marks that `TorrentTable` names. Nobody takes a lock. Offsets are
 * in words (4 bytes) unless a name says otherwise.
 */
import { assert } from '#base/assert'
import { regionBytesMax } from '#base/region'

/** Raised whenever the layout changes. */
export const tableVersion = 2

export const Header = {
  magic: 0,
  version: 1,
  /**
   * Which index is in force: the number of the generation (its lowest bit is the half), shifted by `sizeBits`,
   * and the logarithm of its size.
   */
  index: 2,
  /** Entries 1 to this number have been used. */
  entriesUsed: 3,
} as const

const headerWords = 1024

export const sizeBits = 5
export const sizeMask = (1 << sizeBits) - 1

/** A place of the index: number of the entry (low 24 bits) and a part of the hash; 0 has never been used. */
export const entryNumberMask = (1 << 24) - 1
export const hashTagMask = ~entryNumberMask
/** A place whose torrent was removed: it leads to entry 0, which is nobody's. */
export const removedPlace = 1 << 24

/** Words of an entry. */
export const Entry = {
  /** 5 words. */
  infoHash: 0,
  torrentId: 5,
  /** The gallery's announce address that the torrent belongs to; 0 for none. */
  announceGid: 6,
  /**
   * An EntryState, and above it a number that changes with every change of the entry: who has read several words
   * and finds the same state again has read what belongs together.
   */
  state: 7,
  /** Downloads to the end; threads add to it. */
  completed: 8,
  /** The unix minute of the last announce in this run, 0 for none; threads write it. */
  announcedMinute: 9,
  /** 1 once the entry's dirty bit is set; threads write it. */
  dirty: 10,
  /** Units of the blocks with the name and the public reason of ban or tombstone; 0 for none. */
  name: 11,
  reason: 12,
  /** From here on main's own. The entry of a hybrid's other info-hash (BEP 52), or 0. */
  partner: 13,
  /** What `completed` was at the last flush. */
  flushedCompleted: 14,
  /** The peers that the last flush told of, see `activity-reader.ts`. */
  flushedPeers: 15,
} as const

export const entryWords = 16

/** `removed` is unknown to everybody; the last three are those of torrents that were taken out, and are told so. */
export const EntryState = {
  empty: 0,
  live: 1,
  banned: 2,
  removed: 3,
  expunged: 4,
  takenOut: 5,
  purged: 6,
} as const
export type EntryState = (typeof EntryState)[keyof typeof EntryState]
export const stateBits = 3
export const stateMask = (1 << stateBits) - 1

/** Blocks of texts have 16 << class bytes; they begin with a byte that holds the length of the text. */
export const textClassCount = 5
export const textBytesMax = 255
export const textUnitWords = 4

/** Places of an index that nothing is in yet. */
export const indexSizeMin = 1024

export type TableLayout = {
  /** Torrents that may be registered at once. */
  readonly torrentsMax: number
  /** Places that an index can have, a power of two. */
  readonly indexSizeMax: number
  /** Entries there are, the first one included. */
  readonly entriesMax: number
  readonly indexAt: number
  readonly dirtyAt: number
  readonly entriesAt: number
  /** The first unit of texts, and the first that is beyond the region. */
  readonly textsUnit: number
  readonly textsEndUnit: number
  readonly bytes: number
}

/** Where things stand for this ceiling. Throws nothing; `bytes` may exceed `regionBytesMax`. */
export function planTable(torrentsMax: number): TableLayout {
  const indexSizeMax = Math.max(indexSizeMin, 2 ** Math.ceil(Math.log2(torrentsMax * 2)))
  const entriesMax = 1 + torrentsMax + spareEntries(torrentsMax)
  const indexAt = headerWords
  const dirtyAt = indexAt + 2 * indexSizeMax
  const entriesAt = roundUp(dirtyAt + entriesMax / 32, entryWords)
  const textsUnit = (entriesAt + entriesMax * entryWords) / textUnitWords
  // Every torrent may have a name of the largest size.
  const textUnits = torrentsMax * 2 ** (textClassCount - 1)
  const bytes = roundUp((textsUnit + textUnits) * textUnitWords * 4, 4096)
  const textsEndUnit = bytes / (textUnitWords * 4)
  return {
    torrentsMax,
    indexSizeMax,
    entriesMax,
    indexAt,
    dirtyAt,
    entriesAt,
    textsUnit,
    textsEndUnit,
    bytes,
  }
}

/** Entries of removed torrents wait for the next flushes before they are used again. */
function spareEntries(torrentsMax: number): number {
  return 1024 + (torrentsMax >> 4)
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step
}

assert(regionBytesMax / (entryWords * 4) <= 2 ** 26, 'an entry begins at an int32 word')
assert(
  regionBytesMax / (entryWords * 4 + 16 * 2 ** (textClassCount - 1)) < entryNumberMask,
  'the number of every entry that fits a region fits a place of the index',
)
assert(regionBytesMax / 16 <= 2 ** 28, 'a unit of texts is an int32')
assert(16 << (textClassCount - 1) === textBytesMax + 1, 'the largest block holds the longest text')
