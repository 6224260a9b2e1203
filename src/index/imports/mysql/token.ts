/**
 * One token of SQL. There is one object, filled again for each token: a dump has hundreds of millions, and of most of
 * them nobody looks at the bytes.
 */
import { importValueBytesMax } from '#base/limits'

export const TokenKind = {
  /** A word or number without quotes: `INSERT`, `-1.5`, `NULL`, `0x1f`. */
  word: 0,
  /** In backticks. */
  name: 1,
  /** In single or double quotes, its escapes resolved. */
  text: 2,
  /** One other character: `(`, `,`, `;`. */
  mark: 3,
} as const
export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind]

export class Token {
  kind: TokenKind = TokenKind.mark
  /** Whether nothing but space and comments stands before it on its line. */
  isFirstOnLine = true
  readonly #kept = new Uint8Array(importValueBytesMax)
  #length = 0

  /** A view that is good until the next token; cut off at `importValueBytesMax`. */
  get bytes(): Uint8Array {
    return this.#kept.subarray(0, this.#length)
  }

  /** The bytes as text, for words and names; those of other encodings than ASCII are taken as Latin-1. */
  get word(): string {
    return Buffer.from(this.#kept.buffer, 0, this.#length).toString('latin1')
  }

  /** Whether it is the one character `mark`. */
  isMark(mark: string): boolean {
    return this.kind === TokenKind.mark && this.#kept[0] === mark.charCodeAt(0)
  }

  clear(): void {
    this.#length = 0
  }

  add(byte: number): void {
    if (this.#length < this.#kept.length) this.#kept[this.#length++] = byte
  }

  addAll(piece: Uint8Array, start: number, end: number): void {
    const length = Math.min(end - start, this.#kept.length - this.#length)
    for (let index = 0; index < length; index++) {
      this.#kept[this.#length + index] = piece[start + index] as number
    }
    this.#length += length
  }
}
