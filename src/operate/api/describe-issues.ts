/** What Zod found wrong, in one line for whoever sent it: `torrents[3].name: must be …; …`. */
import type * as z from 'zod'

/** More would not be read. */
const shownMax = 5

export function describeIssues(error: z.ZodError): string {
  const shown = error.issues.slice(0, shownMax).map(({ path, message }) => {
    const place = placeText(path)
    return place === '' ? message : `${place}: ${message}`
  })
  const more = error.issues.length - shown.length
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ')
}

function placeText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}
