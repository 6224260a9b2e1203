/** What a page is to say was just done: the word in its address, where it is one of those that the page knows. */
import * as z from 'zod'

const query = z.object({ done: z.string().catch('') })

export function doneOf<Done extends string>(
  given: unknown,
  words: Readonly<Record<Done, string>>,
): string | undefined {
  const { done } = query.parse(given)
  return Object.hasOwn(words, done) ? words[done as Done] : undefined
}
