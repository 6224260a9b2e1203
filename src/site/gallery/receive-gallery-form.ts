/** Reads the form of a gallery as a browser sends it: its fields, and the picture that may come with them. */
import type { FastifyRequest } from 'fastify'
import { coverBytesMax, siteFormBytesMax } from '#base/limits'
import type { GalleryFields } from '#index/galleries/gallery'
import { GalleryError } from '#index/galleries/gallery-error'
import { BrokenUpload, receivedBytes } from '../server/received-files.ts'
import type { GalleryFormValues } from './gallery-form-page.ts'
import { readTags } from './tag-list.ts'

export type ReceivedGalleryForm = {
  readonly values: GalleryFormValues
  readonly cover: Uint8Array | undefined
  /** The cover is to be taken away. */
  readonly isUncovered: boolean
}

/** Rejects with BrokenUpload for what is no form, or broke off. */
export async function receiveGalleryForm(request: FastifyRequest): Promise<ReceivedGalleryForm> {
  const fields = new Map<string, string>()
  let cover: Uint8Array | undefined
  // One byte more than is taken, so that the index refuses the picture and says why.
  const bytesMax = coverBytesMax + 1
  const limits = { parts: 20, fileSize: bytesMax, fieldSize: siteFormBytesMax }
  try {
    for await (const part of request.parts({ limits }))
      if (part.type === 'field') fields.set(part.fieldname, String(part.value))
      else {
        const bytes = await receivedBytes(part, bytesMax)
        if (typeof bytes !== 'string' && bytes.length > 0) cover = bytes
      }
  } catch (error) {
    throw new BrokenUpload('the form cannot be read', { cause: error })
  }
  return { values: valuesIn(fields), cover, isUncovered: fields.get('uncover') === 'yes' }
}

function valuesIn(fields: ReadonlyMap<string, string>): GalleryFormValues {
  const text = (name: string): string => fields.get(name) ?? ''
  return {
    title: text('title'),
    originalTitle: text('original'),
    category: text('category'),
    tags: text('tags'),
    description: text('description'),
    pages: text('pages').trim(),
  }
}

/** Throws GalleryError. */
export function fieldsOf({ pages, tags, ...texts }: GalleryFormValues): GalleryFields {
  return { ...texts, tags: readTags(tags), pages: pages === '' ? undefined : readPages(pages) }
}

function readPages(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new GalleryError(
    'invalid_gallery',
    'the number of pages is no number; give digits, or leave it out',
  )
}
