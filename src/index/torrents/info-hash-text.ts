/** Info-hashes as people and programs write them: 40 hex digits (20 bytes) or 64 (32 bytes, BEP 52). */
import { TorrentError } from './torrent-error.ts'

const form = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i

export function isInfoHash(text: string): boolean {
  return form.test(text)
}

/** The bytes of `text`. Throws TorrentError. */
export function readInfoHash(text: string): Uint8Array {
  if (isInfoHash(text)) return Buffer.from(text, 'hex')
  throw new TorrentError(
    'invalid_info_hash',
    `${quoted(text)} is not an info-hash; write 40 hex digits, or 64 for version 2`,
  )
}

/** Lower-case hex digits. */
export function infoHashText(infoHash: Uint8Array): string {
  return Buffer.from(infoHash).toString('hex')
}

/** Short enough for a message, whatever was given. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 70 ? `${text.slice(0, 70)}…` : text)
}
