/**
 * A dump on disk, read from its beginning as often as needed. Rows of known tables come in batches, one for each
 * piece of the file, so that memory does not grow with it.
 */
import { readImportFile } from '../import-source.ts'
import { DumpReader } from './dump-reader.ts'
import type { SqlRow, TableShape } from './insert-reader.ts'
import { type Field, hasKnownName, matchTable, type TableMatch } from './known-tables.ts'
import { SqlLexer } from './sql-lexer.ts'

/** A row, and how to read it. */
export type KnownRow = { readonly match: TableMatch; readonly row: SqlRow }

/** The fields of a table that are wanted; undefined to pass all of it over. */
export type WantedFields = (match: TableMatch) => readonly Field[] | undefined

/** How the rows of one shape are used; undefined where they are passed over. */
type Use = { readonly match: TableMatch; readonly wanted: readonly boolean[] } | undefined

/** Enough for the line with which mysqldump begins, and the one with which it ends. */
const markBytes = 512

export class DumpFile {
  readonly #path: string
  readonly #untold = new Set<string>()
  #isWhole = true

  constructor(path: string) {
    this.#path = path
  }

  /** False once it was read and found to be cut off. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** Tables with known names of which the dump, as far as it was read, does not tell the columns. */
  get untold(): readonly string[] {
    return [...this.#untold]
  }

  async *rows(fields: WantedFields): AsyncGenerator<readonly KnownRow[]> {
    const uses = new Map<TableShape, Use>()
    let batch: KnownRow[] = []
    const reader = new DumpReader({
      wanted: (shape) => {
        if (!uses.has(shape)) uses.set(shape, this.#use(shape, fields))
        return uses.get(shape)?.wanted
      },
      take: (row) => {
        const use = uses.get(row.shape)
        if (use !== undefined) batch.push({ match: use.match, row })
      },
    })
    const lexer = new SqlLexer(reader)
    const ends = new DumpEnds()
    for await (const piece of readImportFile(this.#path)) {
      ends.take(piece)
      lexer.take(piece)
      if (batch.length > 0) yield batch
      batch = []
    }
    this.#isWhole = lexer.isWhole && reader.isWhole && ends.isWhole
  }

  #use(shape: TableShape, fields: WantedFields): Use {
    const { table, columns } = shape
    if (columns === undefined && hasKnownName(table)) this.#untold.add(table)
    const match = matchTable(shape)
    const wanted = match === undefined ? undefined : fields(match)
    if (match === undefined || wanted === undefined) return undefined
    const places = wanted.map((field) => match.places.get(field))
    return { match, wanted: Array.from({ length: match.width }, (_, at) => places.includes(at)) }
  }
}

/** The first and last bytes: mysqldump and mariadb-dump say that they begin, and that they have come to the end. */
class DumpEnds {
  #first = ''
  #last = ''

  take(piece: Uint8Array): void {
    if (this.#first === '') this.#first = latin1(piece.subarray(0, markBytes))
    this.#last = (this.#last + latin1(piece.subarray(-markBytes))).slice(-markBytes)
  }

  get isWhole(): boolean {
    return (
      !/^-- (?:MySQL|MariaDB) dump/m.test(this.#first) || /^-- Dump completed/m.test(this.#last)
    )
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
