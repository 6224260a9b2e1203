/**
 * The galleries: everything that a person or a program can do with them, whichever way they come. What was answered is in
 * the database. Who may do what is asked at the door (pages, API), not here.
 */
import type { Gallery, GalleryFields, GalleryState } from './gallery.ts'
import { GalleryError } from './gallery-error.ts'
import type { GalleryOptions } from './gallery-options.ts'
import type { GalleryRegistration } from './gallery-registration.ts'
import type { AddedGallery, ChangedState, SeenStateChange } from './gallery-repository.ts'
import { checkedFields, checkedReason } from './gallery-rules.ts'
import { type GalleryOutcome, galleryLabel, registerGalleries } from './register-galleries.ts'
import { registerVersion, type VersionRegistration } from './register-version.ts'

/**
 * `actor` is who does it, for the audit log. All reject with GalleryError where what is asked cannot be
 * (`unknown_gallery`, `not_current`, `external_id_taken`, `invalid_gallery`, `invalid_cover`, `covers_busy`,
 * `unknown_owner`), and with StorageError when the database is away.
 */
export type Galleries = {
  /** Each for itself: one that is wrong keeps no other out. Outcomes are in the order given. */
  readonly register: (
    registrations: readonly GalleryRegistration[],
    actor: string,
  ) => Promise<readonly GalleryOutcome[]>
  readonly create: (fields: GalleryFields, owner: GalleryOwner, actor: string) => Promise<Gallery>
  /** A newer version of `galleryId`, which must be the newest of its chain; it takes the place of the one before. */
  readonly createVersion: (
    galleryId: number,
    fields: GalleryFields,
    actor: string,
  ) => Promise<Gallery>
  /** The same, with what another system calls it: a second one of the same is known, and changes nothing. */
  readonly registerVersion: (
    galleryId: number,
    version: VersionRegistration,
    actor: string,
  ) => Promise<AddedGallery>
  readonly edit: (
    galleryId: number,
    fields: Partial<GalleryFields>,
    actor: string,
  ) => Promise<Gallery>
  /** JPEG, PNG or WebP; undefined takes the cover away. */
  readonly setCover: (
    galleryId: number,
    picture: Uint8Array | undefined,
    actor: string,
  ) => Promise<Gallery>
  /**
   * Of all its versions, which share one. `reason` may be '' for `live` only. With `seen`, the state that its author acts
   * upon, it rejects with `not_current` where another is in force by now.
   */
  readonly setState: (
    galleryId: number,
    state: GalleryState,
    reason: string,
    actor: string,
    seen?: GalleryState,
  ) => Promise<Gallery>
  readonly find: (galleryId: number) => Promise<Gallery>
  /** Galleries in the order given; unknown ones are left out. */
  readonly findMany: (galleryIds: readonly number[]) => Promise<readonly Gallery[]>
  /** What another system calls so: one or none. */
  readonly findExternal: (externalId: string) => Promise<readonly Gallery[]>
  /** Those beyond the id, by ascending id. */
  readonly after: (
    galleryId: number,
    page: { readonly state: GalleryState | 'all'; readonly limit: number },
  ) => Promise<readonly Gallery[]>
  /** All versions of the chain that a gallery belongs to, oldest first. */
  readonly versions: (galleryId: number) => Promise<readonly Gallery[]>
}

export type GalleryOwner = { readonly id: number }

