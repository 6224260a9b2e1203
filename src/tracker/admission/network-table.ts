/**
 * Which network rule holds for an address, in memory that all threads share: main writes it, tracker threads read
 * it without locks, and what main has written holds for the very next lookup everywhere.
 *
 *   header │ half 0: IPv4, IPv6 │ half 1: IPv4, IPv6
 *
 * There are two halves. The generation says which one is in force; main builds the next generation in the other and
 * then raises the number. A reader whose generation has passed meanwhile looks again, because its half may be
 * being written by now.
 *
 * A family has 65,537 words that say, for the first 16 bits of an address, where its boundaries begin, then the
 * beginnings and the rules (network-boundaries.ts). An address in a sixteenth without boundaries costs two reads.
 */
import { assert } from '#base/assert'
import { blockedNetworksMax } from '#base/limits'
import { createRegion, openRegion, type Region, type RegionHandle } from '#base/region'
import {
  type BlockedNetwork,
  type NetworkBoundaries,
  networkBoundaries,
} from './network-boundaries.ts'

const generationWord = 0
const headerWords = 1024
const sixteenths = 1 << 16
const indexWords = sixteenths + 1
const boundariesMax = 2 * blockedNetworksMax + 1

/** Words that a family takes in a half. */
const familyWords = (wordCount: number): number => indexWords + boundariesMax * (wordCount + 1)
const ipv4At = 0
const ipv6At = familyWords(1)
const halfWords = Math.ceil((familyWords(1) + familyWords(4)) / 1024) * 1024

/** Memory for `blockedNetworksMax` networks of each family; the system gives it as it fills. */
export function createNetworkRegion(): Region {
  return createRegion((headerWords + 2 * halfWords) * 4)
}

/** What a tracker thread sees. */
export class NetworkTable {
  readonly #words: Int32Array
  readonly #unsigned: Uint32Array
  readonly #wanted = new Uint32Array(4)

  constructor(handle: RegionHandle) {
    const { buffer } = openRegion(handle)
    this.#words = new Int32Array(buffer)
    this.#unsigned = new Uint32Array(buffer)
  }

  /** The rule that holds for the address in network order, or 0. */
  ruleFor(addressWords: Int32Array, family: 4 | 6): number {
    const wordCount = family === 4 ? 1 : 4
    for (let word = 0; word < wordCount; word++)
      this.#wanted[word] = swapped(addressWords[word] as number)
    for (;;) {
      const generation = Atomics.load(this.#words, generationWord)
      const halfAt = headerWords + (generation & 1) * halfWords
      const rule = this.#find(halfAt + (family === 4 ? ipv4At : ipv6At), wordCount)
      if (Atomics.load(this.#words, generationWord) === generation) return rule
    }
  }

  #find(familyAt: number, wordCount: number): number {
    const words = this.#unsigned
    const sixteenth = familyAt + ((this.#wanted[0] as number) >>> 16)
    const beginsAt = familyAt + indexWords
    let low = words[sixteenth] as number
    let high = words[sixteenth + 1] as number
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#isAbove(beginsAt + middle * wordCount, wordCount)) high = middle
      else low = middle + 1
    }
    return low === 0 ? 0 : (words[beginsAt + boundariesMax * wordCount + low - 1] as number)
  }

  /** Whether the boundary at word `at` begins behind the wanted address. */
  #isAbove(at: number, wordCount: number): boolean {
    for (let word = 0; word < wordCount; word++) {
      const begin = this.#unsigned[at + word] as number
      const wanted = this.#wanted[word] as number
      if (begin !== wanted) return begin > wanted
    }
    return false
  }
}

/** What main has: it alone writes. */
export class NetworkTableWriter {
  readonly #words: Int32Array
  readonly #unsigned: Uint32Array

  constructor(region: Region) {
    this.#words = new Int32Array(region.buffer)
    this.#unsigned = new Uint32Array(region.buffer)
  }

  /** These networks and no others are blocked from now on; at most `blockedNetworksMax` of each family. */
  replace(ipv4: readonly BlockedNetwork[], ipv6: readonly BlockedNetwork[]): void {
    const next = Atomics.load(this.#words, generationWord) + 1
    const halfAt = headerWords + (next & 1) * halfWords
    this.#write(halfAt + ipv4At, networkBoundaries(ipv4, 1), 1)
    this.#write(halfAt + ipv6At, networkBoundaries(ipv6, 4), 4)
    Atomics.store(this.#words, generationWord, next)
  }

  #write(familyAt: number, { count, begins, rules }: NetworkBoundaries, wordCount: number): void {
    assert(count <= boundariesMax, 'the table has room for the networks')
    const beginsAt = familyAt + indexWords
    this.#unsigned.set(begins.subarray(0, count * wordCount), beginsAt)
    this.#unsigned.set(rules.subarray(0, count), beginsAt + boundariesMax * wordCount)
    let boundary = 0
    for (let sixteenth = 0; sixteenth <= sixteenths; sixteenth++) {
      while (boundary < count && (begins[boundary * wordCount] as number) < sixteenth * 2 ** 16)
        boundary++
      this.#unsigned[familyAt + sixteenth] = boundary
    }
  }
}

/** A word of an address in network order as the number that it is. */
function swapped(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}
