/** What Zod found wrong, in one line for whoever sent it: `torrents[3].name: must be …; …`. */
import type * as z from 'zod'

/** More would not be read. */
const shownMax = 5

export function describeIssues(error: z.ZodError): string {
  const shown = error.issues.slice(0, shownMax).map((issue) => {
    const place = placeText(issue.path)
    const what = whatIsWrong(issue)
    return place === '' ? what : `${place}: ${what}`
  })
  const more = error.issues.length - shown.length
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ')
}

/** Schemas have words of their own for most; these take the place of Zod's, which are for programmers. */
function whatIsWrong(issue: z.core.$ZodIssue): string {
  if (!issue.message.startsWith('Invalid input')) return otherWords(issue)
  if (issue.code !== 'invalid_type') return issue.message
  if (!issue.message.endsWith('received undefined')) return `must be ${wordFor(issue.expected)}`
  return issue.path.length === 0
    ? `there is no body; send ${wordFor(issue.expected)} as JSON`
    : `is missing; it must be ${wordFor(issue.expected)}`
}

function otherWords(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return issue.message
  const names = issue.keys.map((key) => `"${key}"`).join(', ')
  return `${names}: there is no such field; leave it out, or correct its name`
}

function wordFor(expected: string): string {
  return expectedWords[expected] ?? `a value of type ${expected}`
}

const expectedWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function placeText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}
