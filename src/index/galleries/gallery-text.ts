/**
 * Text that members write, as it is kept: composed (NFC), without spaces around it and without characters that nobody
 * sees or that turn the direction of what stands after them, so that a title reads the same wherever it is shown.
 */
import { characterCount } from '#base/character-count'
import { isVisible } from '#base/visible-text'
import { GalleryError } from './gallery-error.ts'

export type TextRule = {
  /** Begins the message: `the title`. */
  readonly what: string
  /** Code points. */
  readonly charactersMax: number
  readonly mayBeEmpty?: boolean
  /** Line ends and tabs are left in. */
  readonly hasLines?: boolean
}

/** Embeddings, overrides and isolates (UAX #9). */
const directions = /[\u202A-\u202E\u2066-\u2069]/u
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/u
const controlsOfLines = /[^\P{Cc}\n\t]/u

/** Throws GalleryError `invalid_gallery` for the first fault. */
export function checkedText(given: string, rule: TextRule): string {
  const { hasLines = false } = rule
  const text = (hasLines ? given.replaceAll(/\r\n?|[\u2028\u2029]/gu, '\n') : given)
    .normalize('NFC')
    .trim()
  const problem = problemOf(text, rule)
  if (problem === undefined) return text
  throw new GalleryError('invalid_gallery', `${rule.what} ${problem}`)
}

/** Completes "the title …". */
function problemOf(text: string, rule: TextRule): string | undefined {
  const { charactersMax, mayBeEmpty = false, hasLines = false } = rule
  if (!text.isWellFormed()) return 'is not well-formed Unicode; write it in UTF-8'
  if ((hasLines ? controlsOfLines : controls).test(text))
    return `has a ${hasLines ? '' : 'line end or another '}control character; take it out`
  if (directions.test(text))
    return 'has a character that turns the direction of writing (U+202A to U+202E, U+2066 to U+2069); take it out'
  if (!mayBeEmpty && !isVisible(text)) return 'is empty; give it'
  const characters = characterCount(text)
  return characters > charactersMax
    ? `has ${characters} characters, and ${charactersMax} is the most; make it shorter`
    : undefined
}
