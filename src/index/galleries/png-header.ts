/** The header of a PNG picture, which is a row of chunks: length, type, data, checksum (RFC 2083, section 3.2). */
import type { PictureFacts } from './picture-facts.ts'

const signatureBytes = 8
/** Length, type and checksum of a chunk. */
const frameBytes = 12

/** Undefined where it is not whole. `bytes` begin with the signature. */
export function pngHeader(bytes: Uint8Array): PictureFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < signatureBytes + frameBytes + 13) return undefined
  if (typeAt(view, signatureBytes) !== 'IHDR') return undefined
  const size = { width: view.getUint32(16), height: view.getUint32(20) }
  let isAnimated = false
  for (let at = signatureBytes; at + frameBytes <= bytes.length; ) {
    const type = typeAt(view, at)
    // What makes a PNG an animated one stands in a chunk of its own.
    if (type === 'acTL') isAnimated = true
    at += frameBytes + view.getUint32(at)
    if (type === 'IEND') return at > bytes.length ? undefined : { ...size, isAnimated, length: at }
  }
  return undefined
}

/** Of the chunk that begins at `at`. */
function typeAt(view: DataView, at: number): string {
  return String.fromCharCode(...[4, 5, 6, 7].map((place) => view.getUint8(at + place)))
}
