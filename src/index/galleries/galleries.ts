/**
 * The galleries: everything that a person or a program can do with them, whichever way they come. What was answered is in
 * the database. Who may do what is asked at the door (pages, API), not here.
 */
import type { AuditEntry, EntriesOf } from '#index/audit/audit-repository'
import type { Gallery, GalleryFields, GalleryState } from './gallery.ts'
import { GalleryError } from './gallery-error.ts'
import type { GalleryOptions } from './gallery-options.ts'
import type { GalleryRegistration } from './gallery-registration.ts'
import type {
  AddedGallery,
  ChangedFields,
  ChangedState,
  CoverOwners,
  GalleryPage,
  SeenStateChange,
} from './gallery-repository.ts'
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
  /** What is not among `fields` stays as it is, also where somebody else has just changed it. */
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
  readonly after: (galleryId: number, page: GalleryPage) => Promise<readonly Gallery[]>
  /** All versions of the chain that a gallery belongs to, oldest first. */
  readonly versions: (galleryId: number) => Promise<readonly Gallery[]>
  /** Whether one of these galleries has the cover of this hash. */
  readonly hasCover: (hash: string, among: CoverOwners) => Promise<boolean>
}

export type GalleryOwner = { readonly id: number }

export function createGalleries(options: GalleryOptions): Galleries {
  const { repository, clock, categories } = options
  const find = async (galleryId: number): Promise<Gallery> =>
    present(await repository.find(galleryId))
  const entryOf = (gallery: Gallery, entry: LogEntry): AuditEntry => {
    return { at: clock.nowSeconds(), target: galleryLabel(gallery), ...entry }
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
    hasCover: (hash, among) => repository.hasCover(hash, among),
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
      const seen = await find(galleryId)
      const fields = checkedFields({ ...seen, ...given }, [...categories(), seen.category])
      if (changedFields(seen, fields).length === 0) return seen
      const log: EntriesOf<ChangedFields> = ({ before, gallery }) => {
        const detail = changedFields(before, gallery).join(', ')
        return detail === '' ? [] : [entryOf(gallery, { actor, action: 'gallery.edit', detail })]
      }
      const stored = await repository.setFields(galleryId, namedFields(fields, given), log)
      return present(stored?.gallery)
    },
    setCover: async (galleryId, picture, actor) => {
      const before = await find(galleryId)
      if (picture === undefined && before.cover === undefined) return before
      return await exchangeCover(options, before, picture, (gallery) => {
        if (gallery.cover?.hash === before.cover?.hash) return []
        const detail = gallery.cover === undefined ? 'taken away' : gallery.cover.hash
        return [entryOf(gallery, { actor, action: 'gallery.cover', detail })]
      })
    },
    setState: async (galleryId, state, given, actor, seen) => {
      const reason = checkedReason(given, state)
      const before = await find(galleryId)
      if (before.state === state) return before
      const change = { state, reason, at: clock.nowSeconds(), seen: seen ?? before.state }
      const entry = { actor, action: stateActions[state], detail: reason }
      return await storeState(options, galleryId, change, ({ outcome, gallery }) =>
        outcome === 'kept' ? [] : [entryOf(gallery, entry)],
      )
    },
  }
}

type LogEntry = { readonly actor: string; readonly action: string; readonly detail: string }

const stateActions: Readonly<Record<GalleryState, string>> = {
  live: 'gallery.restore',
  expunged: 'gallery.expunge',
  removed: 'gallery.remove',
}

/** As it was done, or as somebody else has just done the same. */
async function storeState(
  { repository }: GalleryOptions,
  galleryId: number,
  change: SeenStateChange,
  log: EntriesOf<ChangedState>,
): Promise<Gallery> {
  const gallery = present((await repository.setState(galleryId, change, log))?.gallery)
  if (gallery.state !== change.state) throw isOtherwise(gallery)
  return gallery
}

async function exchangeCover(
  { repository, covers }: GalleryOptions,
  { id }: Gallery,
  picture: Uint8Array | undefined,
  log: EntriesOf<Gallery>,
): Promise<Gallery> {
  const pictures = picture && (await covers.make(picture))
  return await covers.exchange({
    pictures,
    store: async () => {
      const replaced = (await repository.find(id))?.cover?.hash
      return { result: present(await repository.setCover(id, pictures?.cover, log)), replaced }
    },
    isUsed: (hash) => repository.hasCover(hash),
  })
}

const fieldNames = ['title', 'originalTitle', 'category', 'tags', 'description', 'pages'] as const

/** Those of `fields` that `given` names. */
function namedFields(
  fields: Required<GalleryFields>,
  given: Partial<GalleryFields>,
): Partial<GalleryFields> {
  return Object.fromEntries(
    fieldNames.filter((name) => name in given).map((name) => [name, fields[name]]),
  )
}

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
