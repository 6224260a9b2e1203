/** What becomes of a new gallery, by the id of the one that it is, or that is in its way. */
import type { Transaction } from 'kysely'
import type {
  AddedGallery,
  GalleryConflictKind,
  NewGallery,
} from '#index/galleries/gallery-repository'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'

export type GalleryPlace =
  | { readonly outcome: AddedGallery['outcome']; readonly id: number }
  | {
      readonly outcome: 'conflict'
      readonly kind: GalleryConflictKind
      readonly id: number | undefined
    }

export type KnownGallery = { readonly id: number; readonly announceId: number }

export function conflictOf(kind: GalleryConflictKind, id?: number): GalleryPlace {
  return { outcome: 'conflict', kind, id }
}

/** Of one whose external id `other` has. */
export function knownPlace(
  { wantedId }: Pick<NewGallery, 'wantedId'>,
  { id }: KnownGallery,
): GalleryPlace {
  const isSame = wantedId === undefined || wantedId === id
  return isSame ? { outcome: 'known', id } : conflictOf('other_id', id)
}

/** What is stored already, by external id. */
export async function readKnown(
  transaction: Transaction<Tables>,
  externalIds: readonly string[],
): Promise<Map<string, KnownGallery>> {
  const known = new Map<string, KnownGallery>()
  for (const chunk of chunksOf(externalIds, 1)) {
    const rows = await transaction
      .selectFrom('galleries')
      .select(['id', 'external_id', 'announce_id'])
      .where('external_id', 'in', chunk)
      .execute()
    for (const { id, external_id, announce_id } of rows)
      if (external_id !== null) known.set(external_id, { id, announceId: announce_id })
  }
  return known
}

export async function findKnown(
  transaction: Transaction<Tables>,
  externalId: string | undefined,
): Promise<KnownGallery | undefined> {
  if (externalId === undefined) return undefined
  return (await readKnown(transaction, [externalId])).get(externalId)
}

/** Those of the ids that galleries have. */
export async function readTakenIds(
  transaction: Transaction<Tables>,
  galleries: readonly Pick<NewGallery, 'wantedId'>[],
): Promise<Set<number>> {
  const taken = new Set<number>()
  const wanted = galleries.flatMap(({ wantedId }) => wantedId ?? [])
  for (const chunk of chunksOf(wanted, 1)) {
    const rows = await transaction
      .selectFrom('galleries')
      .select('id')
      .where('id', 'in', chunk)
      .execute()
    for (const { id } of rows) taken.add(id)
  }
  return taken
}
