/**
 * What a torrent record and its four lists of peers look like in memory.
 *
 * Record, 64 bytes, 16 words:
 *
 *   0..4 info-hash │ 5 next record of the chain │ 6 completed │ 7 partial seeds │ 8..11 lists │ 12..15 references
 *
 * A list word holds the count of peers (low 27 bits) and a code (high 5 bits) for what its reference names:
 * code 0 to 5 is one block of 16 << code bytes, code 6 and up a directory of 2^(code - 6) entries. Without
 * peers both are 0. A record none of whose lists has peers keeps the unix minute at which it became empty
 * where the first reference would be.
 *
 * The word of the partial seeds counts in its low 28 bits; above them stands whether somebody has come back.
 *
 * Block: peers in wire form from the start (6 bytes IPv4, 18 bytes IPv6), their stamps behind the room for
 * all of them. Directory entry: number of a 512-byte bucket (high 23 bits) and count of its peers (low 9).
 * A bucket is a block of class 5 whose last byte is its local depth.
 *
 * Stamp: high bit for a partial seed (BEP 21), low 7 bits the time of the last announce in units of
 * `stampSeconds`, modulo 128.
 */
import { assert } from '#base/assert'

export const Word = {
  hash: 0,
  next: 5,
  completed: 6,
  partialSeeds: 7,
  lists: 8,
  references: 12,
  emptySinceMinute: 12,
} as const

/** The four lists; a kind is also the index of its words. Odd kinds are leechers, kinds above 1 IPv6. */
export const ListKind = { seeders4: 0, leechers4: 1, seeders6: 2, leechers6: 3 } as const
export type ListKind = (typeof ListKind)[keyof typeof ListKind]

export const recordClass = 2
export const bucketClass = 5
export const bucketUnits = 1 << bucketClass
export const firstDirectoryCode = 6
/** 2^20 buckets hold fifty million peers; beyond that a full bucket replaces its oldest peer. */
export const directoryDepthMax = 20

const countMask = (1 << 27) - 1

export function countOf(list: number): number {
  return list & countMask
}

export function codeOf(list: number): number {
  return list >>> 27
}

export function listWord(count: number, code: number): number {
  return count | (code << 27)
}

/** Bytes of a peer in wire form, by family (index 0 IPv4, 1 IPv6). */
export const peerBytes = [6, 18] as const
/** Peers that a block of each class holds, by family. */
const capacities = [
  [2, 4, 9, 18, 36, 73],
  [0, 1, 3, 6, 13, 26],
] as const

/** Capacity of a block of `blockClass` 0 to 5 for `family` 0 or 1. */
const capacityTable = Int32Array.from([...capacities[0], ...capacities[1]])

export function capacityOf(family: number, blockClass: number): number {
  return capacityTable[family * 6 + blockClass] as number
}

/** The smallest class that holds anything. */
export function smallestClass(family: number): number {
  return family
}

export function familyOf(kind: ListKind): 0 | 1 {
  return (kind >> 1) as 0 | 1
}

/** The class of the block that holds a directory of 2^`depth` entries. */
export function directoryClass(depth: number): number {
  return depth < 2 ? 0 : depth - 2
}

/** Byte of bucket `unit` that holds its local depth. */
export function depthByte(unit: number): number {
  return (unit + bucketUnits) * 16 - 1
}

const entryCountBits = 9

export function entryBucket(entry: number): number {
  return (entry >>> entryCountBits) * bucketUnits
}

export function entryCount(entry: number): number {
  return entry & ((1 << entryCountBits) - 1)
}

export function directoryEntry(bucket: number, count: number): number {
  return ((bucket / bucketUnits) << entryCountBits) | count
}

export const partialSeedBit = 0x80
export const stampMask = 0x7f

/** The bits of a record's word `partialSeeds` that count them. */
export const partialSeedsMask = (1 << 28) - 1
/** Of the same word: a peer of this swarm has announced, and announced again later. */
export const returnedBit = 1 << 30

for (const family of [0, 1] as const)
  for (let blockClass = 0; blockClass <= bucketClass; blockClass++) {
    const used = capacityOf(family, blockClass) * (peerBytes[family] + 1)
    assert(used <= 16 << blockClass, 'peers and their stamps fit their block')
    assert(
      blockClass < bucketClass || used < 16 << blockClass,
      'a full bucket leaves a byte for its local depth',
    )
  }
