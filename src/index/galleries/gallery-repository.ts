/** What the galleries need of a database. Nothing is ever deleted. */
import type { EntriesOf } from '#index/audit/audit-repository'
import type { Cover, Gallery, GalleryFields, GalleryState } from './gallery.ts'

/** A gallery, or a version of one, that is to be stored. */
export type NewGallery = GalleryFields & {
  readonly key: string
  readonly ownerId: number
  readonly postedAt: number
  readonly externalId: string | undefined
  /** Its id; the database numbers it where this is left out. */
  readonly wantedId?: number | undefined
  /** What another system calls the gallery that it is a newer version of. */
  readonly newerThan?: string | undefined
  /** It is live where this is left out. */
  readonly initialState?: StateChange | undefined
}

/** `reason` is '' and `at` of no meaning where it becomes live. */
export type StateChange = {
  readonly state: GalleryState
  readonly reason: string
  readonly at: number
}

/** `seen` is the state that its author saw: where it is another by now, nothing is changed. */
export type SeenStateChange = StateChange & { readonly seen: GalleryState }

/** The gallery is as it is then; `kept` as somebody else has left it. */
export type ChangedState = { readonly outcome: 'changed' | 'kept'; readonly gallery: Gallery }

/** The gallery as it was, and as it is then. */
export type ChangedFields = { readonly before: Gallery; readonly gallery: Gallery }

/** What became of a new gallery: one whose `externalId` is there already is `known`, and stays as it is. */
export type AddedGallery = { readonly outcome: 'added' | 'known'; readonly gallery: Gallery }

/**
 * Why a gallery was not stored, with the one that is in its way.
 *
 *     id_taken         another has the id
 *     id_too_low       the id is below that of the version before, and versions are in the order of their ids
 *     other_id         the one with the external id has another id than the one that is wanted
 *     other_chain      the one with the external id is no version of the gallery before
 *     unknown_parent   the gallery before is not there
 *     not_current      the gallery before has a newer version
 *     not_live         the gallery before is not live
 */
export type GalleryConflict = {
  readonly outcome: 'conflict'
  readonly kind: GalleryConflictKind
  /** Undefined where nothing is in its way: `unknown_parent`. */
  readonly other: Gallery | undefined
}

export type GalleryConflictKind =
  | 'id_taken'
  | 'id_too_low'
  | 'other_id'
  | 'other_chain'
  | 'unknown_parent'
  | 'not_current'
  | 'not_live'

export type GalleryAddition = AddedGallery | GalleryConflict

/** Methods that change a gallery give it as it is then, or undefined where there is none of that id. */
export type GalleryRepository = {
  /**
   * One after the other, so that one may be newer than another before it. Their owners must be there. Outcomes are in
   * the order given.
   */
  readonly add: (
    galleries: readonly NewGallery[],
    log?: EntriesOf<readonly GalleryAddition[]>,
  ) => Promise<readonly GalleryAddition[]>
  /** A newer version of `parentId`, with its cover. */
  readonly addVersion: (
    parentId: number,
    gallery: NewGallery,
    log?: EntriesOf<GalleryAddition>,
  ) => Promise<GalleryAddition>
  /** What `changes` has takes the place of what is there then; all else stays as others have left it. */
  readonly setFields: (
    galleryId: number,
    changes: Partial<GalleryFields>,
    log?: EntriesOf<ChangedFields>,
  ) => Promise<ChangedFields | undefined>
  readonly setCover: (
    galleryId: number,
    cover: Cover | undefined,
    log?: EntriesOf<Gallery>,
  ) => Promise<Gallery | undefined>
  /** Of all versions of a gallery, which share one. */
  readonly setState: (
    galleryId: number,
    change: SeenStateChange,
    log?: EntriesOf<ChangedState>,
  ) => Promise<ChangedState | undefined>
  readonly find: (galleryId: number) => Promise<Gallery | undefined>
  /** In the order given; unknown ones are left out. */
  readonly findMany: (galleryIds: readonly number[]) => Promise<readonly Gallery[]>
  /** The whole chain of a gallery, oldest first; none where there is no such gallery. */
  readonly versions: (galleryId: number) => Promise<readonly Gallery[]>
  /** Those beyond the id, by ascending id. */
  readonly after: (galleryId: number, page: GalleryPage) => Promise<readonly Gallery[]>
  readonly findByExternalId: (externalId: string) => Promise<Gallery | undefined>
  /** Whether a gallery has the cover of this hash: any, one that is not removed, or one of this member. */
  readonly hasCover: (hash: string, among?: CoverOwners) => Promise<boolean>
}

export type GalleryPage = {
  readonly state: GalleryState | 'all'
  readonly limit: number
  /** Of removed ones, only those of this member. */
  readonly removedOfMember?: number | undefined
}

export type CoverOwners = 'not removed' | { readonly ownerId: number }
