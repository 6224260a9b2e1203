/**
 * Percent-decoding to bytes (RFC 3986 section 2.1), one byte at a time and without a copy. An info-hash
 * is 20 arbitrary bytes, so the decoders of the platform, which make strings of UTF-8 and throw, are of
 * no use. `+` is a plus sign: no client writes a space of a hash so, and some leave a plus unescaped.
 */

const percent = 0x25

/** The value of every byte as a hexadecimal digit in either case; -1 for those that are none. */
const hexDigits = new Int8Array(256).fill(-1)
for (let digit = 0; digit < 10; digit++) hexDigits[0x30 + digit] = digit
for (let digit = 10; digit < 16; digit++) {
  hexDigits[0x41 + digit - 10] = digit
  hexDigits[0x61 + digit - 10] = digit
}

/** The byte that begins at `at`, decoded; negative if it is a `%` without two digits before `end`. */
export function decodedByteAt(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at] as number
  if (byte !== percent) return byte
  if (at + 2 >= end) return -1
  const high = hexDigits[bytes[at + 1] as number] as number
  const low = hexDigits[bytes[at + 2] as number] as number
  // Negative as soon as one of them is -1.
  return (high << 4) | low
}

/** How many bytes of the source the byte that begins at `at` takes. */
export function encodedWidthAt(bytes: Uint8Array, at: number): number {
  return bytes[at] === percent ? 3 : 1
}

/**
 * Decodes the value from `start` to `end` into `into` and returns how many bytes it has, or -1 if it
 * holds a bad escape. Bytes for which `into` has no room are counted but not written.
 */
export function percentDecode(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
): number {
  const room = into.length
  let length = 0
  let at = start
  while (at < end) {
    let byte = bytes[at] as number
    if (byte === percent) {
      byte = decodedByteAt(bytes, at, end)
      if (byte < 0) return -1
      at += 2
    }
    at++
    if (length < room) into[length] = byte
    length++
  }
  return length
}

/**
 * Whether the value from `start` to `end` decodes to `text`. With `foldCase` 0x20 the case of letters
 * does not matter; `text` must then be lower-case letters only. With 0 it must be the same bytes.
 */
export function decodesTo(
  bytes: Uint8Array,
  start: number,
  end: number,
  text: Uint8Array,
  foldCase: 0 | 0x20,
): boolean {
  let at = start
  for (let index = 0; index < text.length; index++) {
    if (at >= end) return false
    let byte = bytes[at] as number
    if (byte === percent) {
      byte = decodedByteAt(bytes, at, end)
      at += 2
    }
    at++
    if ((byte | foldCase) !== text[index]) return false
  }
  return at === end
}
