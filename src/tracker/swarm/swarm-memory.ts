/**
 * The swarm store's region seen as words, halves and bytes. Made once per thread over the same memory;
 * these views never leave this folder and the linux listener.
 */
import { assert } from '#base/assert'
import { halfSipHash13 } from '#base/half-sip-hash'
import type { Region } from '#base/region'
import { Header, type Layout, layoutVersion } from './layout.ts'

const magic = 0x5a67_7761

/** What a process must agree with before it takes over memory that another one has filled. */
export type SwarmIdentity = {
  readonly seed: readonly [number, number]
  readonly capSources: boolean
}

export class SwarmMemory {
  readonly layout: Layout
  readonly words: Int32Array
  readonly halves: Uint16Array
  readonly bytes: Uint8Array

  constructor(region: Region, layout: Layout) {
    assert(region.buffer.byteLength >= layout.bytes, 'the region is as large as its layout')
    this.layout = layout
    this.words = new Int32Array(region.buffer)
    this.halves = new Uint16Array(region.buffer)
    this.bytes = new Uint8Array(region.buffer)
  }

  /** Prepares a zeroed region; done once, before any thread opens it. */
  format(): void {
    const { words, layout } = this
    words[Header.version] = layoutVersion
    words[Header.poolNextUnit] = layout.poolUnit
    words[Header.poolEndUnit] = layout.bytes / 16
    words[Header.peersLeft] = layout.peersMax
    words[Header.torrentsLeft] = layout.torrentsMax
    words[Header.magic] = magic
  }

  /** Notes what the memory is made for. */
  sign({ seed, capSources }: SwarmIdentity, stampUnitSeconds: number): void {
    const { words, layout } = this
    words[Header.stampUnitSeconds] = stampUnitSeconds
    words[Header.peersMax] = layout.peersMax
    words[Header.torrentsMax] = layout.torrentsMax
    words[Header.seedCheck] = seedCheck(seed)
    words[Header.capsSources] = capSources ? 1 : 0
  }

  /** Seconds of a stamp's unit in memory that was made for this layout and identity; 0 where it was made for others. */
  signedUnitSeconds({ seed, capSources }: SwarmIdentity): number {
    const { words, layout } = this
    const isOurs =
      words[Header.magic] === magic &&
      words[Header.version] === layoutVersion &&
      words[Header.peersMax] === layout.peersMax &&
      words[Header.torrentsMax] === layout.torrentsMax &&
      words[Header.seedCheck] === seedCheck(seed) &&
      words[Header.capsSources] === (capSources ? 1 : 0)
    return isOurs ? (words[Header.stampUnitSeconds] as number) : 0
  }

  /** Throws AssertionError when the region was not formatted by this version of the layout. */
  assertFormatted(): void {
    assert(this.words[Header.magic] === magic, 'the region is formatted')
    assert(this.words[Header.version] === layoutVersion, 'the region has this layout')
  }
}

/** Tells one seed from another. */
function seedCheck(seed: readonly [number, number]): number {
  return halfSipHash13(new Int32Array([1]), 1, ...seed)
}

const probe = new Uint8Array(new Uint32Array([1]).buffer)
assert(probe[0] === 1, 'the swarm store keeps words as little-endian machines do')
