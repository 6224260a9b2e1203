/**
 * What stands in the address of a member's own feeds: 192 random bits as 32 characters of base64url, and a secret of its
 * own, so that a feed that got out does not give away a session or let anybody reset a key.
 *
 * It is kept as it is, like the torrent key. Its address stands on every page that has a feed, so it must be told again and
 * again; and what the feed gives are torrents with the torrent key, which stands beside it in the same table anyway.
 */
import { randomBytes } from 'node:crypto'

const form = /^[\w-]{32}$/

export function newFeedToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Whether `text` can be a token at all. */
export function looksLikeFeedToken(text: string): boolean {
  return form.test(text)
}
