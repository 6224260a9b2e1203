/** Pictures as members send them, and as attackers do. */
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** Of noise, so that no two are the same. */
function picture(width: number, height: number, frames = 1): Sharp {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const background = { r: 200, g: 40, b: 40 }
  const pages = frames === 1 ? {} : { pageHeight: height }
  return sharp({
    create: { width, height: height * frames, channels: 3, background, noise, ...pages },
  })
}

export const jpeg = (width: number, height: number): Promise<Buffer> =>
  picture(width, height).jpeg().toBuffer()

export const png = (width: number, height: number): Promise<Buffer> =>
  picture(width, height).png().toBuffer()

export const webp = (width: number, height: number): Promise<Buffer> =>
  picture(width, height).webp().toBuffer()

export const losslessWebp = (width: number, height: number): Promise<Buffer> =>
  picture(width, height).webp({ lossless: true }).toBuffer()

export const movingWebp = (width: number, height: number): Promise<Buffer> =>
  picture(width, height, 3)
    .webp({ loop: 0, delay: [50, 50, 50] })
    .toBuffer()

/** A photograph that a camera has turned, with a remark about where it was taken. */
export const photograph = (width: number, height: number, remark: string): Promise<Buffer> =>
  picture(width, height)
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExif({ IFD0: { ImageDescription: remark, Orientation: '6' } })
    .toBuffer()

export function gif(): Buffer {
  return Buffer.from('R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=', 'base64')
}

export function svg(): Buffer {
  return Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd"/></svg>',
  )
}

/** A PNG that says it is so large: a few kilobytes that become gigabytes. */
export function pngBomb(width: number, height: number): Buffer {
  const row = Buffer.alloc(Math.ceil(width / 8) + 1)
  const rows = deflateSync(Buffer.concat(Array<Buffer>(Math.min(height, 2000)).fill(row)))
  return pngOf([
    ['IHDR', pngSize(width, height)],
    ['IDAT', rows],
    ['IEND', Buffer.alloc(0)],
  ])
}

/** A chunk of text that becomes a gigabyte, beside one pixel. */
export function pngTextBomb(): Buffer {
  const text = Buffer.concat([
    Buffer.from('Comment\0\0'),
    deflateSync(Buffer.alloc(256 * 1024 * 1024), { level: 9 }),
  ])
  const pixel = deflateSync(Buffer.from([0, 0]))
  return pngOf([
    ['IHDR', pngSize(1, 1)],
    ['zTXt', text],
    ['IDAT', pixel],
    ['IEND', Buffer.alloc(0)],
  ])
}

/** Says that it moves, and has frames to it or not. */
export function movingPng(): Buffer {
  const frames = Buffer.alloc(8)
  frames.writeUInt32BE(2, 0)
  return pngOf([
    ['IHDR', pngSize(1, 1)],
    ['acTL', frames],
    ['IDAT', deflateSync(Buffer.from([0, 0]))],
    ['IEND', Buffer.alloc(0)],
  ])
}

/** One bit a pixel. */
function pngSize(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  return header
}

function pngOf(chunks: readonly (readonly [string, Buffer])[]): Buffer {
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    ...chunks.map(([type, data]) => {
      const body = Buffer.concat([Buffer.from(type), data])
      return Buffer.concat([number(data.length), body, number(crc32(body))])
    }),
  ])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** With another size in its first frame than it has. */
export function jpegThatSays(jpegBytes: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(jpegBytes)
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]))
  bytes.writeUInt16BE(height, frame + 5)
  bytes.writeUInt16BE(width, frame + 7)
  return bytes
}
