/** What a search text asks of a name. */
import { parseSearchQuery, type SearchTerm } from '#index/search/search-query'

/** Characters of a search that are looked at: more than a name has. */
const searchCharactersMax = 1000

/** None where the text has nothing that can be looked for: then it is in every name. */
export function termsOf(search: string): readonly SearchTerm[] {
  return parseSearchQuery(search.slice(0, searchCharactersMax))
}

/** Whether an index helps: it knows where a word is, not where it is not. */
export function areWanted(terms: readonly SearchTerm[]): boolean {
  return terms.some(({ isExcluded }) => !isExcluded)
}
