/**
 * Stores a batch of galleries, to be called under the lock `add_galleries`. One whose external id is there already, also
 * within the batch, is known and stays as it is. They are taken in their order: each newer version by itself, and those
 * between two of these together.
 */
import type { Transaction } from 'kysely'
import { assert } from '#base/assert'
import type { GalleryAddition, NewGallery } from '#index/galleries/gallery-repository'
import type { Engine } from '../engine.ts'
import type { Tables } from '../tables.ts'
import { addGalleryVersion } from './add-gallery-version.ts'
import { lockChain } from './gallery-chain.ts'
import {
  conflictOf,
  findKnown,
  type GalleryPlace,
  type KnownGallery,
  knownPlace,
  readKnown,
  readTakenIds,
} from './gallery-place.ts'
import { readGalleries } from './gallery-row.ts'
import { insertGalleries } from './insert-galleries.ts'
import { storeGalleryWords } from './store-gallery-words.ts'

/** Outcomes are in the order given. */
export async function addGalleries(
  transaction: Transaction<Tables>,
  engine: Engine,
  galleries: readonly NewGallery[],
): Promise<GalleryAddition[]> {
  await lockChains(transaction, galleries)
  const places: GalleryPlace[] = []
  for (const run of runsOf(galleries)) places.push(...(await addRun(transaction, engine, run)))
  return await additionsOf(transaction, places)
}

/** The same of one. */
export async function additionOf(
  transaction: Transaction<Tables>,
  place: GalleryPlace,
): Promise<GalleryAddition> {
  const [addition] = await additionsOf(transaction, [place])
  assert(addition !== undefined, 'a gallery gave no outcome')
  return addition
}

async function additionsOf(
  transaction: Transaction<Tables>,
  places: readonly GalleryPlace[],
): Promise<GalleryAddition[]> {
  const ids = places.flatMap(({ id }) => id ?? [])
  const stored = new Map((await readGalleries(transaction, ids)).map((one) => [one.id, one]))
  return places.map((place): GalleryAddition => {
    const gallery = stored.get(place.id ?? 0)
    if (place.outcome === 'conflict')
      return { outcome: 'conflict', kind: place.kind, other: gallery }
    assert(gallery !== undefined, 'a gallery that was just added is not there')
    return { outcome: place.outcome, gallery }
  })
}

/** Of those that are to have newer versions, in the order in which everybody takes them. */
async function lockChains(
  transaction: Transaction<Tables>,
  galleries: readonly NewGallery[],
): Promise<void> {
  const parents = galleries.flatMap(({ newerThan }) => newerThan ?? [])
  const known = await readKnown(transaction, parents)
  const chains = new Set([...known.values()].map(({ announceId }) => announceId))
  for (const announceId of [...chains].toSorted((one, other) => one - other))
    await lockChain(transaction, announceId)
}

function* runsOf(galleries: readonly NewGallery[]): Generator<readonly NewGallery[]> {
  let run: NewGallery[] = []
  for (const gallery of galleries) {
    if (gallery.newerThan === undefined) {
      run.push(gallery)
      continue
    }
    if (run.length > 0) yield run
    run = []
    yield [gallery]
  }
  if (run.length > 0) yield run
}

async function addRun(
  transaction: Transaction<Tables>,
  engine: Engine,
  run: readonly NewGallery[],
): Promise<GalleryPlace[]> {
  const [first] = run
  if (first?.newerThan === undefined) return await addFirsts(transaction, engine, run)
  const parent = await findKnown(transaction, first.newerThan)
  if (parent === undefined) return [conflictOf('unknown_parent')]
  return [await addGalleryVersion(transaction, engine, parent.id, first)]
}

/** Those that are the first of their chains. */
async function addFirsts(
  transaction: Transaction<Tables>,
  engine: Engine,
  galleries: readonly NewGallery[],
): Promise<GalleryPlace[]> {
  const known = await readKnown(
    transaction,
    galleries.flatMap(({ externalId }) => externalId ?? []),
  )
  const taken = await readTakenIds(transaction, galleries)
  const fresh = freshOf(galleries, known, taken)
  const numbered = await insertGalleries(transaction, engine, fresh)
  await storeGalleryWords(transaction, engine.search, [...numbered.values()])
  for (const [{ externalId }, id] of numbered)
    if (externalId !== undefined) known.set(externalId, { id, announceId: id })
  return galleries.map((gallery): GalleryPlace => {
    const id = numbered.get(gallery)
    if (id !== undefined) return { outcome: 'added', id }
    const other = known.get(gallery.externalId ?? '')
    return other === undefined
      ? conflictOf('id_taken', gallery.wantedId)
      : knownPlace(gallery, other)
  })
}

/** Those that no other has the external id or the id of, neither there nor before them. */
function freshOf(
  galleries: readonly NewGallery[],
  known: ReadonlyMap<string, KnownGallery>,
  takenIds: ReadonlySet<number>,
): NewGallery[] {
  const seen = new Set(known.keys())
  const taken = new Set(takenIds)
  return galleries.filter(({ externalId, wantedId }) => {
    if (externalId !== undefined && seen.has(externalId)) return false
    if (wantedId !== undefined && taken.has(wantedId)) return false
    if (externalId !== undefined) seen.add(externalId)
    if (wantedId !== undefined) taken.add(wantedId)
    return true
  })
}
