/**
 * Lines of a stream of bytes, in constant memory: a line that is longer than it may be is told as such and its bytes
 * are dropped while they come.
 */
import { importLineBytesMax } from '#base/limits'

export type Line = {
  /** From 1. */
  readonly number: number
  /** Without its end (LF or CR LF); undefined for one of more than `importLineBytesMax` bytes. */
  readonly bytes: Uint8Array | undefined
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

export async function* readLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const splitter = new LineSplitter()
  for await (const piece of pieces) yield* splitter.take(piece)
  yield* splitter.end()
}

class LineSplitter {
  /** What has come of the line that is not ended yet. */
  #parts: Uint8Array[] = []
  #length = 0
  #number = 0

  take(piece: Uint8Array): Line[] {
    const lines: Line[] = []
    let start = 0
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, start)) {
      this.#add(piece.subarray(start, end))
      lines.push(this.#finish())
      start = end + 1
    }
    this.#add(piece.subarray(start))
    return lines
  }

  /** The last line, if it has no end. */
  end(): Line[] {
    return this.#length > 0 ? [this.#finish()] : []
  }

  #add(part: Uint8Array): void {
    this.#length += part.length
    if (this.#length > importLineBytesMax) this.#parts = []
    else if (part.length > 0) this.#parts.push(part)
  }

  #finish(): Line {
    const isTooLong = this.#length > importLineBytesMax
    const [only, ...more] = this.#parts
    const bytes = more.length === 0 ? (only ?? new Uint8Array(0)) : Buffer.concat(this.#parts)
    this.#parts = []
    this.#length = 0
    this.#number++
    return { number: this.#number, bytes: isTooLong ? undefined : withoutReturn(bytes) }
  }
}

function withoutReturn(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes
}
