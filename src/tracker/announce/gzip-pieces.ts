/**
 * Gzip in pieces without anything asynchronous (RFC 1952): each piece is deflated by itself up to a byte boundary,
 * which leaves the blocks of one stream, and the frame around them is written by hand. One member, because there are
 * clients that stop after the first. Since no piece refers to another, each can also be inflated by itself.
 */
import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** What a gzip stream begins with. */
export const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
/** An empty last block. */
const lastBlock = Buffer.from([3, 0])
/** Info-hashes do not compress, and the text between them does at once. */
const level = 1
const finishFlush = constants.Z_SYNC_FLUSH

export class GzipPieces {
  readonly pieces: Buffer[] = []
  #crc = 0
  #bytes = 0

  /** Adds the next part of the content. */
  add(content: Uint8Array): void {
    this.pieces.push(deflateRawSync(content, { level, finishFlush }))
    this.#crc = crc32(content, this.#crc)
    this.#bytes += content.length
  }

  /** What follows the pieces that were added. */
  tail(): Buffer {
    const sums = Buffer.alloc(8)
    sums.writeUInt32LE(this.#crc, 0)
    sums.writeUInt32LE(this.#bytes % 2 ** 32, 4)
    return Buffer.concat([lastBlock, sums])
  }
}

/** The content of one piece. */
export function inflatePiece(piece: Buffer): Buffer {
  return inflateRawSync(piece, { finishFlush })
}
