/** Reads `CREATE TABLE name (…)` for the names of its columns, in their order. */
import type { TokenSink } from './sql-lexer.ts'
import { type Token, TokenKind } from './token.ts'

/** Columns of a table: what MySQL allows. */
export const columnsMax = 4096

/** What begins a key or a constraint where a column could stand; a column of such a name is in quotes. */
const keyWords =
  /^(?:PRIMARY|KEY|UNIQUE|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|FOREIGN|CHECK|PERIOD|EXCLUDE|LIKE)$/i

export class CreateTableReader implements TokenSink {
  readonly #done: (table: string, columns: readonly string[]) => void
  readonly #columns: string[] = []
  #hasTable = false
  #name = ''
  /** Of parentheses that are open; 1 between the definitions of columns. */
  #depth = 0
  #isAtDefinition = false
  #isOver = false

  /** `done` is called once the last column is read; not at all for other things that are created. */
  constructor(done: (table: string, columns: readonly string[]) => void) {
    this.#done = done
  }

  get isWhole(): boolean {
    return this.#isOver
  }

  wantsText(): boolean {
    return !this.#isOver
  }

  take(token: Token): void {
    if (this.#isOver) return
    if (this.#depth === 0) this.#takeHead(token)
    else this.#takeDefinition(token)
  }

  #takeHead(token: Token): void {
    if (token.isMark('(')) {
      this.#isOver = !this.#hasTable
      this.#depth = 1
      this.#isAtDefinition = true
    } else if (token.kind !== TokenKind.word) {
      this.#name = token.word
    } else if (!this.#hasTable) {
      // CREATE TRIGGER … and the like never come to the word.
      this.#hasTable = /^TABLE$/i.test(token.word)
      this.#isOver = !this.#hasTable && !/^(?:TEMPORARY|OR|REPLACE)$/i.test(token.word)
    } else if (!/^(?:IF|NOT|EXISTS|\.)$/i.test(token.word)) {
      this.#name = afterDot(token.word)
    }
  }

  #takeDefinition(token: Token): void {
    if (this.#isAtDefinition) this.#takeColumn(token)
    else if (token.isMark('(')) this.#depth++
    else if (token.isMark(')')) this.#close()
    else if (token.isMark(',')) this.#isAtDefinition = this.#depth === 1
  }

  #takeColumn(token: Token): void {
    this.#isAtDefinition = false
    const isKey = token.kind === TokenKind.word && keyWords.test(token.word)
    if (token.kind !== TokenKind.mark && !isKey) addColumn(this.#columns, token)
  }

  #close(): void {
    this.#depth--
    if (this.#depth > 0) return
    this.#isOver = true
    this.#done(this.#name, this.#columns)
  }
}

/** Names of columns are compared without case, as MySQL does. */
export function addColumn(columns: string[], token: Token): void {
  if (columns.length < columnsMax) columns.push(token.word.toLowerCase())
}

/** The table of `database.table`. */
export function afterDot(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
