/** Galleries for the tests of the storage, and members who own them. */
import type { GalleryFields } from '#index/galleries/gallery'
import { newGalleryKey } from '#index/galleries/gallery-key'
import type { NewGallery } from '#index/galleries/gallery-repository'
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
