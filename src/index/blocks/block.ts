/**
 * A block: whom the tracker refuses, why, and until when. What it is about is the beginning of a key: of an address (a
 * network), of a peer id (a client), or a whole info-hash.
 */
import { randomBytes } from 'node:crypto'
import { prefixWord } from '#base/prefix-list'

/** What a block can be about. */
export const blockKinds = ['network', 'client', 'info_hash'] as const
export type BlockKind = (typeof blockKinds)[number]

/** The four kinds of keys, with their words of 32 bits. */
export const keyWords = { ipv4: 1, ipv6: 4, clients: 5, infoHashes: 5 } as const
export type KeySpace = keyof typeof keyWords

export const keySpaces: Readonly<Record<BlockKind, readonly KeySpace[]>> = {
  network: ['ipv4', 'ipv6'],
  client: ['clients'],
  info_hash: ['infoHashes'],
}

/** The keys of the configuration that name the lists. */
export const listKeys: Readonly<Record<BlockKind, string>> = {
  network: 'blocks.networks_file',
  client: 'blocks.clients_file',
  info_hash: 'blocks.info_hashes_file',
}

/** A key's first bits. */
export type BlockTarget = {
  readonly space: KeySpace
  /** All words of a key, unsigned, the most significant first; zeros behind the prefix. */
  readonly words: readonly number[]
  readonly prefixBits: number
}

/** One that the operator made, beside the lists. */
export type Block = {
  /** What the audit log calls it: says nothing of the target, and stays when the block is changed. */
  readonly id: string
  readonly kind: BlockKind
  readonly target: BlockTarget
  /** The only text of the target: `203.0.113.0/24`, `-XL0012-`, 40 hex digits. */
  readonly text: string
  readonly reason: string
  /** Unix seconds. */
  readonly addedAt: number
  /** When it ends by itself, in unix seconds; undefined where it does not. */
  readonly endsAt: number | undefined
  /** Who made it: `operator`, `token 3`. */
  readonly addedBy: string
}

export function newBlockId(): string {
  return randomBytes(4).toString('hex')
}

/** What a request for a block says. */
export type NewBlock = {
  readonly kind: BlockKind
  readonly target: string
  readonly reason: string
  readonly endsAt: number | undefined
}

export function kindOf({ space }: BlockTarget): BlockKind {
  if (space === 'infoHashes') return 'info_hash'
  return space === 'clients' ? 'client' : 'network'
}

/** Whether every key of `inner` is one of `outer`. */
export function covers(outer: BlockTarget, inner: BlockTarget): boolean {
  if (outer.space !== inner.space || outer.prefixBits > inner.prefixBits) return false
  return outer.words.every(
    (word, at) => prefixWord(inner.words[at] as number, outer.prefixBits - at * 32) === word,
  )
}

/** The words of a key from its bytes, of which there are four times as many. */
export function wordsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(at * 4))
}
