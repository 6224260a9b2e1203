/**
 * The mark of a member's key: 64 bits of it, from which nobody finds the key, and by which a thread knows one that was reset
 * when a client still comes with it. Keys are random, so the hash needs no secret, and marks outlive the process.
 */
import { halfSipHash24 } from '#base/half-sip-hash'

export const keyMarkBytes = 8

/** Puts the mark of a key of 4 words into the first 2 words of `out`. */
export function writeKeyMark(keyWords: Int32Array, out: Int32Array): void {
  halfSipHash24(keyWords, 4, 0, 0, out)
}
