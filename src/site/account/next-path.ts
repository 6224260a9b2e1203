/**
 * Where a login leads: the page of this site that somebody wanted to see. The address comes with the request, so
 * whoever made a link to the login page chose it; anything that a browser might take for another site leads nowhere.
 */

/** Stands for this site, whatever it is called. */
const here = 'http://here.invalid'

const charactersMax = 1000

/** A path with its query, or undefined where the text is none of ours. */
export function nextPath(given: string): string | undefined {
  if (!given.startsWith('/') || given.length > charactersMax) return undefined
  // Read as a browser does, which drops line ends and takes a backslash for a slash.
  const url = URL.canParse(given, here) ? new URL(given, here) : undefined
  if (url?.origin !== here) return undefined
  const path = url.pathname + url.search
  // What is left when dots are taken out of a path can begin with two slashes.
  return path.startsWith('//') ? undefined : path
}
