/**
 * The key in the announce address of a member's torrents: 16 characters of 62, 95 random bits. It can be shown again,
 * so it is kept as it is; of keys that were revoked a digest is kept, so that one that turns up somewhere can be traced.
 */
import { createHash, randomBytes } from 'node:crypto'
import { keyMarkBytes, writeKeyMark } from '#tracker/wire/key-mark'

const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 16

/** The largest multiple of 62 in a byte: bytes from here on would favour the first characters. */
const fairBytes = 248

export function newTorrentKey(): string {
  let key = ''
  while (key.length < length)
    for (const byte of randomBytes(length))
      if (byte < fairBytes && key.length < length) key += characters[byte % characters.length]
  return key
}

export function torrentKeyDigest(key: string): Uint8Array {
  return createHash('sha256').update(key).digest()
}

/** By which a thread of the tracker knows the key when it is good no longer; 8 bytes. */
export function torrentKeyMark(key: string): Uint8Array {
  const mark = new Uint8Array(keyMarkBytes)
  const keyWords = new Int32Array(Uint8Array.from(Buffer.from(key, 'latin1')).buffer)
  writeKeyMark(keyWords, new Int32Array(mark.buffer))
  return mark
}
