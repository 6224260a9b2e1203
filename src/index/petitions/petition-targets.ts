/** What petitions are about: finds it, expunges it and brings it back by the services that everybody else uses. */
import type { Galleries } from '#index/galleries/galleries'
import type { Gallery } from '#index/galleries/gallery'
import { GalleryError } from '#index/galleries/gallery-error'
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { Expunging, Person, Petition, PetitionTarget } from './petition.ts'

/** A gallery is the newest version of its chain. */
export type Subject =
  | { readonly kind: 'torrent'; readonly torrent: GalleryTorrent }
  | { readonly kind: 'gallery'; readonly gallery: Gallery }

/** All reject as the services do. */
export type PetitionTargets = {
  readonly find: (target: PetitionTarget) => Promise<Subject | undefined>
  /** Gives it as it is then. */
  readonly expunge: (subject: Subject, reason: string, actor: string) => Promise<Subject>
  readonly restore: (subject: Subject, actor: string) => Promise<unknown>
}

export type PetitionTargetsOptions = {
  readonly torrents: Pick<GalleryTorrents, 'findById' | 'expunge' | 'restore'>
  readonly galleries: Pick<Galleries, 'find' | 'setState'>
}

export function createPetitionTargets({
  torrents,
  galleries,
}: PetitionTargetsOptions): PetitionTargets {
  return {
    find: async ({ kind, id }) => {
      try {
        if (kind === 'torrent') return { kind, torrent: await torrents.findById(id) }
        const first = await galleries.find(id)
        return { kind, gallery: await galleries.find(first.currentId) }
      } catch (error) {
        if (error instanceof GalleryError) return undefined
        throw error
      }
    },
    expunge: async (subject, reason, actor) => {
      const { kind } = subject
      if (kind === 'torrent')
        return { kind, torrent: await torrents.expunge(subject.torrent.id, reason, actor) }
      const { id, state } = subject.gallery
      return { kind, gallery: await galleries.setState(id, 'expunged', reason, actor, state) }
    },
    restore: async (subject, actor) => {
      if (subject.kind === 'torrent') return await torrents.restore(subject.torrent.id, actor)
      const { id, state } = subject.gallery
      return await galleries.setState(id, 'live', '', actor, state)
    },
  }
}

/** What a petition about it names. */
export function targetOf(subject: Subject): PetitionTarget {
  if (subject.kind === 'torrent') return { kind: 'torrent', id: subject.torrent.id }
  return { kind: 'gallery', id: subject.gallery.announceId }
}

/** Whether it is there for everybody. */
export function isInPlace(subject: Subject): boolean {
  if (subject.kind === 'torrent') return subject.torrent.tombstone === undefined
  return subject.gallery.state === 'live'
}

/** Undefined where it is in place, or taken out in another way. */
export function expungingOf(subject: Subject): Expunging | undefined {
  if (subject.kind === 'torrent') {
    const { tombstone } = subject.torrent
    return tombstone?.kind === 'expunged' ? tombstone : undefined
  }
  const { state, stateAt: at, stateReason: reason } = subject.gallery
  return state === 'expunged' && at !== undefined ? { at, reason } : undefined
}

/** Whether it is this petition that expunged it. */
export function isExpungedBy(
  subject: Subject,
  { expunging }: Pick<Petition, 'expunging'>,
): boolean {
  const now = expungingOf(subject)
  return now !== undefined && now.at === expunging?.at && now.reason === expunging.reason
}

/** The uploader, or the owner. */
export function ownerOf(subject: Subject): Person {
  return subject.kind === 'torrent' ? subject.torrent.uploader : subject.gallery.owner
}

export function nameOf(subject: Subject): string {
  return subject.kind === 'torrent' ? subject.torrent.name : subject.gallery.title
}
