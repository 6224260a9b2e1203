/**
 * Finds the statements of a dump that matter here, CREATE TABLE (which tells the order of columns) and INSERT, and has
 * the rows of wanted tables read; everything else is passed over up to its `;`.
 *
 * Between `DELIMITER ;;` and `DELIMITER ;` stand the bodies of triggers and procedures, in which an INSERT is no data.
 */
import { CreateTableReader } from './create-table-reader.ts'
import { InsertReader, type RowSink, type TableShape } from './insert-reader.ts'
import type { TokenSink } from './sql-lexer.ts'
import { type Token, TokenKind } from './token.ts'

/** Reads one statement, without the `;` that ends it. */
type StatementReader = TokenSink & {
  /** Whether the statement may end here. */
  readonly isWhole: boolean
}

/** Nobody's delimiter is longer; what follows of the line does not matter. */
const delimiterCharactersMax = 16

const passOver: StatementReader = { wantsText: () => false, take: () => {}, isWhole: true }

export class DumpReader implements TokenSink {
  readonly #rows: RowSink
  /** Of the tables whose CREATE TABLE was met. */
  readonly #columns = new Map<string, readonly string[]>()
  readonly #shapes = new Map<string, TableShape>()
  readonly #rowCounts = new Map<string, number>()
  /** undefined between statements. */
  #statement: StatementReader | undefined
  /** What stands behind the word DELIMITER, while its line is read. */
  #delimiter: string | undefined
  #hasForeignDelimiter = false

  constructor(rows: RowSink) {
    this.#rows = rows
  }

  /** Whether the dump may end here. */
  get isWhole(): boolean {
    return this.#statement?.isWhole ?? true
  }

  wantsText(): boolean {
    return this.#statement?.wantsText() ?? false
  }

  take(token: Token): void {
    if (this.#isDelimiterWord(token)) {
      this.#delimiter = ''
      this.#statement = undefined
    } else if (this.#delimiter !== undefined && !token.isFirstOnLine) {
      this.#delimiter = (this.#delimiter + token.word).slice(0, delimiterCharactersMax)
    } else {
      this.#endDelimiter()
      if (!this.#hasForeignDelimiter) this.#takeOfStatement(token)
    }
  }

  #isDelimiterWord(token: Token): boolean {
    if (token.kind !== TokenKind.word || !token.isFirstOnLine) return false
    return this.#isFree() && token.word.toUpperCase() === 'DELIMITER'
  }

  #isFree(): boolean {
    return this.#hasForeignDelimiter || this.#statement === undefined
  }

  #endDelimiter(): void {
    if (this.#delimiter === undefined) return
    this.#hasForeignDelimiter = this.#delimiter !== ';'
    this.#delimiter = undefined
  }

  #takeOfStatement(token: Token): void {
    if (token.isMark(';')) this.#statement = undefined
    else if (this.#statement === undefined) this.#statement = this.#begin(token)
    else this.#statement.take(token)
  }

  #begin(token: Token): StatementReader {
    switch (token.kind === TokenKind.word ? token.word.toUpperCase() : '') {
      case 'CREATE':
        return new CreateTableReader((table, columns) => void this.#columns.set(table, columns))
      case 'INSERT':
      case 'REPLACE':
        return new InsertReader({
          shapeOf: (table, columns) => this.#shapeOf(table, columns),
          rowCounts: this.#rowCounts,
          rows: this.#rows,
        })
      default:
        return passOver
    }
  }

  /** A dump may have one INSERT for each of millions of rows, all of the same few shapes. */
  #shapeOf(table: string, listed: readonly string[] | undefined): TableShape {
    const columns = listed ?? this.#columns.get(table)
    const key = `${table} ${columns?.join() ?? ''}`
    const shape = this.#shapes.get(key) ?? { table, columns }
    this.#shapes.set(key, shape)
    return shape
  }
}
