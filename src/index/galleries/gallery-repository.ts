/** What the galleries need of a database. Nothing is ever deleted. */
import type { Cover, Gallery, GalleryFields, GalleryState } from './gallery.ts'

/** A gallery, or a version of one, that is to be stored. It is live, and the database numbers it. */
export type NewGallery = GalleryFields & {
  readonly key: string
  readonly ownerId: number
  readonly postedAt: number
  readonly externalId: string | undefined
}

/** What became of a new gallery: one whose `externalId` is there already is `known`, and stays as it is. */
export type AddedGallery = { readonly outcome: 'added' | 'known'; readonly gallery: Gallery }

/** Methods that change a gallery give it as it is then, or undefined where there is none of that id. */
export type GalleryRepository = {
  /** Their owners must be there. Outcomes are in the order given. */
  readonly add: (galleries: readonly NewGallery[]) => Promise<readonly AddedGallery[]>
  /** With the cover of the one before. Undefined where `parentId` is not the newest of its chain. */
  readonly addVersion: (parentId: number, gallery: NewGallery) => Promise<Gallery | undefined>
  readonly setFields: (galleryId: number, fields: GalleryFields) => Promise<Gallery | undefined>
  readonly setCover: (galleryId: number, cover: Cover | undefined) => Promise<Gallery | undefined>
  /** `reason` is '' and `at` of no meaning where it becomes live. */
  readonly setState: (
    galleryId: number,
    change: { readonly state: GalleryState; readonly reason: string; readonly at: number },
  ) => Promise<Gallery | undefined>
  readonly find: (galleryId: number) => Promise<Gallery | undefined>
  /** In the order given; unknown ones are left out. */
  readonly findMany: (galleryIds: readonly number[]) => Promise<readonly Gallery[]>
  /** The whole chain of a gallery, oldest first; none where there is no such gallery. */
  readonly versions: (galleryId: number) => Promise<readonly Gallery[]>
  /** Those beyond the id, by ascending id. */
  readonly after: (
    galleryId: number,
    page: { readonly state: GalleryState | 'all'; readonly limit: number },
  ) => Promise<readonly Gallery[]>
  readonly findByExternalId: (externalId: string) => Promise<Gallery | undefined>
  /** Whether a gallery has the cover of this hash. */
  readonly hasCover: (hash: string) => Promise<boolean>
}
