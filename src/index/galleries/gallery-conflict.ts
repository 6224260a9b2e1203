/** What whoever adds a gallery is told where another is in its way. */
import { GalleryError, type GalleryErrorCode } from './gallery-error.ts'
import type { GalleryConflict, GalleryConflictKind, NewGallery } from './gallery-repository.ts'

type Wanted = Pick<NewGallery, 'externalId' | 'newerThan' | 'wantedId'>

export function conflictError({ kind, other }: GalleryConflict, wanted: Wanted): GalleryError {
  const { code, message } = answers[kind]
  const { wantedId = 0, externalId = '', newerThan } = wanted
  const called = other?.externalId === undefined ? '' : ` (external id ${shown(other.externalId)})`
  const texts: Texts = {
    id: `${wantedId}`,
    externalId: shown(externalId),
    before: newerThan === undefined ? 'this one' : shown(newerThan),
    otherId: `${other?.id}`,
    called,
    state: `${other?.state}`,
    newestId: `${other?.currentId}`,
  }
  return new GalleryError(code, message(texts))
}

/** The first three are of the gallery that is wanted, the others of the one in its way. */
type Texts = {
  readonly id: string
  readonly externalId: string
  /** What it is to be newer than. */
  readonly before: string
  readonly otherId: string
  /** What another system calls it, in brackets, or ''. */
  readonly called: string
  readonly state: string
  readonly newestId: string
}

type Answer = { readonly code: GalleryErrorCode; readonly message: (texts: Texts) => string }

const answers: Readonly<Record<GalleryConflictKind, Answer>> = {
  id_taken: {
    code: 'id_taken',
    message: ({ id, called }) =>
      `the id ${id} is taken by another gallery${called}; give another id, or leave it out`,
  },
  id_too_low: {
    code: 'invalid_gallery',
    message: ({ id, otherId }) =>
      `the id ${id} is below ${otherId}, which is that of the version before; give one above it, or leave it out`,
  },
  other_id: {
    code: 'id_taken',
    message: ({ id, externalId, otherId }) =>
      `${externalId} is here already as gallery ${otherId}, and ids do not change; give ${otherId} in the place of ${id}, or leave the id out`,
  },
  other_chain: {
    code: 'external_id_taken',
    message: ({ externalId, before, otherId }) =>
      `${externalId} is here already as gallery ${otherId}, which is no version of ${before}, and external ids do not change; remove gallery ${otherId} if it was made by mistake, and give the version another one`,
  },
  unknown_parent: {
    code: 'unknown_parent',
    message: ({ before }) =>
      `there is no gallery with the external id ${before} that this could be newer than; put that one before this, and look whether it was refused itself`,
  },
  not_current: {
    code: 'not_current',
    message: ({ otherId, called, newestId }) =>
      `gallery ${otherId}${called} has a newer version, ${newestId}; make the next one from that`,
  },
  // Or what was voted out would be back by another name.
  not_live: {
    code: 'not_current',
    message: ({ otherId, called, state }) =>
      `gallery ${otherId}${called} is ${state}; a newer version can be made when it is restored`,
  },
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40).toWellFormed())
}
