/**
 * What one thread sees of the blocks: whether the source of a request is refused, whether an announce is, and whence
 * some announces come, which it notes. Where nobody is blocked and nothing is measured all of it costs a request the
 * reading of one word.
 */
import type { Prng } from '#base/prng'
import { openRegion, type RegionHandle } from '#base/region'
import type { Announce } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import {
  BlockHeader,
  clientPlace,
  InForce,
  infoHashPlace,
  ipv4Place,
  ipv6Place,
  sketchAt,
} from './block-layout.ts'
import { PrefixTable } from './prefix-table.ts'
import { sourcePrefix } from './source-prefix.ts'
import { SourceSketch } from './source-sketch.ts'

export type BlockingOptions = {
  readonly region: RegionHandle
  /** The thread's. */
  readonly slot: number
  readonly prng: Prng
}

/** One request of so many is noted, on average: at random, so that no rhythm of clients meets that of the samples. */
export const sampledOneOf = 64

export class Blocking {
  readonly #words: Int32Array
  readonly #ipv4: PrefixTable
  readonly #ipv6: PrefixTable
  readonly #clients: PrefixTable
  readonly #infoHashes: PrefixTable
  readonly #networkSketch: SourceSketch
  readonly #clientSketch: SourceSketch
  readonly #prng: Prng
  readonly #hash = new Uint8Array(20)
  readonly #hashWords = new Int32Array(this.#hash.buffer)
  readonly #prefix = new Int32Array(2)
  /** Requests until one is noted. */
  #untilSample = 1

  constructor({ region, slot, prng }: BlockingOptions) {
    const { buffer } = openRegion(region)
    this.#words = new Int32Array(buffer)
    this.#ipv4 = new PrefixTable(buffer, ipv4Place)
    this.#ipv6 = new PrefixTable(buffer, ipv6Place)
    this.#clients = new PrefixTable(buffer, clientPlace)
    this.#infoHashes = new PrefixTable(buffer, infoHashPlace)
    this.#networkSketch = new SourceSketch(this.#words, sketchAt(slot, 'networks'))
    this.#clientSketch = new SourceSketch(this.#words, sketchAt(slot, 'clients'))
    this.#prng = prng
  }

  /** Whether requests from the address in network order are refused. */
  isNetworkBlocked(addressWords: Int32Array, family: 4 | 6): boolean {
    const inForce = this.#inForce
    if ((inForce & (family === 4 ? InForce.ipv4 : InForce.ipv6)) === 0) return false
    return (family === 4 ? this.#ipv4 : this.#ipv6).ruleFor(addressWords) !== 0
  }

  /** What an announce from a network that is not blocked is refused with, or `none`. */
  judge(announce: Announce): Failure {
    const inForce = this.#inForce
    if ((inForce & (InForce.clients | InForce.infoHashes)) === 0) return Failure.none
    if ((inForce & InForce.clients) !== 0 && this.#clients.ruleFor(announce.peerIdWords) !== 0)
      return Failure.clientBlocked
    const isDenied =
      (inForce & InForce.infoHashes) !== 0 && this.#infoHashes.ruleFor(announce.infoHashWords) !== 0
    return isDenied ? Failure.infoHashDenied : Failure.none
  }

  /** Whether nothing is told of the info-hash that stands at byte `at`. */
  isInfoHashDenied(infoHashes: Uint8Array, at: number): boolean {
    if ((this.#inForce & InForce.infoHashes) === 0) return false
    for (let byte = 0; byte < 20; byte++) this.#hash[byte] = infoHashes[at + byte] as number
    return this.#infoHashes.ruleFor(this.#hashWords) !== 0
  }

  /** An announce came from a source that has proved its address. */
  noteAnnounce(announce: Announce, failure: Failure): void {
    if (!this.#isSampled()) return
    const isRefused = failure !== Failure.none
    this.#noteNetwork(announce.addressWords, announce.family, isRefused)
    const first = announce.peerIdWords[0] as number
    const second = announce.peerIdWords[1] as number
    this.#clientSketch.note(first, second, isRefused, this.#halvings)
  }

  /** A request came from a blocked network. */
  noteBlocked(addressWords: Int32Array, family: 4 | 6): void {
    if (this.#isSampled()) this.#noteNetwork(addressWords, family, true)
  }

  get #inForce(): number {
    return this.#words[BlockHeader.inForce] as number
  }

  get #halvings(): number {
    return this.#words[BlockHeader.halvings] as number
  }

  #isSampled(): boolean {
    if ((this.#inForce & InForce.measure) === 0 || --this.#untilSample > 0) return false
    this.#untilSample = 1 + this.#prng.below(2 * sampledOneOf - 1)
    return true
  }

  #noteNetwork(addressWords: Int32Array, family: 4 | 6, isRefused: boolean): void {
    const prefix = this.#prefix
    sourcePrefix(addressWords, family, prefix)
    this.#networkSketch.note(prefix[0] as number, prefix[1] as number, isRefused, this.#halvings)
  }
}
