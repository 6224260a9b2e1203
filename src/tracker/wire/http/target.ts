/**
 * The target of an HTTP request: which of the tracker's few resources it names, and where its query lies.
 * Both forms that name a resource are understood: `/announce?…` (origin-form) and, as sent to a proxy,
 * `http://host:port/announce?…` (absolute-form, RFC 9112 section 3.2).
 *
 * A path is read from its last segment, which says what is asked; what stands before it says whose torrents it is
 * about and who speaks (`/{gallery}/{member}x{key}/announce`), where the tracker has galleries and members. Elsewhere
 * nothing may stand there.
 */
import type { AnnouncePath } from '../announce-path.ts'
import { ascii } from '../bytes.ts'
import { decodesTo } from './percent.ts'
import { readAnnouncePath } from './read-announce-path.ts'

/** What a target names. */
export const Route = { other: 0, root: 1, announce: 2, scrape: 3 } as const
export type Route = (typeof Route)[keyof typeof Route]

/** One record per thread, filled again for each request. */
export class Target {
  route: Route = Route.other
  /** The query lies from `queryStart` to `queryEnd`; they are equal if there is none. */
  queryStart = 0
  queryEnd = 0
  /** What stands before the last segment is read into this; undefined where nothing may stand there. */
  readonly path: AnnouncePath | undefined

  constructor(path?: AnnouncePath) {
    this.path = path
  }
}

const slash = 0x2f
const questionMark = 0x3f
const numberSign = 0x23
const colon = 0x3a
const letterBit = 0x20

/** Reads the target from `start` to `end`. The query begins at the first `?`; a fragment is cut off. */
export function decodeTarget(bytes: Uint8Array, start: number, end: number, into: Target): void {
  into.route = Route.other
  into.queryStart = end
  into.queryEnd = end
  const pathStart = skipAuthority(bytes, start, end)
  if (pathStart < 0) return
  const { path } = into
  // What stands before the last segment is read first, so that its bytes are looked at once.
  const lastStart = path === undefined ? pathStart : readAnnouncePath(bytes, pathStart, end, path)
  const pathEnd = findPathEnd(bytes, lastStart, end)
  if (bytes[pathEnd] === questionMark && pathEnd < end) into.queryStart = pathEnd + 1
  if (pathEnd - lastStart > 1) into.route = routeOf(bytes, lastStart, pathEnd)
  else if (lastStart === pathStart) into.route = Route.root
}

/** Where the path begins: after scheme and authority if there are any. -1 if this names no resource. */
function skipAuthority(bytes: Uint8Array, start: number, end: number): number {
  if (start < end && bytes[start] === slash) return start
  const scheme = skipScheme(bytes, start, end)
  if (scheme < 0) return -1
  let at = scheme
  while (at < end && !endsAuthority(bytes[at] as number)) at++
  return at
}

const http = ascii('http')

/** The index after `http://` or `https://`, in upper or lower case, or -1. */
function skipScheme(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  for (let index = 0; index < http.length; index++, at++) {
    if (at >= end || ((bytes[at] as number) | letterBit) !== http[index]) return -1
  }
  if (at < end && ((bytes[at] as number) | letterBit) === 0x73) at++
  if (at + 3 > end) return -1
  const isScheme = bytes[at] === colon && bytes[at + 1] === slash && bytes[at + 2] === slash
  return isScheme ? at + 3 : -1
}

function endsAuthority(byte: number): boolean {
  return byte === slash || byte === questionMark || byte === numberSign
}

function findPathEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== questionMark && bytes[at] !== numberSign) at++
  return at
}

const announce = ascii('announce')
const announcePhp = ascii('announce.php')
const scrape = ascii('scrape')
const scrapePhp = ascii('scrape.php')

/** Paths are case-sensitive; one slash at the end is allowed, and `.php` as other trackers have it. */
function routeOf(bytes: Uint8Array, start: number, pathEnd: number): Route {
  const end = bytes[pathEnd - 1] === slash ? pathEnd - 1 : pathEnd
  let segment = end
  while (segment > start && bytes[segment - 1] !== slash) segment--
  return segment === start + 1 ? lastSegment(bytes, segment, end) : Route.other
}

function lastSegment(bytes: Uint8Array, start: number, end: number): Route {
  if (decodesTo(bytes, start, end, announce, 0)) return Route.announce
  if (decodesTo(bytes, start, end, scrape, 0)) return Route.scrape
  if (decodesTo(bytes, start, end, announcePhp, 0)) return Route.announce
  if (decodesTo(bytes, start, end, scrapePhp, 0)) return Route.scrape
  return Route.other
}
