/**
 * The galleries as a caller sees them: what was removed is there for its owner and for those who look after the site, as on
 * the pages.
 */
import type { Gallery } from '#index/galleries/gallery'
import { GalleryError } from '#index/galleries/gallery-error'
import type { ApiParts } from './api-parts.ts'
import { galleriesOf } from './gallery-parts.ts'
import { isStaff } from './is-staff.ts'

export type SeenGalleries = {
  readonly isSeen: (gallery: Gallery) => boolean
  /** Of removed ones, those of this member alone; undefined for all. */
  readonly removedOfMember: number | undefined
  /** Rejects with GalleryError `unknown_gallery` where the caller sees none of this id. */
  readonly find: (galleryId: number) => Promise<Gallery>
}

/** Throws Problem where this tracker has no galleries. */
export async function seenGalleries(call: {
  readonly parts: ApiParts
  readonly memberId: number | undefined
}): Promise<SeenGalleries> {
  const galleries = galleriesOf(call.parts)
  const removedOfMember = (await isStaff(call)) ? undefined : call.memberId
  const isSeen = ({ state, owner }: Gallery): boolean =>
    removedOfMember === undefined || state !== 'removed' || owner.id === removedOfMember
  return {
    isSeen,
    removedOfMember,
    find: async (galleryId) => {
      const gallery = await galleries.find(galleryId)
      if (isSeen(gallery)) return gallery
      throw new GalleryError('unknown_gallery', 'there is no such gallery; look for it in the list')
    },
  }
}
