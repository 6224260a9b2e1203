/**
 * Main's hold on the blocks: it puts rules into force, which they are for the very next request of every thread, and
 * reads what threads have noted of where announces come from.
 */
import type { PrefixList } from '#base/prefix-list'
import type { Region } from '#base/region'
import {
  BlockHeader,
  clientPlace,
  InForce,
  infoHashPlace,
  ipv4Place,
  ipv6Place,
  sketches,
} from './block-layout.ts'
import { PrefixTableWriter } from './prefix-table.ts'

/** All rules there are, as prefixes of addresses, of peer ids and of info-hashes. */
export type BlockLists = {
  readonly ipv4: PrefixList
  readonly ipv6: PrefixList
  readonly clients: PrefixList
  readonly infoHashes: PrefixList
}

const kinds = ['ipv4', 'ipv6', 'clients', 'infoHashes'] as const
const places = {
  ipv4: ipv4Place,
  ipv6: ipv6Place,
  clients: clientPlace,
  infoHashes: infoHashPlace,
} as const

export class BlockTables {
  readonly words: Int32Array
  readonly #writers: { readonly [Kind in keyof BlockLists]: PrefixTableWriter }

  constructor({ buffer }: Region) {
    this.words = new Int32Array(buffer)
    this.#writers = {
      ipv4: new PrefixTableWriter(buffer, places.ipv4),
      ipv6: new PrefixTableWriter(buffer, places.ipv6),
      clients: new PrefixTableWriter(buffer, places.clients),
      infoHashes: new PrefixTableWriter(buffer, places.infoHashes),
    }
  }

  /** How often what was measured has been halved. */
  get halvings(): number {
    return Atomics.load(this.words, BlockHeader.halvings)
  }

  /** These rules and no others hold from now on; a list that is left out stays as it is. */
  replace(lists: Partial<BlockLists>): void {
    for (const kind of kinds) {
      const list = lists[kind]
      if (list === undefined) continue
      this.#writers[kind].replace(list)
      this.#setInForce(InForce[kind], list.count > 0)
    }
  }

  /** Whether threads note where announces come from. What they noted is forgotten when they end or begin to. */
  setMeasuring(isOn: boolean): void {
    if ((((this.words[BlockHeader.inForce] as number) & InForce.measure) !== 0) === isOn) return
    this.#setInForce(InForce.measure, false)
    this.words.fill(0, sketches.at, sketches.at + sketches.words)
    this.#setInForce(InForce.measure, isOn)
  }

  /** Has every sketch halved: to be called in equal times. */
  halve(): void {
    Atomics.add(this.words, BlockHeader.halvings, 1)
  }

  #setInForce(bit: number, isOn: boolean): void {
    if (isOn) Atomics.or(this.words, BlockHeader.inForce, bit)
    else Atomics.and(this.words, BlockHeader.inForce, ~bit)
  }
}
