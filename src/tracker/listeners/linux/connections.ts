/**
 * The connections of one thread, in columns: a connection is a slot, a small number, and what is known of it
 * stands at that index of each array. Opening and closing one allocates nothing.
 *
 * They also stand in a row by last activity, so that the idlest is found at once, when its time is over or its
 * place is needed. Moving to the end of the row happens once a second for a busy connection, which is as often
 * as the clock changes: a request costs a comparison.
 *
 *   oldest ─newer─▶ … ─newer─▶ newest          free slots hang together by `newer` as well
 */
import { assert } from '#base/assert'

/** What is to become of a connection. */
export const Phase = {
  /** Requests are answered. */
  open: 0,
  /** All is answered: it is closed when the replies are sent. */
  ending: 1,
  /** A request was refused: its reply must not be lost, and more input is likely (see `lingering`). */
  refused: 2,
  /**
   * All is sent and our side is shut; what still comes is read and dropped until the client ends its side. To
   * close at once would reset the connection, and the client might never see the reply.
   */
  lingering: 3,
  /** The reply is a stream that is not at its end. */
  streaming: 4,
  /** Nobody knows whose it is: a header of the PROXY protocol comes before the first request. */
  arriving: 5,
} as const
export type Phase = (typeof Phase)[keyof typeof Phase]

const none = -1
const addressBytes = 16

export class Connections {
  /** Connections that are open. */
  count = 0
  readonly #descriptors: Int32Array
  readonly #families: Uint8Array
  readonly #addresses: Uint8Array
  readonly #phases: Uint8Array
  /** 1 for those whose proxy has said whose they are. */
  readonly #introduced: Uint8Array
  /** Events that epoll is to tell of. */
  readonly #watched: Int8Array
  readonly #activeAt: Uint32Array
  readonly #newer: Int32Array
  readonly #older: Int32Array
  #oldest = none
  #newest = none
  #free = 0

  /** One slot for each element of `descriptors`, which are zero: descriptors are kept there, plus one. */
  constructor(descriptors: Int32Array) {
    const slots = descriptors.length
    this.#descriptors = descriptors
    this.#families = new Uint8Array(slots)
    this.#addresses = new Uint8Array(slots * addressBytes)
    this.#phases = new Uint8Array(slots)
    this.#introduced = new Uint8Array(slots)
    this.#watched = new Int8Array(slots)
    this.#activeAt = new Uint32Array(slots)
    this.#newer = Int32Array.from({ length: slots }, (_, slot) => slot + 1)
    this.#older = new Int32Array(slots)
    this.#newer[slots - 1] = none
  }

  get isFull(): boolean {
    return this.#free === none
  }

  /** The slot for a new connection from the address at `addressAt` of `bytes`. There must be one. */
  open(
    descriptor: number,
    family: 4 | 6,
    bytes: Uint8Array,
    addressAt: number,
    nowSeconds: number,
  ): number {
    const slot = this.#free
    assert(slot !== none, 'there is a place for the connection')
    this.#free = this.#newer[slot] as number
    this.#descriptors[slot] = descriptor + 1
    this.#keepAddress(slot, family, bytes, addressAt)
    this.#phases[slot] = Phase.open
    this.#introduced[slot] = 0
    this.#watched[slot] = none
    this.#activeAt[slot] = nowSeconds
    this.#append(slot)
    this.count++
    return slot
  }

  /** Gives the slot back; the caller closes the descriptor. */
  forget(slot: number): void {
    this.#unlink(slot)
    this.#descriptors[slot] = 0
    this.#newer[slot] = this.#free
    this.#free = slot
    this.count--
  }

  /** The slot was active now: it is the last to be given up. */
  touch(slot: number, nowSeconds: number): void {
    if (this.#activeAt[slot] === nowSeconds) return
    this.#activeAt[slot] = nowSeconds
    this.#unlink(slot)
    this.#append(slot)
  }

  /** The connection that has been idle longest, or -1 if there is none. */
  idlest(): number {
    return this.#oldest
  }

  /** The one that has been idle next longest, or -1. */
  lessIdle(slot: number): number {
    return this.#newer[slot] as number
  }

  /** Unix seconds; when the clock was set back, far too many. */
  idleSeconds(slot: number, nowSeconds: number): number {
    return (nowSeconds - (this.#activeAt[slot] as number)) >>> 0
  }

  isOpen(slot: number): boolean {
    return this.#descriptors[slot] !== 0
  }

  descriptor(slot: number): number {
    return (this.#descriptors[slot] as number) - 1
  }

  family(slot: number): 4 | 6 {
    return this.#families[slot] as 4 | 6
  }

  /** Copies the 4 or 16 bytes of the client's address. */
  readAddress(slot: number, into: Uint8Array): void {
    const length = this.#families[slot] === 4 ? 4 : addressBytes
    const at = slot * addressBytes
    for (let index = 0; index < length; index++) into[index] = this.#addresses[at + index] as number
  }

  /**
   * The proxy has said whose connection it is: that of the address that `address` begins with, or its own where `family`
   * is 0. Requests are answered from now on.
   */
  introduce(slot: number, family: 0 | 4 | 6, address: Uint8Array): void {
    if (family !== 0) this.#keepAddress(slot, family, address, 0)
    this.#introduced[slot] = 1
    this.#phases[slot] = Phase.open
  }

  /** Whether its address is what a header of the PROXY protocol said. */
  isIntroduced(slot: number): boolean {
    return this.#introduced[slot] === 1
  }

  phase(slot: number): Phase {
    return this.#phases[slot] as Phase
  }

  setPhase(slot: number, phase: Phase): void {
    this.#phases[slot] = phase
  }

  /** The events that epoll tells of, or -1 while it does not know the connection. */
  watched(slot: number): number {
    return this.#watched[slot] as number
  }

  setWatched(slot: number, events: number): void {
    this.#watched[slot] = events
  }

  #keepAddress(slot: number, family: 4 | 6, bytes: Uint8Array, addressAt: number): void {
    this.#families[slot] = family
    const length = family === 4 ? 4 : addressBytes
    const at = slot * addressBytes
    for (let index = 0; index < length; index++)
      this.#addresses[at + index] = bytes[addressAt + index] as number
  }

  #append(slot: number): void {
    this.#older[slot] = this.#newest
    this.#newer[slot] = none
    if (this.#newest === none) this.#oldest = slot
    else this.#newer[this.#newest] = slot
    this.#newest = slot
  }

  #unlink(slot: number): void {
    const older = this.#older[slot] as number
    const newer = this.#newer[slot] as number
    if (older === none) this.#oldest = newer
    else this.#newer[older] = newer
    if (newer === none) this.#newest = older
    else this.#older[newer] = older
  }
}
