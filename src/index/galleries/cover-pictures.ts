/**
 * Makes covers of the pictures that members send. Nothing of a picture is kept but what it shows: it is decoded, turned
 * upright, made smaller and written anew as WebP, without its metadata and whatever else stood in the file. It is
 * decoded in libvips, so its header is looked at first, and only the three formats can be read at all.
 */
import { createHash } from 'node:crypto'
import type sharpModule from 'sharp'
import { BoundedQueue } from '#base/bounded-queue'
import {
  coverBytesMax,
  coverPixelsMax,
  coverSecondsMax,
  coversAtOnceMax,
  coversWaitingMax,
} from '#base/limits'
import type { Cover } from './gallery.ts'
import { GalleryError } from './gallery-error.ts'
import { readPictureHeader } from './picture-header.ts'

/** The two sizes as WebP. */
export type CoverPictures = {
  readonly cover: Cover
  readonly large: Uint8Array
  readonly small: Uint8Array
}

/** Pixels that each size has at most: that of a gallery's page, and that of lists. */
export const coverSizes = {
  large: { width: 500, height: 700 },
  small: { width: 168, height: 236 },
} as const

/** Rejects with GalleryError `invalid_cover`, and `covers_busy` where too many are at it. */
export type MakeCover = (picture: Uint8Array) => Promise<CoverPictures>

export function createCoverMaker(): MakeCover {
  const queue = new BoundedQueue({ runningMax: coversAtOnceMax, waitingMax: coversWaitingMax })
  return async (picture) => {
    checkPicture(picture)
    const made = queue.run(() => makeCover(picture))
    if (made === undefined) throw busy
    return await made
  }
}

/** Throws GalleryError for what need not be decoded to be refused. */
function checkPicture(picture: Uint8Array): void {
  if (picture.length > coverBytesMax)
    throw invalid(`has ${picture.length} bytes, and ${coverBytesMax} is the most; make it smaller`)
  const header = readPictureHeader(picture)
  if (header === 'unknown') throw invalid('is no JPEG, PNG or WebP; save it as one of these')
  if (header === 'broken') throw invalid('is damaged or not whole; save it again')
  const { width, height, isAnimated, length } = header
  if (width * height > coverPixelsMax)
    throw invalid(
      `has ${width} × ${height} pixels, and ${coverPixelsMax} is the most; make it smaller`,
    )
  if (isAnimated) throw invalid('moves; save one picture of it')
  if (length !== picture.length)
    throw invalid('has something else behind its end; save it again as a picture alone')
}

async function makeCover(picture: Uint8Array): Promise<CoverPictures> {
  const large = await shrink(picture, coverSizes.large)
  const small = await shrink(large.data, coverSizes.small)
  const hash = createHash('sha256').update(large.data).digest('hex')
  const { width, height } = large.info
  return { cover: { hash, width, height }, large: large.data, small: small.data }
}

async function shrink(
  picture: Uint8Array,
  size: { readonly width: number; readonly height: number },
) {
  const sharp = await loadSharp()
  const options = {
    limitInputPixels: coverPixelsMax,
    failOn: 'warning',
    sequentialRead: true,
  } as const
  try {
    return await sharp(picture, options)
      .timeout({ seconds: coverSecondsMax })
      .autoOrient()
      .resize({ ...size, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82, effort: 4 })
      .toBuffer({ resolveWithObject: true })
  } catch (error) {
    if (String(error).includes('timeout'))
      throw invalid('takes too long to decode; save it again, smaller')
    throw invalid('is damaged or not whole; save it again')
  }
}

type Sharp = typeof sharpModule

let loading: Promise<Sharp> | undefined

/** Loaded with the first cover: most commands, and trackers without galleries, have no use for it. */
async function loadSharp(): Promise<Sharp> {
  return await (loading ??= import('sharp').then(({ default: sharp }) => limited(sharp)))
}

/** With three decoders, one thread each, and nothing kept. */
function limited(sharp: Sharp): Sharp {
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  const decoders = ['Jpeg', 'Png', 'Webp'].map((format) => `VipsForeignLoad${format}Buffer`)
  sharp.unblock({ operation: decoders })
  return sharp
}

function invalid(problem: string): GalleryError {
  return new GalleryError('invalid_cover', `the picture ${problem}`)
}

const busy = new GalleryError(
  'covers_busy',
  'too many pictures are being worked on; try again in a moment',
)
