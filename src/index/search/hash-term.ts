/** An info-hash in a search: in hexadecimal digits, whole or its beginning, or in base32 as old magnet links have it. */

export type HashRange = { readonly from: Uint8Array; readonly to: Uint8Array }

/** Digits of a beginning: of fewer, a large catalogue has too many. */
const digitsMin = 6

/** Info-hashes that begin so, from the first to the last; undefined where the text is none. */
export function parseHashTerm(text: string): HashRange | undefined {
  const digits = /^[a-z2-7]{32}$/iv.test(text) && !isHexadecimal(text) ? fromBase32(text) : text
  if (!isHexadecimal(digits) || digits.length < digitsMin || digits.length > 64) return undefined
  const length = digits.length <= 40 ? 40 : 64
  return {
    from: new Uint8Array(Buffer.from(digits.padEnd(length, '0'), 'hex')),
    to: new Uint8Array(Buffer.from(digits.padEnd(length, 'f'), 'hex')),
  }
}

function isHexadecimal(text: string): boolean {
  return /^[0-9a-f]+$/iv.test(text)
}

/** RFC 4648, 32 characters of 5 bits. */
function fromBase32(text: string): string {
  const value = Array.from(text.toLowerCase()).reduce(
    (sum, character) => sum * 32n + BigInt('abcdefghijklmnopqrstuvwxyz234567'.indexOf(character)),
    0n,
  )
  return value.toString(16).padStart(40, '0')
}
