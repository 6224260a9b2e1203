/**
 * The end of a run of printable ASCII, four bytes at a time: most of a request is such runs, and looking at each
 * byte would cost more than all the rest of decoding it.
 *
 * A word holds four bytes. Subtracting the lowest allowed byte from each sets the high bit of one that is
 * lower, adding one sets that of 0x7f, and bytes from 0x80 on have it already; borrows and carries only reach
 * bytes behind one that is flagged anyway. So no high bit means that all four belong to the run.
 */

const highBits = 0x8080_8080 | 0
const ones = 0x0101_0101

/** The lowest byte of a run, four times: with or without spaces. */
export const Lowest = { exclamationMark: 0x2121_2121, space: 0x2020_2020 } as const
export type Lowest = (typeof Lowest)[keyof typeof Lowest]

/**
 * The index of the first byte from `start` on, before `end`, that is lower than `lowest` or above 0x7e; `end` if
 * there is none. `words` sees the same memory as `bytes`.
 */
export function endOfText(
  bytes: Uint8Array,
  words: Int32Array,
  start: number,
  end: number,
  lowest: Lowest,
): number {
  const low = lowest & 0xff
  let at = start
  while (at < end && (at & 3) !== 0) {
    const byte = bytes[at] as number
    if (byte < low || byte > 0x7e) return at
    at++
  }
  let word = at >> 2
  const lastWord = end >> 2
  while (word < lastWord) {
    const four = words[word] as number
    if ((((four - lowest) | (four + ones) | four) & highBits) !== 0) break
    word++
  }
  if (word << 2 > at) at = word << 2
  while (at < end) {
    const byte = bytes[at] as number
    if (byte < low || byte > 0x7e) return at
    at++
  }
  return at
}
