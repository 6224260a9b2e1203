/**
 * Reads `INSERT INTO table (columns) VALUES (…), (…)`, row after row: a statement may be of megabytes and has as many
 * rows as the program that wrote it thought fit.
 */
import { assert } from '#base/assert'
import { hexBytes } from '../info-hash.ts'
import { addColumn, afterDot, columnsMax } from './create-table-reader.ts'
import type { TokenSink } from './sql-lexer.ts'
import { type Token, TokenKind } from './token.ts'

/** A table as INSERTs name it; one object for all that name it alike. */
export type TableShape = {
  readonly table: string
  /** In lower case, in the order of the values; undefined if neither the INSERT nor a CREATE TABLE told. */
  readonly columns: readonly string[] | undefined
}

/** Bytes of a text, number or hexadecimal literal; null for NULL; undefined for what is not wanted or calculated. */
export type SqlValue = Uint8Array | null | undefined

export type SqlRow = {
  readonly shape: TableShape
  /** From 1, of all rows of this table. */
  readonly number: number
  /** As many as there were in the row, whatever the columns are. */
  readonly values: readonly SqlValue[]
}

export type RowSink = {
  /** Called for each INSERT; gives for each column whether it is wanted, undefined to pass the rows over. */
  readonly wanted: (shape: TableShape) => readonly boolean[] | undefined
  readonly take: (row: SqlRow) => void
}

type InsertReaderOptions = {
  /** The table by its name and the columns that the INSERT lists, if it does. */
  readonly shapeOf: (table: string, columns: readonly string[] | undefined) => TableShape
  /** How many rows each table had so far; counted on here. */
  readonly rowCounts: Map<string, number>
  readonly rows: RowSink
}

const Place = { head: 0, columns: 1, rows: 2, row: 3, over: 4 } as const

const modifiers = /^(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|INTO|\.)$/i
const bareNull = /^NULL$/i
const bareNumber = /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i
const bareHex = /^0x(?:[0-9a-f]{2})*$/i
/** Before a text in quotes: hexadecimal digits, an encoding (`_binary`), or national characters. */
const introducer = /^(?:X|N|_\w+)$/i

export class InsertReader implements TokenSink {
  readonly #options: InsertReaderOptions
  #place: number = Place.head
  #table = ''
  #columns: string[] | undefined
  #shape: TableShape | undefined
  #wanted: readonly boolean[] = []
  #values: SqlValue[] = []
  #value: SqlValue
  /** The word before a text in quotes. */
  #introducer = ''
  /** Whether the value is an expression, which nobody calculates here. */
  #isCalculated = false
  /** Of parentheses that are open within a value. */
  #depth = 0
  #rowCount = 0

  constructor(options: InsertReaderOptions) {
    this.#options = options
  }

  get isWhole(): boolean {
    return this.#place >= Place.rows && this.#place !== Place.row
  }

  wantsText(): boolean {
    if (this.#place === Place.row) return this.#wanted[this.#values.length] === true
    return this.#place < Place.rows
  }

  take(token: Token): void {
    switch (this.#place) {
      case Place.head:
        this.#takeHead(token)
        return
      case Place.columns:
        this.#takeColumn(token)
        return
      case Place.rows:
        this.#takeBetweenRows(token)
        return
      case Place.row:
        this.#takeInRow(token)
        return
      default:
    }
  }

  #takeHead(token: Token): void {
    if (token.isMark('(')) {
      this.#columns = []
      this.#place = Place.columns
    } else if (token.kind !== TokenKind.word) {
      this.#table = token.word
    } else if (/^VALUES?$/i.test(token.word) && this.#table !== '') {
      this.#beginRows()
    } else if (this.#table !== '' && token.word !== '.') {
      // INSERT … SELECT and INSERT … SET hold no rows to be read.
      this.#place = Place.over
    } else if (!modifiers.test(token.word)) {
      this.#table = afterDot(token.word)
    }
  }

  #takeColumn(token: Token): void {
    if (token.isMark(')')) this.#place = Place.head
    else if (token.kind !== TokenKind.mark) addColumn(this.#columns ?? [], token)
  }

  #beginRows(): void {
    const { shapeOf, rowCounts, rows } = this.#options
    this.#shape = shapeOf(this.#table, this.#columns)
    const wanted = rows.wanted(this.#shape)
    this.#wanted = wanted ?? []
    this.#rowCount = rowCounts.get(this.#table) ?? 0
    this.#place = wanted === undefined ? Place.over : Place.rows
  }

  #takeBetweenRows(token: Token): void {
    if (token.isMark('(')) {
      this.#values = []
      this.#beginValue()
      this.#place = Place.row
    } else if (!token.isMark(',')) {
      // ON DUPLICATE KEY UPDATE …
      this.#place = Place.over
    }
  }

  #takeInRow(token: Token): void {
    if (token.kind === TokenKind.mark) this.#takeMark(token)
    else if (this.#wanted[this.#values.length] === true && this.#depth === 0) this.#takeValue(token)
  }

  #takeMark(token: Token): void {
    if (this.#depth === 0 && (token.isMark(',') || token.isMark(')'))) {
      this.#endValue()
      if (token.isMark(')')) this.#endRow()
      return
    }
    this.#isCalculated = true
    if (token.isMark('(')) this.#depth++
    else if (token.isMark(')')) this.#depth--
  }

  #endValue(): void {
    // A row that has more has lost its end, and is told to be faulty.
    if (this.#values.length <= columnsMax) {
      this.#values.push(this.#isCalculated ? undefined : this.#value)
    }
    this.#beginValue()
  }

  #beginValue(): void {
    this.#value = undefined
    this.#introducer = ''
    this.#isCalculated = false
  }

  #takeValue(token: Token): void {
    if (token.kind !== TokenKind.word) {
      this.#value = this.#introducer === 'X' ? hexBytes(token.word) : token.bytes.slice()
      return
    }
    const { word } = token
    if (bareNull.test(word)) this.#value = null
    else if (bareHex.test(word)) this.#value = hexBytes(word.slice(2))
    else if (bareNumber.test(word)) this.#value = token.bytes.slice()
    else if (introducer.test(word)) this.#introducer = word.toUpperCase()
  }

  #endRow(): void {
    assert(this.#shape !== undefined, 'a row begins after its table')
    this.#rowCount++
    this.#options.rowCounts.set(this.#table, this.#rowCount)
    this.#options.rows.take({
      shape: this.#shape,
      number: this.#rowCount,
      values: this.#values,
    })
    this.#place = Place.rows
  }
}
