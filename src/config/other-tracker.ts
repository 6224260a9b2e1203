/** A tracker of somebody else's that the site lists: the base of its announce address, and whom to credit. */
import { parseAnnounceUrl } from './base-url.ts'
import type { Reading } from './reading.ts'

export type OtherTracker = {
  /** Without /announce, as in tracker.announce_urls. */
  readonly url: string
  readonly credit: string
}

/** Reads `udp://tracker.example:6969 Example Association`. */
export function parseOtherTracker(text: string): Reading<OtherTracker> {
  const [, url = '', credit = ''] = /^(\S+)\s+(\S.*)$/.exec(text.trim()) ?? []
  if (url === '') {
    return { problem: 'must be an address, a space, and who keeps it' }
  }
  const { value, problem } = parseAnnounceUrl(url)
  return value === undefined ? { problem: problem ?? '' } : { value: { url: value, credit } }
}

export function formatOtherTracker({ url, credit }: OtherTracker): string {
  return `${url} ${credit}`
}
