/**
 * Requests that did not come in one piece. What is there of one is held; of what comes after it, only the new bytes are
 * looked at, until they can have completed it: a request that drips in byte by byte costs no more than its length.
 */
import { httpConnectionsMax } from '#base/limits'
import { mayEndHead, requestHeadBytesMax } from '#tracker/wire/http/request-head'
import type { HeldBytes } from './held-bytes.ts'
import type { HttpMemory } from './http-memory.ts'

export class UnfinishedRequests {
  readonly #held: HeldBytes
  readonly #bytes: Uint8Array
  readonly #inputAt: number
  /** Bytes that a request needs at least, or 0 while the end of its head is missing. */
  readonly #needed = new Int32Array(httpConnectionsMax)

  constructor(held: HeldBytes, { bytes, inputAt }: HttpMemory) {
    this.#held = held
    this.#bytes = bytes
    this.#inputAt = inputAt
  }

  /** Bytes held for the connection. */
  length(slot: number): number {
    return this.#held.length(slot)
  }

  /** Copies what is held to the beginning of the input, where it is to be read again. */
  restore(slot: number): void {
    this.#held.read(slot, this.#bytes, this.#inputAt, this.#held.length(slot))
  }

  /** Whether the request may be complete with what came behind it, from `from` to `end` of the input. */
  maySuffice(slot: number, from: number, end: number): boolean {
    const needed = this.#needed[slot] as number
    const length = end - this.#inputAt
    if (needed > 0) return length >= needed
    return length > requestHeadBytesMax || mayEndHead(this.#bytes, from, end)
  }

  /** What is held next is a request that needs at least `neededBytes`, or 0 if nobody knows. */
  expect(slot: number, neededBytes: number): void {
    this.#needed[slot] = neededBytes
  }

  /** Holds the bytes from `start` to `end` of the region too. False when there is no room. */
  append(slot: number, start: number, end: number): boolean {
    return this.#held.append(slot, this.#bytes, start, end)
  }

  drop(slot: number): void {
    this.#held.drop(slot)
  }
}
