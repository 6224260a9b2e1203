/**
 * Tags as tokens among the words of a gallery, so that one index finds both. A token of a tag begins with `ª` and has
 * `º` between its parts; the tokenizer makes `a` and `o` of these two, so no word that is typed is ever one.
 *
 *   artist:Katsushika Hokusai  →  ªartistºkatsushikaºhokusai  ªºkatsushikaºhokusai
 *
 * The second is for those who leave the namespace out.
 */
import { runsOf } from './tokenize.ts'

/** A token of nothing but the mark is looked for by nobody: it stands between texts, so that no phrase spans two. */
export const gapToken = 'ª'

const mark = 'ª'
const joint = 'º'

/** Characters of a token; what is longer is cut, in tags and queries alike. */
const charactersMax = 128

/** None where the name is of signs alone. */
export function tagTokens(tag: { readonly namespace: string; readonly name: string }): string[] {
  const short = tagToken(undefined, tag.name)
  if (short === undefined) return []
  const full = tag.namespace === '' ? undefined : tagToken(tag.namespace, tag.name)
  return full === undefined || full === short ? [short] : [full, short]
}

/** Undefined where the name is of signs alone. */
export function tagToken(namespace: string | undefined, name: string): string | undefined {
  const key = foldedName(name)
  if (key === '') return undefined
  const token = `${mark}${foldedName(namespace ?? '')}${joint}${key}`
  return Array.from(token).slice(0, charactersMax).join('')
}

function foldedName(text: string): string {
  return [...runsOf(text)].map((run) => run.text).join(joint)
}
