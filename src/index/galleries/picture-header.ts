/**
 * What a picture says of itself before it is decoded: its format by its first bytes, its size by its header, and where it
 * ends. Everything is read within the bytes that are there, each of them once at most.
 */
import { jpegHeader } from './jpeg-header.ts'
import type { PictureFacts } from './picture-facts.ts'
import { pngHeader } from './png-header.ts'
import { webpHeader } from './webp-header.ts'

/** `unknown`: none of the formats; `broken`: it begins as one, and is not whole. */
export type HeaderFault = 'unknown' | 'broken'

export function readPictureHeader(bytes: Uint8Array): PictureFacts | HeaderFault {
  const reader = readerOf(bytes)
  if (reader === undefined) return 'unknown'
  const header = reader(bytes)
  return header === undefined || header.width === 0 || header.height === 0 ? 'broken' : header
}

const formats = [
  { start: 'ffd8ff', reader: jpegHeader },
  { start: '89504e470d0a1a0a', reader: pngHeader },
] as const

function readerOf(
  bytes: Uint8Array,
): ((bytes: Uint8Array) => PictureFacts | undefined) | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  // "RIFF", four bytes of length, "WEBP".
  if (/^52494646.{8}57454250/.test(start)) return webpHeader
  return formats.find((format) => start.startsWith(format.start))?.reader
}
