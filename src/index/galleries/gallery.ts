/**
 * A gallery as the index knows it. Times are unix seconds. A gallery has versions: each is a gallery of its own, linked
 * to the one before, and all of them share the announce address of the first, and a state.
 */

/**
 * `expunged`: voted out, found only by those who look for it; `removed`: taken out by staff or its owner. Nothing is
 * ever deleted, and the torrents of either keep working.
 */
export const galleryStates = ['live', 'expunged', 'removed'] as const
export type GalleryState = (typeof galleryStates)[number]

/** `namespace` may be ''. Both are in lower case. */
export type Tag = { readonly namespace: string; readonly name: string }

/** The picture that stands for a gallery, as files of the data directory. */
export type Cover = {
  /** SHA-256 of the larger picture in hex; names the files. */
  readonly hash: string
  /** Pixels of the larger one. */
  readonly width: number
  readonly height: number
}

/** What its owner writes of a gallery. */
export type GalleryFields = {
  readonly title: string
  /** In its own script, or ''. */
  readonly originalTitle: string
  /** One of `gallery.categories`. */
  readonly category: string
  readonly tags: readonly Tag[]
  /** Plain text, or ''. */
  readonly description: string
  readonly pages: number | undefined
}

export type Gallery = GalleryFields & {
  readonly id: number
  /** 10 letters and digits that stand beside the id in the address `/g/{id}/{key}`. */
  readonly key: string
  readonly cover: Cover | undefined
  readonly owner: { readonly id: number; readonly name: string }
  /** The id of the first version, which is in the announce address of all. */
  readonly announceId: number
  /** The version before this one. */
  readonly parentId: number | undefined
  /** The newest version; itself where it is that. */
  readonly currentId: number
  readonly postedAt: number
  readonly state: GalleryState
  /** Why it is not live, or ''. */
  readonly stateReason: string
  /** Since when it is not live. */
  readonly stateAt: number | undefined
  /** Live torrents of all its versions. */
  readonly torrentCount: number
  /** What another gallery system calls it; no two galleries have the same. */
  readonly externalId: string | undefined
}

/** The path of its page. */
export function galleryPath({ id, key }: Pick<Gallery, 'id' | 'key'>): string {
  return `/g/${id}/${key}`
}

export type CoverSize = 'large' | 'small'

/** The path of the picture: on a gallery's page, and in lists. */
export function coverPath({ hash }: Pick<Cover, 'hash'>, size: CoverSize): string {
  return `/covers/${hash}${size === 'small' ? '-small' : ''}.webp`
}
