/** Whether a name has what is looked for, found by looking at it. */
import { parseSearchQuery, type SearchTerm } from '#index/search/search-query'
import { tokenize } from '#index/search/tokenize'

/** `name` as it is stored. */
export function isFound(name: string, search: string): boolean {
  // Of longer names the beginning is kept.
  const words = tokenize(name).slice(0, 255)
  return haveTerms(words, parseSearchQuery(search))
}

/** Every wanted term, and none that is excluded. */
export function haveTerms(words: readonly string[], terms: readonly SearchTerm[]): boolean {
  return terms.every((term) => has(words, term) !== term.isExcluded)
}

function has(words: readonly string[], { tokens, isPrefix }: SearchTerm): boolean {
  const last = tokens.length - 1
  return words.some((_, start) =>
    tokens.every((token, index) => {
      const word = words[start + index]
      return isPrefix && index === last ? word?.startsWith(token) === true : word === token
    }),
  )
}