export function createGalleries(options: GalleryOptions): Galleries {
  const { repository, clock, categories } = options
  const find = async (galleryId: number): Promise<Gallery> =>
    present(await repository.find(galleryId))
  const log = async (gallery: Gallery, entry: LogEntry): Promise<Gallery> => {
    const target = galleryLabel(gallery)
    await options.audit.append([{ at: clock.nowSeconds(), target, ...entry }])
    return gallery
  }

  return {
    find,
    findMany: (galleryIds) => repository.findMany(galleryIds),
    findExternal: async (externalId) => {
      const gallery = await repository.findByExternalId(externalId)
      return gallery === undefined ? [] : [gallery]
    },
    after: (galleryId, page) => repository.after(galleryId, page),
    versions: async (galleryId) => {
      const versions = await repository.versions(galleryId)
      if (versions.length === 0) throw unknownGallery()
      return versions
    },
    register: (registrations, actor) => registerGalleries(registrations, options, actor),
    create: async (fields, owner, actor) => {
      const [result] = await registerGalleries([{ ...fields, owner }], options, actor)
      if (result === undefined) throw new Error('one gallery gave no outcome')
      if (result.outcome === 'refused') throw result.error
      return result.gallery
    },
    createVersion: async (galleryId, fields, actor) => {
      const version = { ...fields, externalId: undefined }
      return (await registerVersion(await find(galleryId), version, options, actor)).gallery
    },
    registerVersion: async (galleryId, version, actor) =>
      await registerVersion(await find(galleryId), version, options, actor),
    edit: async (galleryId, given, actor) => {
      const before = await find(galleryId)
      const fields = checkedFields({ ...before, ...given }, [...categories(), before.category])
      const changed = changedFields(before, fields)
      if (changed.length === 0) return before
      const gallery = present(await repository.setFields(galleryId, fields))
      return await log(gallery, { actor, action: 'gallery.edit', detail: changed.join(', ') })
    },
    setCover: async (galleryId, picture, actor) => {
      const before = await find(galleryId)
      if (picture === undefined && before.cover === undefined) return before
      const gallery = await exchangeCover(options, before, picture)
      if (gallery.cover?.hash === before.cover?.hash) return gallery
      const detail = gallery.cover === undefined ? 'taken away' : gallery.cover.hash
      return await log(gallery, { actor, action: 'gallery.cover', detail })
    },
    setState: async (galleryId, state, given, actor, seen) => {
      const reason = checkedReason(given, state)
      const before = await find(galleryId)
      if (before.state === state) return before
      const change = { state, reason, at: clock.nowSeconds(), seen: seen ?? before.state }
      const { outcome, gallery } = await storeState(options, galleryId, change)
      if (outcome === 'kept') return gallery
      return await log(gallery, { actor, action: stateActions[state], detail: reason })
    },
  }
}

type LogEntry = { readonly actor: string; readonly action: string; readonly detail: string }

const stateActions: Readonly<Record<GalleryState, string>> = {
  live: 'gallery.restore',
  expunged: 'gallery.expunge',
  removed: 'gallery.remove',
}

/** `kept` where somebody else has just done the same. */
async function storeState(
  { repository }: GalleryOptions,
  galleryId: number,
  change: SeenStateChange,
): Promise<ChangedState> {
  const stored = await repository.setState(galleryId, change)
  if (stored === undefined) throw unknownGallery()
  if (stored.gallery.state !== change.state) throw isOtherwise(stored.gallery)
  return stored
}

async function exchangeCover(
  { repository, covers }: GalleryOptions,
  { id }: Gallery,
  picture: Uint8Array | undefined,
): Promise<Gallery> {
  const pictures = picture && (await covers.make(picture))
  return await covers.exchange({
    pictures,
    store: async () => {
      const replaced = (await repository.find(id))?.cover?.hash
      return { result: present(await repository.setCover(id, pictures?.cover)), replaced }
    },
    isUsed: (hash) => repository.hasCover(hash),
  })
}

const fieldNames = ['title', 'originalTitle', 'category', 'tags', 'description', 'pages'] as const

function changedFields(before: GalleryFields, after: GalleryFields): readonly string[] {
  return fieldNames.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

function present(gallery: Gallery | undefined): Gallery {
  if (gallery === undefined) throw unknownGallery()
  return gallery
}

function unknownGallery(): GalleryError {
  return new GalleryError('unknown_gallery', 'there is no such gallery; look for it in the list')
}

/** Somebody else was faster. */
function isOtherwise({ state }: Gallery): GalleryError {
  return new GalleryError(
    'not_current',
    `this gallery is ${state} by now; look at its page before you change that`,
  )
}
