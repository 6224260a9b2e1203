/** Makes a newer version of a gallery, once: one that another system calls the same is known, and changes nothing. */
import type { Gallery, GalleryFields } from './gallery.ts'
import { conflictError } from './gallery-conflict.ts'
import { newGalleryKey } from './gallery-key.ts'
import type { GalleryOptions } from './gallery-options.ts'
import type { GalleryRegistration } from './gallery-registration.ts'
import type { AddedGallery, NewGallery } from './gallery-repository.ts'
import { checkedExternalId, checkedFields } from './gallery-rules.ts'
import { galleryLabel } from './register-galleries.ts'

export type VersionRegistration = GalleryFields & Pick<GalleryRegistration, 'externalId'>

/** `actor` is who does it, for the audit log. Rejects with GalleryError. */
export async function registerVersion(
  before: Gallery,
  registration: VersionRegistration,
  options: GalleryOptions,
  actor: string,
): Promise<AddedGallery> {
  const { repository, clock } = options
  const version = newVersion(before, registration, options)
  const added = await repository.addVersion(before.id, version, (addition) => {
    if (addition.outcome !== 'added') return []
    const target = galleryLabel(addition.gallery)
    const detail = `newer than ${galleryLabel(before)}: ${addition.gallery.title}`
    return [{ at: clock.nowSeconds(), actor, action: 'gallery.version', target, detail }]
  })
  if (added.outcome === 'conflict') throw conflictError(added, version)
  return added
}

/** Of the same owner, and in a category that may be configured no longer if it is that of the one before. */
function newVersion(
  before: Gallery,
  { externalId, ...given }: VersionRegistration,
  { categories, clock }: GalleryOptions,
): NewGallery {
  return {
    ...checkedFields(given, [...categories(), before.category]),
    key: newGalleryKey(),
    ownerId: before.owner.id,
    postedAt: clock.nowSeconds(),
    externalId: externalId === undefined ? undefined : checkedExternalId(externalId),
  }
}
