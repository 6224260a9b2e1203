/**
 * Gzip in pieces without anything asynchronous (RFC 1952): each piece is deflated by itself up to a byte boundary,
 * which leaves the blocks of one stream, and the frame around them is written by hand. One member, because there are
 * clients that stop after the first.
 */
import { constants, crc32, deflateRawSync } from 'node:zlib'

const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
/** An empty last block. */
const lastBlock = Buffer.from([3, 0])
/** Info-hashes do not compress, and the text between them does at once. */
const level = 1

export class GzipStream {
  #crc = 0
  #bytes = 0

  /** The next piece of the stream, for the next piece of its content. */
  deflate(content: Uint8Array): Buffer {
    const piece = deflateRawSync(content, { level, finishFlush: constants.Z_SYNC_FLUSH })
    const isFirst = this.#bytes === 0
    this.#crc = crc32(content, this.#crc)
    this.#bytes += content.length
    return isFirst ? Buffer.concat([head, piece]) : piece
  }

  /** What ends the stream; there must have been content. */
  end(): Buffer {
    const tail = Buffer.alloc(8)
    tail.writeUInt32LE(this.#crc, 0)
    tail.writeUInt32LE(this.#bytes % 2 ** 32, 4)
    return Buffer.concat([lastBlock, tail])
  }
}
