/**
 * What somebody typed into the search field, read into terms that both engines understand. Every word must be
 * there, in any order; "words in quotes" as they stand together; -word must not be there; wor* begins a word.
 * There is no wrong query: what cannot be looked for (signs alone) is left out.
 */
import { characterCount } from '#base/character-count'
import { runsOf, tokensOf } from './tokenize.ts'

/** Tokens that stand one after the other. */
export type SearchTerm = {
  readonly tokens: readonly string[]
  /** Whether the last token may be the beginning of a longer one. */
  readonly isPrefix: boolean
  readonly isExcluded: boolean
}

/** Terms of one query; more are left out. */
export const searchTermsMax = 32

const pieces = /(?<minus>-?)(?:"(?<phrase>[^"]*)"?|(?<word>[^\s"]+))/gv

/** The terms of a query, wanted ones first. */
export function parseSearchQuery(text: string): readonly SearchTerm[] {
  return readTerms(text)
    .toSorted((one, other) => Number(one.isExcluded) - Number(other.isExcluded))
    .slice(0, searchTermsMax)
}

/** All of them, as they stand in the text. */
export function readTerms(text: string): readonly SearchTerm[] {
  return [...text.matchAll(pieces)].flatMap(({ groups }) => {
    const { minus = '', phrase, word } = groups ?? {}
    const isExcluded = minus === '-'
    return phrase === undefined ? wordTerms(word ?? '', isExcluded) : phraseTerm(phrase, isExcluded)
  })
}

/** What is written as one word stands together: `a.b` is looked for as the phrase that `a.b` is stored as. */
function wordTerms(word: string, isExcluded: boolean): SearchTerm[] {
  const isPrefix = word.endsWith('*')
  return phraseTerm(word, isExcluded).map((term) => (isPrefix ? { ...term, isPrefix } : term))
}

function phraseTerm(phrase: string, isExcluded: boolean): SearchTerm[] {
  const runs = [...runsOf(phrase)]
  const last = runs.at(-1)
  if (last === undefined) return []
  const before = runs.slice(0, -1).flatMap(tokensOf)
  const tokens = [...before, ...lastTokens(tokensOf(last), last.isUnspaced)]
  // One character of a run is the first of a pair, or stands at the end.
  const isPrefix = last.isUnspaced && characterCount(last.text) === 1
  return [{ tokens, isPrefix, isExcluded }]
}

/** The last character alone is only there when the text ends where the query does. */
function lastTokens(tokens: readonly string[], isUnspaced: boolean): readonly string[] {
  return isUnspaced && tokens.length > 1 ? tokens.slice(0, -1) : tokens
}
