/**
 * Whether a request that changes something comes from a page of this site. A browser says so itself in
 * Sec-Fetch-Site (over TLS), or names the page's site in Origin; a program that is no browser sends neither, and
 * carries nobody's cookies. Another site's page can forge neither header.
 */
import type { FastifyRequest } from 'fastify'

/** Methods that change nothing here (RFC 9110, section 9.2.1). */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** `siteUrl` is the public address, or '' where none is configured. */
export function isFromThisSite({ method, headers }: FastifyRequest, siteUrl: string): boolean {
  if (safeMethods.has(method)) return true
  const { origin, host, 'sec-fetch-site': fetchSite } = headers
  if (origin !== undefined && siteUrl !== '' && origin === new URL(siteUrl).origin) return true
  // "none" is the visitor's own doing, such as loading the page again.
  if (fetchSite !== undefined) return fetchSite === 'same-origin' || fetchSite === 'none'
  return origin === undefined || (host !== undefined && hostOf(origin) === host.toLowerCase())
}

/** Undefined for "null", which is what a page without an origin of its own sends. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
