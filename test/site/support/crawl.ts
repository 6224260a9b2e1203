/** Goes through a site by its links, as a search engine or somebody very curious does. */
import type { Visitor } from './visitor.ts'

export type Reached = {
  readonly path: string
  readonly status: number
  readonly html: string
  /** Where the link to it stands. */
  readonly from: string
}

/** No site of a test has as many; a list that makes ever new addresses would. */
const pagesMax = 2000

/**
 * Every page that links lead to from `start`, in the order found; what leads elsewhere is followed. Of addresses of one
 * kind the first is looked at: each is one of its own, unless it is said.
 */
export async function crawl(
  visitor: Visitor,
  start = '/',
  kindOf = (path: string): string => path,
): Promise<Reached[]> {
  const origins = new Map([[start, '']])
  const kinds = new Set([kindOf(start)])
  const add = (path: string | undefined, from: string): void => {
    if (path === undefined || kinds.has(kindOf(path))) return
    kinds.add(kindOf(path))
    origins.set(path, from)
  }
  const reached: Reached[] = []
  for (const [path, from] of origins) {
    const { status, html, location } = await visitor.get(path)
    if (status >= 300 && status < 400) add(pathIn(location, path), from)
    else reached.push({ path, status, html, from })
    for (const href of linksOf(html)) add(pathIn(href, path), path)
    if (reached.length > pagesMax) throw new Error(`the crawl has no end: ${path}`)
  }
  return reached
}

/** The forms of a page, by where they lead. */
export function formsOf({ html, path }: Reached): { method: string; action: string }[] {
  return [...html.matchAll(/<form\b([^>]*)>/g)].map(([, tag = '']) => ({
    method: (/\bmethod="([^"]*)"/.exec(tag)?.[1] ?? 'get').toLowerCase(),
    action: pathIn(/\baction="([^"]*)"/.exec(tag)?.[1] ?? path, path) ?? '',
  }))
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)].map(([, href = '']) => href)
}

/** Path and query of a link of this site; undefined for one that leads elsewhere. */
function pathIn(href: string, path: string): string | undefined {
  const here = 'http://here.invalid'
  const { origin, pathname, search } = new URL(href.replaceAll('&amp;', '&'), here + path)
  return origin === here ? pathname + search : undefined
}
