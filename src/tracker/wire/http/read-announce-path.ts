/**
 * Reads the segments before `/announce` or `/scrape`: `{gallery}` or `{gallery}/{member}x{key}`, percent-encoded or not.
 * Ids are decimal numbers from 1 to 2^31 - 1 without leading zeros; a key is letters and digits. One of another
 * length than keys have is read too, so that its owner hears of the key and not of the page.
 */
import { type AnnouncePath, memberKeyBytes, PathForm } from '../announce-path.ts'
import { decodedByteAt, encodedWidthAt } from './percent.ts'

const idMax = 0x7fffffff
const largestTenth = Math.floor(idMax / 10)
/** What somebody may have copied with something beside it. */
const keyBytesMax = 32

const percent = 0x25
const slash = 0x2f
const letterX = 0x78
const digitZero = 0x30

/** 1 for digits and letters. */
const isKeyByte = new Uint8Array(256)
for (const character of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  isKeyByte[character.charCodeAt(0)] = 1

/** The index after the id that `readId` has read. */
let idEnd = 0

/** Reads what stands from `start` to `end`; false where it is something else, and then `into` means nothing. */
export function readAnnouncePath(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: AnnouncePath,
): boolean {
  into.galleryId = readId(bytes, start, end)
  if (into.galleryId === 0) return false
  into.memberId = 0
  into.form = PathForm.gallery
  if (idEnd === end) return true
  if (bytes[idEnd] !== slash) return false
  into.memberId = readId(bytes, idEnd + 1, end)
  if (into.memberId === 0 || idEnd === end) return false
  if (decodedByteAt(bytes, idEnd, end) !== letterX) return false
  into.form = PathForm.personal
  return readKey(bytes, idEnd + encodedWidthAt(bytes, idEnd), end, into.key)
}

/** The number at `start`, up to the first byte that is no digit; 0 where there is none. */
function readId(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  let at = start
  while (at < end) {
    const byte = bytes[at] as number
    const digit = (byte === percent ? decodedByteAt(bytes, at, end) : byte) - digitZero
    if (digit < 0 || digit > 9) break
    // Nobody writes a zero in front, and what is beyond the largest id is none.
    if (digit === 0 && value === 0) return 0
    if (value >= largestTenth && value * 10 + digit > idMax) return 0
    value = ((value * 10) | 0) + digit
    at += byte === percent ? 3 : 1
  }
  idEnd = at
  return value
}

function readKey(bytes: Uint8Array, start: number, end: number, into: Uint8Array): boolean {
  let length = 0
  let at = start
  while (at < end) {
    let byte = bytes[at] as number
    if (byte === percent) {
      byte = decodedByteAt(bytes, at, end)
      at += 2
    }
    at++
    if (isKeyByte[byte] !== 1 || length === keyBytesMax) return false
    if (length < memberKeyBytes) into[length] = byte
    length++
  }
  if (length !== memberKeyBytes) into.fill(0)
  return length > 0
}
