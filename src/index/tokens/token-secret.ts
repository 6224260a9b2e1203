/**
 * The secret that a token is to its holder: `waggle_` and 43 characters of base64url, 256 random bits. The prefix lets
 * people and programs that look for lost secrets know what they have found.
 */
import { createHash, randomBytes } from 'node:crypto'

const form = /^waggle_[\w-]{43}$/

export function newTokenSecret(): string {
  return `waggle_${randomBytes(32).toString('base64url')}`
}

/** Whether `text` can be a token at all. */
export function looksLikeToken(text: string): boolean {
  return form.test(text)
}

/** What is kept of a token. With 256 random bits in it a plain hash is enough. */
export function tokenDigest(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}
