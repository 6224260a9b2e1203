/**
 * One announce, as every protocol understands it: what a listener decodes a request into, and what the
 * swarm store, the admission tables and the journal read.
 *
 * There is one record per thread and it is filled again for each request, so that an announce makes no
 * garbage. Bytes are copied in (the request's buffer may be reused); the three counters live in a typed
 * array because a number above 2^31 in an ordinary field would be boxed on the heap.
 */

import { AnnouncePath } from './announce-path.ts'

/** What the client says happened (BEP 3 `event`, BEP 15 event codes 0 to 3, BEP 21 `paused`). */
export const AnnounceEvent = { none: 0, completed: 1, started: 2, stopped: 3, paused: 4 } as const
export type AnnounceEvent = (typeof AnnounceEvent)[keyof typeof AnnounceEvent]

/** `numwant` of a client that did not say, or said something that is not a count. */
export const numwantUnstated = -1

/** Counters are clamped here, so that sums of a few thousand of them stay exact doubles. */
export const counterMax = 2 ** 50

export class Announce {
  /** 20 bytes: a v1 info-hash, or a v2 one cut to 20 bytes (BEP 52). */
  readonly infoHash = new Uint8Array(20)
  /** The same bytes as the 5 words that the swarm store hashes and compares. */
  readonly infoHashWords = new Int32Array(this.infoHash.buffer)
  /** 20 bytes. */
  readonly peerId = new Uint8Array(20)
  readonly peerIdWords = new Int32Array(this.peerId.buffer)
  /** The peer's address in network order: 4 bytes for IPv4 (the rest is stale), 16 for IPv6. */
  readonly address = new Uint8Array(16)
  /** The same bytes as words, for hashing and comparing. */
  readonly addressWords = new Int32Array(this.address.buffer)
  /** 4 or 6: how much of `address` counts. An IPv4-mapped IPv6 source is family 4. */
  family: 4 | 6 = 4
  /** 0 to 65535; 0 is accepted only together with `stopped`. */
  port = 0
  event: AnnounceEvent = AnnounceEvent.none
  /** How many peers are wanted, 0 or more, or `numwantUnstated`; not yet limited. */
  numwant = numwantUnstated
  /** BEP 23. HTTP only; true unless the client says `compact=0`. */
  compact = true
  /** Where it was sent to; read where the tracker has galleries. */
  readonly path = new AnnouncePath()

  /** Whether it came over UDP; set once, by whoever decodes into this record. */
  isUdp = false

  readonly #counters = new Float64Array(3)

  /** Bytes, 0 to `counterMax`; what cannot be read is 0. */
  get uploaded(): number {
    return this.#counters[0] as number
  }
  set uploaded(bytes: number) {
    this.#counters[0] = bytes
  }

  /** Bytes, 0 to `counterMax`; what cannot be read is 0. */
  get downloaded(): number {
    return this.#counters[1] as number
  }
  set downloaded(bytes: number) {
    this.#counters[1] = bytes
  }

  /** Bytes, 0 to `counterMax`. A client that does not say, or says something else, has 1 left: a leecher. */
  get left(): number {
    return this.#counters[2] as number
  }
  set left(bytes: number) {
    this.#counters[2] = bytes
  }
}
