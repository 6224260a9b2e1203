/** Galleries for the tests of the storage, and members who own them. */
import type { Gallery, GalleryFields } from '#index/galleries/gallery'
import { newGalleryKey } from '#index/galleries/gallery-key'
import type { GalleryAddition, NewGallery } from '#index/galleries/gallery-repository'
import { memberNameKey } from '#index/members/member-name'
import type { Database } from '#index/storage/database'

export const galleryFields: GalleryFields = {
  title: 'Views of Mount Fuji',
  originalTitle: '富嶽三十六景',
  category: 'Prints',
  tags: [
    { namespace: '', name: 'landscape' },
    { namespace: 'artist', name: 'hokusai' },
  ],
  description: 'Thirty-six of them.',
  pages: 46,
}

/** Of the member with the first id, unless it is said. */
export function newGallery(facts: Partial<NewGallery> = {}): NewGallery {
  return {
    ...galleryFields,
    key: newGalleryKey(),
    externalId: undefined,
    ownerId: 1,
    postedAt: 1_700_000_000,
    ...facts,
  }
}

/** The gallery of what was stored or known, and not refused. */
export function galleryIn(addition: GalleryAddition | undefined): Gallery {
  if (addition === undefined || addition.outcome === 'conflict')
    throw new Error(`the gallery was not added: ${addition?.kind}`)
  return addition.gallery
}

/** A gallery, which must be possible. */
export async function addGallery(
  { galleries }: Pick<Database, 'galleries'>,
  facts: Partial<NewGallery> = {},
): Promise<Gallery> {
  const [added] = await galleries.add([newGallery(facts)])
  return galleryIn(added)
}

/** A newer version of a gallery, which must be possible. */
export async function addVersion(
  { galleries }: Pick<Database, 'galleries'>,
  parentId: number,
  facts: Partial<NewGallery> = {},
): Promise<Gallery> {
  return galleryIn(await galleries.addVersion(parentId, newGallery(facts)))
}

/** The id of a new member. */
export async function addOwner(
  { members }: Pick<Database, 'members'>,
  name: string,
): Promise<number> {
  const member = await members.add({
    name,
    nameKey: memberNameKey(name),
    role: 'uploader',
    createdAt: 1_700_000_000,
    torrentKey: name.padEnd(16, 'k').slice(0, 16),
    passwordHash: undefined,
  })
  if (member === undefined) throw new Error(`there is a member ${name} already`)
  return member.id
}
