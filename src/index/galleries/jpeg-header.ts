/**
 * The header of a JPEG picture, which is a row of segments: a marker, and for most a length and data (ITU T.81, annex B).
 * Between scans stand coded bytes without a length, in which the byte FF is followed by 00 or by a restart marker.
 *
 * Cameras put more behind the picture's end: the same again for bright screens, or a film. That is left behind when
 * the picture is made anew, and counts as a part of it here; anything else behind the end does not.
 */
import type { PictureFacts } from './picture-facts.ts'

const endOfImage = 0xd9
const startOfScan = 0xda

/** Frames of every kind, of which the first tells the size. */
const frames: ReadonlySet<number> = new Set([
  0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf,
])

/** Undefined where it is not whole. `bytes` begin with FF D8. */
export function jpegHeader(bytes: Uint8Array): PictureFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let size: { readonly width: number; readonly height: number } | undefined
  for (let at = 2; at + 2 <= bytes.length; ) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === endOfImage)
      return size && { ...size, isAnimated: false, length: at + 2 + companionBytes(bytes, at + 2) }
    if (marker === 0xff) at += 1
    else if (isBare(marker)) at += 2
    else {
      if (at + 9 > bytes.length) return undefined
      if (frames.has(marker))
        size ??= { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
      at += 2 + view.getUint16(at + 2)
      if (marker === startOfScan) at = endOfScan(bytes, at)
    }
  }
  return undefined
}

/** Markers without a length. */
function isBare(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
}

/** Where the first marker after the coded bytes stands. */
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 2)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
    if (next === 0xff) at -= 1
  }
  return bytes.length
}

/** All that follows, where it is another picture, a film, or nothing but zeros. */
function companionBytes(bytes: Uint8Array, end: number): number {
  const rest = bytes.subarray(end)
  const isFilm = Buffer.from(rest.subarray(4, 8)).toString('latin1') === 'ftyp'
  const isPicture = rest[0] === 0xff && rest[1] === 0xd8
  return isPicture || isFilm || rest.every((byte) => byte === 0) ? rest.length : 0
}
