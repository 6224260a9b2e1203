/** The header of a WebP picture: a RIFF file whose first chunk tells its kind and size (RFC 9649, section 2). */
import type { PictureFacts } from './picture-facts.ts'

const riffBytes = 12
/** Type and length of a chunk. */
const chunkBytes = 8
const firstData = riffBytes + chunkBytes

/** Undefined where it is not whole. `bytes` begin with RIFF and WEBP. */
export function webpHeader(bytes: Uint8Array): PictureFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < firstData + 10) return undefined
  const length = chunkBytes + view.getUint32(4, true)
  const size = sizeOf(view)
  return length > bytes.length || size === undefined ? undefined : { ...size, length }
}

function sizeOf(view: DataView): Omit<PictureFacts, 'length'> | undefined {
  switch (view.getUint32(riffBytes)) {
    case 0x56503820: // "VP8 ": after three bytes and a mark, 14 bits each.
      if (view.getUint16(firstData + 3) !== 0x9d01) return undefined
      return {
        width: view.getUint16(firstData + 6, true) & 0x3fff,
        height: view.getUint16(firstData + 8, true) & 0x3fff,
        isAnimated: false,
      }
    case 0x5650384c: {
      // "VP8L": after a mark, 14 bits each, less one.
      const bits = view.getUint32(firstData + 1, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, isAnimated: false }
    }
    case 0x56503858: // "VP8X": flags, then 24 bits each, less one.
      return {
        width: (view.getUint32(firstData + 4, true) & 0xffffff) + 1,
        height: (view.getUint32(firstData + 6, true) >>> 8) + 1,
        isAnimated: (view.getUint8(firstData) & 0x02) !== 0,
      }
    default:
      return undefined
  }
}
