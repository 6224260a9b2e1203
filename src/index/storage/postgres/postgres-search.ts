/**
 * Words in PostgreSQL: a tsvector of literal lexemes with their places, made from its text form, and so without a
 * dictionary.
 *
 *   the words of a row   'danube':4 'flora':1 'of':2 'the':3
 *   what is looked for   'flora' & ('the' <-> 'danube') & !('draft')
 */
import { sql } from 'kysely'
import type { SearchTerm } from '#index/search/search-query'
import { type SearchDialect, wordsOwners } from '../search-dialect.ts'

export const postgresSearch: SearchDialect = {
  stored: (tokens) => sql`CAST(${vectorText(tokens)} AS TSVECTOR)`,
  fits: (words, terms) => sql<boolean>`(${words} @@ CAST(${queryText(terms)} AS TSQUERY))`,
  ids: (terms, table) =>
    sql`SELECT ${sql.ref(wordsOwners[table])} AS id FROM ${sql.table(table)}
        WHERE words @@ CAST(${queryText(terms)} AS TSQUERY)`,
  // An array is of ten elements to the planner, so it reads each row by its id.
  first: (ids) => sql`(SELECT unnest(ARRAY(${ids})) AS id)`,
}

function vectorText(tokens: readonly string[]): string {
  const places = new Map<string, number[]>()
  for (const [index, token] of tokens.entries()) {
    const at = places.get(token)
    if (at === undefined) places.set(token, [index + 1])
    else at.push(index + 1)
  }
  return [...places].map(([token, at]) => `'${token}':${at.join(',')}`).join(' ')
}

function queryText(terms: readonly SearchTerm[]): string {
  return terms.map((term) => `${term.isExcluded ? '!' : ''}(${phraseOf(term)})`).join(' & ')
}

function phraseOf({ tokens, isPrefix }: SearchTerm): string {
  return tokens.map((token) => `'${token}'`).join(' <-> ') + (isPrefix ? ':*' : '')
}
