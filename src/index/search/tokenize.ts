/**
 * The one tokenizer of the search: what it makes of a text is stored, what it makes of a query is looked for, and
 * no engine splits or folds anything itself. So both databases find the same.
 *
 * A text is brought to one form (NFKC, case folded, accents stripped) and cut at everything that is no letter, digit
 * or vowel sign. Chinese, Japanese and Korean are written without spaces, so a run of their characters
 * becomes overlapping pairs, and its last character stands alone at the end:
 *
 *   黒い猫  →  黒い い猫 猫
 *
 * Every character so begins a token, and one character is found by prefix.
 */

/** Characters of a token; what is longer is cut, in texts and queries alike. PostgreSQL takes 2046 bytes. */
const tokenCharactersMax = 64

/** Tokens of one text; PostgreSQL counts positions up to 16,383. */
export const tokensMax = 16_000

/** A stretch of characters that belong together: a word, or a run without spaces. */
export type Run = {
  readonly text: string
  readonly isUnspaced: boolean
}

const unspaced =
  /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\u3099\u309a]+$/v
const runs =
  /[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]&&[\p{L}\p{N}\p{M}]]+|[[\p{L}\p{N}\p{M}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]]+/gv
/** Accents and points, but neither the vowel signs of Indic scripts nor the voicing marks of kana. */
const accents =
  /[[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}]]--[\u3099\u309a]]/gv

/** The tokens of a text in order, for storing. */
export function tokenize(text: string): string[] {
  const tokens: string[] = []
  for (const run of runsOf(text)) {
    tokens.push(...tokensOf(run))
    if (tokens.length >= tokensMax) return tokens.slice(0, tokensMax)
  }
  return tokens
}

/** The text in its one form, cut into runs. */
export function* runsOf(text: string): Generator<Run> {
  for (const [run] of fold(text).matchAll(runs)) yield { text: run, isUnspaced: unspaced.test(run) }
}

/** The tokens of one run: itself, or pairs and the last character. */
export function tokensOf({ text, isUnspaced }: Run): string[] {
  const characters = Array.from(text)
  if (!isUnspaced) return [characters.slice(0, tokenCharactersMax).join('')]
  return characters.map((character, at) => character + (characters[at + 1] ?? ''))
}

/** Upper case first, because only that way ß becomes ss; then all sigmas are one. */
function fold(text: string): string {
  const oneCase = text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ')
  return oneCase.normalize('NFD').replace(accents, '').normalize('NFKC')
}
