/**
 * Bytes kept for a connection between two turns: a request that is not all there, or replies that its client does
 * not take. Most connections never have any, because a request comes in one piece and its reply fits the
 * kernel's buffer.
 *
 * Buffers have sizes that are powers of two; a few of each are kept when they are given back. All that is lent
 * together has a limit, which `BufferPool` knows.
 */

const bytesMin = 1024
const sizes = 12
const sparesMax = 64

export class BufferPool {
  /** Bytes lent now. */
  lentBytes = 0
  readonly #bytesMax: number
  readonly #spares: Uint8Array[][] = Array.from({ length: sizes }, () => [])

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** A buffer of at least `bytes`, whose content means nothing; undefined when too much is lent. */
  take(bytes: number): Uint8Array | undefined {
    const size = sizeOf(bytes)
    const length = bytesMin << size
    if (this.lentBytes + length > this.#bytesMax) return undefined
    this.lentBytes += length
    return this.#spares[size]?.pop() ?? new Uint8Array(length)
  }

  give(buffer: Uint8Array): void {
    this.lentBytes -= buffer.length
    const spares = this.#spares[sizeOf(buffer.length)]
    if (spares !== undefined && spares.length < sparesMax) spares.push(buffer)
  }
}

function sizeOf(bytes: number): number {
  return bytes <= bytesMin ? 0 : 32 - Math.clz32((bytes - 1) >> 10)
}

export class HeldBytes {
  readonly #pool: BufferPool
  readonly #buffers: (Uint8Array | undefined)[]
  readonly #starts: Int32Array
  readonly #ends: Int32Array

  constructor(pool: BufferPool, slots: number) {
    this.#pool = pool
    this.#buffers = Array.from({ length: slots }, () => undefined)
    this.#starts = new Int32Array(slots)
    this.#ends = new Int32Array(slots)
  }

  /** How many bytes are held for the connection. */
  length(slot: number): number {
    return (this.#ends[slot] as number) - (this.#starts[slot] as number)
  }

  /** Holds what stands from `start` to `end` of `bytes`, after what is held. False when there is no room. */
  append(slot: number, bytes: Uint8Array, start: number, end: number): boolean {
    const heldEnd = this.#ends[slot] as number
    const neededEnd = heldEnd + end - start
    let buffer = this.#buffers[slot]
    if (buffer === undefined || buffer.length < neededEnd) {
      buffer = this.#grow(slot, neededEnd)
      if (buffer === undefined) return false
    }
    buffer.set(bytes.subarray(start, end), heldEnd)
    this.#ends[slot] = neededEnd
    return true
  }

  /** Copies the first bytes, `most` at most, to `at` of `bytes`; gives how many. */
  read(slot: number, bytes: Uint8Array, at: number, most: number): number {
    const buffer = this.#buffers[slot]
    if (buffer === undefined) return 0
    const start = this.#starts[slot] as number
    const length = Math.min(most, this.length(slot))
    bytes.set(buffer.subarray(start, start + length), at)
    return length
  }

  /** The first `length` bytes are no longer held. */
  consume(slot: number, length: number): void {
    this.#starts[slot] = (this.#starts[slot] as number) + length
    if (this.length(slot) === 0) this.drop(slot)
  }

  /** Nothing is held any more. */
  drop(slot: number): void {
    const buffer = this.#buffers[slot]
    if (buffer === undefined) return
    this.#pool.give(buffer)
    this.#buffers[slot] = undefined
    this.#starts[slot] = 0
    this.#ends[slot] = 0
  }

  #grow(slot: number, bytes: number): Uint8Array | undefined {
    const buffer = this.#pool.take(bytes)
    const former = this.#buffers[slot]
    if (buffer === undefined || former === undefined) {
      this.#buffers[slot] = buffer ?? former
      return buffer
    }
    buffer.set(former.subarray(0, this.#ends[slot]))
    this.#pool.give(former)
    this.#buffers[slot] = buffer
    return buffer
  }
}
