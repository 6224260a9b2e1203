/**
 * Words in SQLite: a text of tokens between spaces, and FTS5 over it. To its tokenizer `ascii` everything that is no
 * ASCII is part of a token, and of ASCII a token of ours has digits and lower-case letters only: it can neither split
 * nor fold one.
 *
 *   the words of a row   ' flora of the danube '     a term is found between spaces
 *   the index            "flora" AND ("the danube") NOT ("draft")
 */
import { type RawBuilder, sql } from 'kysely'
import type { SearchTerm } from '#index/search/search-query'
import type { SearchDialect } from '../search-dialect.ts'

export const sqliteSearch: SearchDialect = {
  stored: (tokens) => sql`${tokens.length === 0 ? '' : ` ${tokens.join(' ')} `}`,
  fits: (words, terms) =>
    sql`(${sql.join(
      terms.map((term) => fitsOne(words, term)),
      sql` AND `,
    )})`,
  ids: (terms, table) => {
    const index = sql.table(`${table}_index`)
    return sql`SELECT rowid AS id FROM ${index} WHERE ${index} MATCH ${matchText(terms)}`
  },
  // The order of a CROSS JOIN is kept.
  first: (ids) => sql`(${ids})`,
}

function fitsOne(words: RawBuilder<unknown>, { tokens, ...term }: SearchTerm): RawBuilder<boolean> {
  const wanted = ` ${tokens.join(' ')}${term.isPrefix ? '' : ' '}`
  return term.isExcluded
    ? sql<boolean>`instr(${words}, ${wanted}) = 0`
    : sql<boolean>`instr(${words}, ${wanted}) > 0`
}

function matchText(terms: readonly SearchTerm[]): string {
  const wanted = terms.filter(({ isExcluded }) => !isExcluded).map(phraseOf)
  const excluded = terms.filter(({ isExcluded }) => isExcluded).map(phraseOf)
  const all = `(${wanted.join(' AND ')})`
  return excluded.length === 0 ? all : `${all} NOT (${excluded.join(' OR ')})`
}

function phraseOf({ tokens, isPrefix }: SearchTerm): string {
  return `"${tokens.join(' ')}"${isPrefix ? ' *' : ''}`
}
