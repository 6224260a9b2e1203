/**
 * A text of an entry that main changes while threads read it. Its block is given to another text only after the entry's
 * word of state has changed, so an entry whose state is the same before and after vouches for what was read.
 */
import { textUnitWords } from './table-layout.ts'

/** Where a text is read into, such as a TorrentName. */
export type SharedText = { readonly bytes: Uint8Array; length: number }

/** Reads the text whose unit stands at word `unitAt` of an entry with its state at `stateAt`; length 0 for none. */
export function readSharedText(
  words: Int32Array,
  stateAt: number,
  unitAt: number,
  into: SharedText,
): void {
  for (;;) {
    const state = Atomics.load(words, stateAt)
    copyText(words, Atomics.load(words, unitAt), into)
    if (Atomics.load(words, stateAt) === state) return
  }
}

/** Byte 0 of a block is the length of its text, and byte 1 the text's first. */
function copyText(words: Int32Array, unit: number, into: SharedText): void {
  const at = unit * textUnitWords
  let word = unit === 0 ? 0 : Atomics.load(words, at)
  const length = Math.min(word & 0xff, into.bytes.length)
  for (let byte = 1; byte <= length; byte++) {
    if ((byte & 3) === 0) word = Atomics.load(words, at + (byte >> 2))
    into.bytes[byte - 1] = word >>> ((byte & 3) * 8)
  }
  into.length = length
}
