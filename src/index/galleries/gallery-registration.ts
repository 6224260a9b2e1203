/** A gallery that is to be made, as another system has it: what it does not say is left out. */
import type { GalleryFields, GalleryState } from './gallery.ts'

export type GalleryRegistration = Partial<GalleryFields> & {
  readonly title: string
  /** A member, by id or by name in any case. */
  readonly owner: { readonly id: number } | { readonly name: string }
  /** Unix seconds; now where it is left out. */
  readonly postedAt?: number | undefined
  /** What the other system calls it; a second one of the same is the same gallery. */
  readonly externalId?: string | undefined
  /** What the other system calls the gallery that this is a newer version of. */
  readonly newerThan?: string | undefined
  /** Its id and its key, where it has an address already; a key needs an id. */
  readonly wantedId?: number | undefined
  readonly wantedKey?: string | undefined
  /** Live where it is left out; the others need a reason. */
  readonly state?: GalleryState | undefined
  readonly stateReason?: string | undefined
}
