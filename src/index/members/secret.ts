/**
 * What a session or a link is to its holder: 256 random bits as 43 characters of base64url. The database has the digest
 * alone; with so many random bits in it a plain hash is enough.
 */
import { createHash, randomBytes } from 'node:crypto'

const form = /^[\w-]{43}$/

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether `text` can be a secret at all. */
export function looksLikeSecret(text: string): boolean {
  return form.test(text)
}

/** SHA-256. */
export function secretDigest(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}
