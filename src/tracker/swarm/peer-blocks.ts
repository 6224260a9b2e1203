/**
 * What is done inside one block of peers: scanning, writing and moving peers with their stamps. A block is
 * named by its unit and class, a place in it by its index; nothing here knows of lists or directories.
 */
import { capacityOf, peerBytes } from './list-shape.ts'
import type { PeerKey } from './peer-key.ts'
import type { SwarmMemory } from './swarm-memory.ts'

export class PeerBlocks {
  readonly #halves: Uint16Array
  readonly #bytes: Uint8Array

  constructor(memory: SwarmMemory) {
    this.#halves = memory.halves
    this.#bytes = memory.bytes
  }

  /** The place of `peer` among the first `count` peers, or -1. */
  find(unit: number, count: number, peer: PeerKey): number {
    return peer.family === 0
      ? findIpv4(this.#halves, unit * 8, count, peer.halves)
      : findIpv6(this.#halves, unit * 8, count, peer.halves)
  }

  /** Whether the peer at `index` has the source of `peer`: its IPv4 address, or its IPv6 /64. */
  isOfSource(unit: number, index: number, peer: PeerKey): boolean {
    const sourceHalves = peer.family === 0 ? 2 : 4
    const at = unit * 8 + (index * peerBytes[peer.family]) / 2
    for (let half = 0; half < sourceHalves; half++)
      if (this.#halves[at + half] !== peer.halves[half]) return false
    return true
  }

  stampAt(unit: number, blockClass: number, family: 0 | 1, index: number): number {
    return this.#bytes[stampsAt(unit, blockClass, family) + index] as number
  }

  setStamp(unit: number, blockClass: number, family: 0 | 1, index: number, stamp: number): void {
    this.#bytes[stampsAt(unit, blockClass, family) + index] = stamp
  }

  /** Reads the peer at `index` into `peer`. */
  read(unit: number, index: number, family: 0 | 1, peer: PeerKey): void {
    peer.read(this.#halves, unit * 8 + index * (family === 0 ? 3 : 9), family)
  }

  /** Writes `peer` and its stamp at `index`. */
  write(unit: number, blockClass: number, index: number, peer: PeerKey, stamp: number): void {
    const family = peer.family
    const count = family === 0 ? 3 : 9
    const at = unit * 8 + index * count
    for (let half = 0; half < count; half++) this.#halves[at + half] = peer.halves[half] as number
    this.setStamp(unit, blockClass, family, index, stamp)
  }

  /** Two peers change places, with their stamps. */
  swap(unit: number, blockClass: number, family: 0 | 1, one: number, other: number): void {
    const halves = this.#halves
    const count = family === 0 ? 3 : 9
    const oneAt = unit * 8 + one * count
    const otherAt = unit * 8 + other * count
    for (let half = 0; half < count; half++) {
      const kept = halves[oneAt + half] as number
      halves[oneAt + half] = halves[otherAt + half] as number
      halves[otherAt + half] = kept
    }
    const stamp = this.stampAt(unit, blockClass, family, one)
    const otherStamp = this.stampAt(unit, blockClass, family, other)
    this.setStamp(unit, blockClass, family, one, otherStamp)
    this.setStamp(unit, blockClass, family, other, stamp)
  }

  /** The peer at `index` of a block replaces what is at `toIndex` of a block of the same class. */
  copy(
    unit: number,
    index: number,
    toUnit: number,
    toIndex: number,
    blockClass: number,
    family: 0 | 1,
  ): void {
    const halves = this.#halves
    const count = family === 0 ? 3 : 9
    const fromAt = unit * 8 + index * count
    const toAt = toUnit * 8 + toIndex * count
    for (let half = 0; half < count; half++) halves[toAt + half] = halves[fromAt + half] as number
    const stamp = this.stampAt(unit, blockClass, family, index)
    this.setStamp(toUnit, blockClass, family, toIndex, stamp)
  }

  /** The first `count` peers of a block become the first of another class of block. */
  transfer(
    unit: number,
    blockClass: number,
    toUnit: number,
    toClass: number,
    count: number,
    family: 0 | 1,
  ): void {
    this.#bytes.copyWithin(toUnit * 16, unit * 16, unit * 16 + count * peerBytes[family])
    const stamps = stampsAt(unit, blockClass, family)
    this.#bytes.copyWithin(stampsAt(toUnit, toClass, family), stamps, stamps + count)
  }

  /** All `count` peers of a block follow the `toCount` peers of a block of the same class. */
  append(
    unit: number,
    count: number,
    toUnit: number,
    toCount: number,
    blockClass: number,
    family: 0 | 1,
  ): void {
    const size = peerBytes[family]
    this.#bytes.copyWithin(toUnit * 16 + toCount * size, unit * 16, unit * 16 + count * size)
    const stamps = stampsAt(unit, blockClass, family)
    const toStamps = stampsAt(toUnit, blockClass, family) + toCount
    this.#bytes.copyWithin(toStamps, stamps, stamps + count)
  }
}

function stampsAt(unit: number, blockClass: number, family: 0 | 1): number {
  return unit * 16 + capacityOf(family, blockClass) * peerBytes[family]
}

/** The port differs most often, so it is compared first. */
function findIpv4(halves: Uint16Array, at: number, count: number, peer: Uint16Array): number {
  const high = peer[0]
  const low = peer[1]
  const port = peer[2]
  const end = at + 3 * count
  for (let half = at; half < end; half += 3)
    if (halves[half + 2] === port && halves[half + 1] === low && halves[half] === high)
      return (half - at) / 3
  return -1
}

function findIpv6(halves: Uint16Array, at: number, count: number, peer: Uint16Array): number {
  const port = peer[8]
  for (let index = 0, half = at; index < count; index++, half += 9)
    if (halves[half + 8] === port && isSameAddress(halves, half, peer)) return index
  return -1
}

function isSameAddress(halves: Uint16Array, at: number, peer: Uint16Array): boolean {
  for (let half = 0; half < 8; half++) if (halves[at + half] !== peer[half]) return false
  return true
}
