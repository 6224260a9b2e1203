/**
 * What one network may do: token buckets for each prefix, of this thread's own. Threads count by themselves, so a
 * network whose requests come to several of them has the rate of each.
 *
 * As long as all networks together stay within what a single one may do, none can be beyond it: then nothing is looked
 * up, and a request costs the counting down of one number. Only when that is used up are networks told apart, until all
 * of them together have been quiet again for as long as it takes to fill a bucket.
 *
 * What is beyond its limit is refused, which costs a token for bad requests; who has none of these either is dropped.
 */
import { limitedNetworksMax } from '#base/limits'
import { LimitKind, limitKinds, Verdict } from './limit-kind.ts'
import { type BucketSize, NetworkBuckets } from './network-buckets.ts'

export type NetworkLimitSettings = {
  readonly ipv4PrefixBits: number
  readonly ipv6PrefixBits: number
  /** A full bucket is what comes in so many seconds. */
  readonly burstSeconds: number
  /** Requests each second by `LimitKind`; 0 is no limit. */
  readonly perSecond: readonly [connect: number, announce: number, creation: number, bad: number]
}

export type NetworkLimitsOptions = {
  readonly settings: NetworkLimitSettings
  /** Secret. */
  readonly keys: readonly [number, number]
  /** Where it is counted what was refused and dropped, by kind: `limitCounts` numbers. */
  readonly counts?: Float64Array | undefined
}

const outcomes = 2
/** For each kind, how many were refused and how many dropped. */
export const limitCounts = limitKinds * outcomes

export class NetworkLimits {
  readonly #buckets: NetworkBuckets
  readonly #counts: Float64Array
  readonly #perSecond = new Float64Array(limitKinds)
  readonly #bursts = new Float64Array(limitKinds)
  /** What all networks together may still send before they are told apart. */
  readonly #quietLeft = new Float64Array(limitKinds)
  readonly #isMetering = new Uint8Array(limitKinds)
  /** The bits of a prefix: of an IPv4 address, and of the first two words of an IPv6 one. */
  readonly #mask4 = new Int32Array(1)
  readonly #mask6 = new Int32Array(2)
  #settings = ''
  #nowSeconds = 0

  constructor({ settings, keys, counts }: NetworkLimitsOptions) {
    this.#buckets = new NetworkBuckets(limitedNetworksMax, ...keys)
    this.#counts = counts ?? new Float64Array(limitCounts)
    this.configure(settings)
  }

  /** Brings settings into force; where they are others than before every network begins with full buckets. */
  configure(settings: NetworkLimitSettings): void {
    const text = JSON.stringify(settings)
    if (text === this.#settings) return
    this.#settings = text
    this.#begin(settings)
  }

  #begin({ ipv4PrefixBits, ipv6PrefixBits, burstSeconds, perSecond }: NetworkLimitSettings): void {
    const sizes = perSecond.map(
      (each): BucketSize => ({ perSecond: each, burst: Math.max(1, each * burstSeconds) }),
    )
    this.#buckets.configure(sizes)
    this.#perSecond.set(perSecond)
    this.#bursts.set(sizes.map(({ burst }) => burst))
    this.#quietLeft.set(this.#bursts)
    this.#isMetering.fill(0)
    setPrefixBits(this.#mask4, ipv4PrefixBits)
    setPrefixBits(this.#mask6, ipv6PrefixBits)
  }

  /** Whole unix seconds, set once per batch. */
  set nowSeconds(seconds: number) {
    const passed = seconds - this.#nowSeconds
    if (passed === 0) return
    this.#nowSeconds = seconds
    for (let kind = 0; kind < limitKinds; kind++) this.#refill(kind, Math.max(0, passed))
  }

  /** What becomes of a request of this kind from the address in network order. */
  judge(kind: LimitKind, addressWords: Int32Array, family: 4 | 6): Verdict {
    if (this.#takes(kind, addressWords, family)) return Verdict.admitted
    const isAnswered =
      kind === LimitKind.announce && this.#takes(LimitKind.bad, addressWords, family)
    this.#count(kind, isAnswered ? Verdict.refused : Verdict.dropped)
    return isAnswered ? Verdict.refused : Verdict.dropped
  }

  /** Whether the address may make one more torrent. */
  mayCreate(addressWords: Int32Array, family: 4 | 6): boolean {
    if (this.#takes(LimitKind.creation, addressWords, family)) return true
    this.#count(LimitKind.creation, Verdict.refused)
    return false
  }

  /** How many requests of this kind have been refused, or dropped. */
  counted(kind: LimitKind, verdict: Verdict): number {
    return this.#counts[kind * outcomes + verdict - 1] as number
  }

  #takes(kind: LimitKind, addressWords: Int32Array, family: 4 | 6): boolean {
    const left = this.#quietLeft
    if ((left[kind] as number) > 0) {
      left[kind] = (left[kind] as number) - 1
      if (this.#isMetering[kind] === 0) return true
    }
    if (this.#perSecond[kind] === 0) return true
    this.#isMetering[kind] = 1
    const first = addressWords[0] as number
    return family === 4
      ? this.#buckets.take(first & (this.#mask4[0] as number), 0, 4, kind, this.#nowSeconds)
      : this.#takeIpv6(first, addressWords[1] as number, kind)
  }

  #takeIpv6(first: number, second: number, kind: LimitKind): boolean {
    const maskedFirst = first & (this.#mask6[0] as number)
    const maskedSecond = second & (this.#mask6[1] as number)
    return this.#buckets.take(maskedFirst, maskedSecond, 6, kind, this.#nowSeconds)
  }

  #refill(kind: number, seconds: number): void {
    const burst = this.#bursts[kind] as number
    const left = (this.#quietLeft[kind] as number) + seconds * (this.#perSecond[kind] as number)
    this.#quietLeft[kind] = Math.min(burst, left)
    if (left >= burst) this.#isMetering[kind] = 0
  }

  #count(kind: LimitKind, verdict: Verdict): void {
    const at = kind * outcomes + verdict - 1
    this.#counts[at] = (this.#counts[at] as number) + 1
  }
}

/** The words of a mask with its first `bits` set, in network order. */
function setPrefixBits(words: Int32Array, bits: number): void {
  const bytes = new Uint8Array(words.buffer)
  for (let byte = 0; byte < bytes.length; byte++) {
    const inByte = Math.min(8, Math.max(0, bits - byte * 8))
    bytes[byte] = 0xff00 >> inByte
  }
}
