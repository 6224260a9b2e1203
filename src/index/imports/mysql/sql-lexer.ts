/**
 * Splits the SQL that mysqldump, phpMyAdmin and their like write into tokens, as it comes: pieces may end anywhere, and
 * nothing is kept but the token that is being read. A value of which nobody wants the bytes costs no memory,
 * however long it is. Comments are passed over, those for certain versions (`/*!50003 …`) too: they hold settings,
 * never rows.
 */
import { Token, TokenKind } from './token.ts'

export type TokenSink = {
  /** Whether the bytes of the text in quotes that begins now are wanted. */
  readonly wantsText: () => boolean
  readonly take: (token: Token) => void
}

const State = {
  between: 0,
  word: 1,
  quoted: 2,
  /** After a backslash in quotes. */
  escape: 3,
  /** After a closing quote, which a second one makes a quote in the text. */
  quote: 4,
  minus: 5,
  /** After `--`, which begins a comment only before a space (or the end of the line). */
  minuses: 6,
  slash: 7,
  lineComment: 8,
  blockComment: 9,
  star: 10,
} as const

const code = (character: string): number => character.charCodeAt(0)
const lineFeed = code('\n')
const backslash = code('\\')
const backtick = code('`')

/** What a character of an SQL text is; every byte above 127 may stand in a word. */
const isWordByte = Array.from({ length: 256 }, (_, byte) =>
  byte > 127 ? true : /[\w$.@+]/.test(String.fromCharCode(byte)),
)

/** What stands for another character after a backslash; every other one stands for itself. */
const escapes = new Map(
  Object.entries({ '0': '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\x1a' }).map(([from, to]) => [
    code(from),
    code(to),
  ]),
)

export class SqlLexer {
  readonly #sink: TokenSink
  readonly #token = new Token()
  #isKeeping = false
  #state: number = State.between
  #quote = 0
  #isFirstOnLine = true

  constructor(sink: TokenSink) {
    this.#sink = sink
  }

  take(piece: Uint8Array): void {
    let at = 0
    while (at < piece.length) at = this.#step(piece, at)
  }

  /** Whether the SQL may end here: not within quotes or a comment of several lines. */
  get isWhole(): boolean {
    const cut: readonly number[] = [State.quoted, State.escape, State.blockComment, State.star]
    return !cut.includes(this.#state)
  }

  /** Reads on from `at` until something changes; gives where. */
  #step(piece: Uint8Array, at: number): number {
    const byte = piece[at] as number
    switch (this.#state) {
      case State.between:
        return this.#between(byte, at)
      case State.word:
        return this.#word(piece, at)
      case State.quoted:
        return this.#quoted(piece, at)
      case State.escape:
        this.#keepEscaped(byte)
        this.#state = State.quoted
        return at + 1
      case State.quote:
        return this.#afterQuote(byte, at)
      case State.minus:
        return this.#afterMinus(byte, at)
      case State.minuses:
        return this.#afterMinuses(byte, at)
      case State.slash:
        return this.#afterSlash(byte, at)
      case State.lineComment:
        return this.#lineComment(piece, at)
      default:
        return this.#blockComment(piece, at)
    }
  }

  #between(byte: number, at: number): number {
    if (byte === lineFeed) this.#isFirstOnLine = true
    else if (isWordByte[byte]) return this.#begin(State.word, true, at)
    else if (byte > 0x20) this.#beginMark(byte)
    return at + 1
  }

  #begin(state: number, isKeeping: boolean, at: number): number {
    this.#state = state
    this.#isKeeping = isKeeping
    this.#token.clear()
    return at
  }

  #beginMark(byte: number): void {
    switch (String.fromCharCode(byte)) {
      case "'":
      case '"':
        this.#quote = byte
        this.#begin(State.quoted, this.#sink.wantsText(), 0)
        return
      case '`':
        this.#quote = byte
        this.#begin(State.quoted, true, 0)
        return
      case '-':
        this.#state = State.minus
        return
      case '/':
        this.#state = State.slash
        return
      case '#':
        this.#state = State.lineComment
        return
      default:
        this.#begin(State.between, true, 0)
        this.#keep(byte)
        this.#emit(TokenKind.mark)
    }
  }

  #word(piece: Uint8Array, start: number): number {
    let at = start
    while (at < piece.length && isWordByte[piece[at] as number]) at++
    this.#token.addAll(piece, start, at)
    if (at < piece.length) this.#emit(TokenKind.word)
    return at
  }

  #quoted(piece: Uint8Array, start: number): number {
    const quote = this.#quote
    const escape = quote === backtick ? -1 : backslash
    let at = start
    let byte = piece[at] as number
    while (at < piece.length && byte !== quote && byte !== escape) byte = piece[++at] as number
    if (this.#isKeeping) this.#token.addAll(piece, start, at)
    if (at === piece.length) return at
    this.#state = byte === quote ? State.quote : State.escape
    return at + 1
  }

  #afterQuote(byte: number, at: number): number {
    if (byte !== this.#quote) {
      this.#endQuoted()
      return at
    }
    this.#keep(byte)
    this.#state = State.quoted
    return at + 1
  }

  #endQuoted(): void {
    this.#emit(this.#quote === backtick ? TokenKind.name : TokenKind.text)
  }

  #afterMinus(byte: number, at: number): number {
    if (byte === code('-')) {
      this.#state = State.minuses
      return at + 1
    }
    this.#begin(State.word, true, at)
    this.#keep(code('-'))
    return at
  }

  #afterMinuses(byte: number, at: number): number {
    // "The -- comment style requires the second dash to be followed by at least one whitespace or control character."
    if (byte <= 0x20) this.#state = State.lineComment
    else {
      this.#begin(State.word, true, at)
      this.#keep(code('-'))
    }
    return at
  }

  #afterSlash(byte: number, at: number): number {
    if (byte === code('*')) {
      this.#state = State.blockComment
      return at + 1
    }
    this.#begin(State.between, true, at)
    this.#keep(code('/'))
    this.#emit(TokenKind.mark)
    return at
  }

  #lineComment(piece: Uint8Array, at: number): number {
    const end = piece.indexOf(lineFeed, at)
    if (end < 0) return piece.length
    // The end of the line counts for the next token.
    this.#state = State.between
    return end
  }

  #blockComment(piece: Uint8Array, at: number): number {
    const byte = piece[at] as number
    if (this.#state === State.star && byte === code('/')) this.#state = State.between
    else this.#state = byte === code('*') ? State.star : State.blockComment
    return at + 1
  }

  #keepEscaped(byte: number): void {
    // \% and \_ mean themselves, backslash and all, outside of patterns.
    if (byte === code('%') || byte === code('_')) this.#keep(backslash)
    this.#keep(escapes.get(byte) ?? byte)
  }

  #keep(byte: number): void {
    if (this.#isKeeping) this.#token.add(byte)
  }

  #emit(kind: TokenKind): void {
    this.#token.kind = kind
    this.#token.isFirstOnLine = this.#isFirstOnLine
    this.#isFirstOnLine = false
    this.#state = State.between
    this.#sink.take(this.#token)
  }
}
