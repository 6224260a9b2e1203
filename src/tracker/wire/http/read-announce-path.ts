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

/** The index after what `readId` or `readKey` has read. */
let readEnd = 0

/**
 * Reads what stands from the slash at `start` on, and gives the index of the slash before which it ended: `start` itself
 * where nothing of the kind stands there. What follows is for the caller to judge.
 */
export function readAnnouncePath(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: AnnouncePath,
): number {
  into.clear(PathForm.bare)
  if (start === end || bytes[start] !== slash) return start
  const galleryId = readId(bytes, start + 1, end)
  const galleryEnd = readEnd
  if (galleryId === 0 || galleryEnd === end || bytes[galleryEnd] !== slash) return start
  into.form = PathForm.gallery
  into.galleryId = galleryId
  const memberId = readId(bytes, galleryEnd + 1, end)
  if (memberId === 0 || !readKey(bytes, readEnd, end, into.key)) return galleryEnd
  if (readEnd === end || bytes[readEnd] !== slash) return galleryEnd
  into.form = PathForm.personal
  into.memberId = memberId
  return readEnd
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
  readEnd = at
  return value
}

/** The separator at `start` and the key after it, up to the next slash; false where that is none. */
function readKey(bytes: Uint8Array, start: number, end: number, into: Uint8Array): boolean {
  if (start === end || decodedByteAt(bytes, start, end) !== letterX) return false
  const keyStart = start + encodedWidthAt(bytes, start)
  const wholeEnd = keyStart + memberKeyBytes
  if (wholeEnd < end && bytes[wholeEnd] === slash && copyWholeKey(bytes, keyStart, into)) {
    readEnd = wholeEnd
    return true
  }
  return readAnyKey(bytes, keyStart, end, into)
}

/** A key as clients send it, without an escape; false where it is anything else. */
function copyWholeKey(bytes: Uint8Array, start: number, into: Uint8Array): boolean {
  let isKey = 1
  for (let at = 0; at < memberKeyBytes; at++) {
    const byte = bytes[start + at] as number
    isKey &= isKeyByte[byte] as number
    into[at] = byte
  }
  return isKey === 1
}

function readAnyKey(bytes: Uint8Array, start: number, end: number, into: Uint8Array): boolean {
  let length = 0
  let at = start
  while (at < end && bytes[at] !== slash) {
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
  readEnd = at
  if (length !== memberKeyBytes) into.fill(0)
  return length > 0
}
