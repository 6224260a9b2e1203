/**
 * Info-hashes by the hundred thousand, to be put in order: a bencoded dictionary has its keys sorted, and whoever
 * keeps torrents keeps them in the order of a secret hash.
 *
 * They are dealt out by their first two bytes, and each of those small heaps is sorted when its turn comes. Work is
 * done in pieces: where `inOrder` gives `turn`, others may do something.
 */

export const turn = -1

const hashBytes = 20
const pageBits = 15
const pageHashes = 1 << pageBits
const heapCount = 1 << 16
/** Hashes or heaps that are gone over between two turns. */
const turnWork = 8192

export class HashList {
  /** Hashes in the list. */
  count = 0
  readonly #pages: Buffer[] = []

  /** Adds the hash at `at` of `bytes`. */
  add(bytes: Uint8Array, at: number): void {
    const page = (this.#pages[this.count >> pageBits] ??= Buffer.allocUnsafe(
      pageHashes * hashBytes,
    ))
    const to = offsetOf(this.count++)
    for (let byte = 0; byte < hashBytes; byte++) page[to + byte] = bytes[at + byte] as number
  }

  /** Reads hash `index` into the first bytes of `into`. */
  read(index: number, into: Uint8Array): void {
    const page = this.#pageOf(index)
    const from = offsetOf(index)
    for (let byte = 0; byte < hashBytes; byte++) into[byte] = page[from + byte] as number
  }

  /** The indexes of all hashes in bytewise order, and `turn` in between. */
  *inOrder(): Generator<number> {
    const starts = new Uint32Array(heapCount + 1)
    for (let index = 0; index < this.count; index++) {
      const heap = this.#heapOf(index) + 1
      starts[heap] = (starts[heap] as number) + 1
      if (index % turnWork === 0) yield turn
    }
    for (let heap = 1; heap <= heapCount; heap++)
      starts[heap] = (starts[heap] as number) + (starts[heap - 1] as number)
    yield turn
    const order = yield* this.#deal(starts)
    for (let heap = 0; heap < heapCount; heap++) {
      const heaped = order.subarray(starts[heap], starts[heap + 1])
      if (heaped.length > 1) heaped.sort((one, other) => this.#compare(one, other))
      yield* heaped
      if (heap % turnWork === 0) yield turn
    }
  }

  /** The indexes, heap by heap; a heap begins where `starts` says. */
  *#deal(starts: Uint32Array): Generator<number, Uint32Array> {
    const order = new Uint32Array(this.count)
    const next = starts.slice()
    for (let index = 0; index < this.count; index++) {
      const heap = this.#heapOf(index)
      const place = next[heap] as number
      order[place] = index
      next[heap] = place + 1
      if (index % turnWork === 0) yield turn
    }
    return order
  }

  #heapOf(index: number): number {
    return this.#pageOf(index).readUInt16BE(offsetOf(index))
  }

  #compare(one: number, other: number): number {
    const at = offsetOf(one)
    const otherAt = offsetOf(other)
    return this.#pageOf(one).compare(
      this.#pageOf(other),
      otherAt,
      otherAt + hashBytes,
      at,
      at + hashBytes,
    )
  }

  #pageOf(index: number): Buffer {
    return this.#pages[index >> pageBits] as Buffer
  }
}

function offsetOf(index: number): number {
  return (index & (pageHashes - 1)) * hashBytes
}
