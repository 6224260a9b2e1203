/**
 * Pages of 2 MiB for a region, where the system gives pages of 4 KiB otherwise. Who reads here and there in hundreds of megabytes
 * waits for the tables of the small ones as long as for the memory itself; on a virtual machine, longer.
 *
 * madvise(2) with MADV_COLLAPSE (Linux 6.1) makes them without any setting of the system. It takes a millisecond
 * or some, for which whoever uses the piece has to wait: pieces are prepared before they are used, by a thread that
 * has time. A piece that the system declines stays as it is.
 */
import { libc } from './libc.ts'
import { hugePageBytes, type Region } from './region.ts'

const MADV_COLLAPSE = 25

export class HugePages {
  /** Pieces of the region that the system gave one page for. */
  count = 0
  readonly #words: Int32Array
  readonly #address: number
  /** By piece of the region, whether it has been prepared. */
  readonly #prepared: Uint8Array

  constructor({ buffer, handle }: Region) {
    this.#words = new Int32Array(buffer)
    const isPossible = handle.kind === 'memory-file'
    this.#address = isPossible ? handle.address : 0
    this.#prepared = new Uint8Array(isPossible ? handle.bytes / hugePageBytes : 0)
  }

  /** Prepares the pieces that bytes `start` to `end` of the region lie in, as far as they have not been. */
  prepare(start: number, end: number): void {
    const last = Math.min(Math.ceil(end / hugePageBytes), this.#prepared.length)
    for (let piece = Math.floor(start / hugePageBytes); piece < last; piece++)
      if (this.#prepared[piece] === 0) this.#preparePiece(piece)
  }

  #preparePiece(piece: number): void {
    const at = piece * hugePageBytes
    this.#prepared[piece] = 1
    // What has never been written is no memory yet, and cannot be collapsed.
    Atomics.or(this.#words, at / 4, 0)
    if (libc?.madvise(this.#address + at, hugePageBytes, MADV_COLLAPSE) === 0) this.count++
  }
}
