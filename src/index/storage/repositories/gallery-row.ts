/** Galleries as rows of their table, with the names of their owners and their tags, and back. */
import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely'
import type { Cover, Gallery, GalleryFields, Tag } from '#index/galleries/gallery'
import type { NewGallery, StateChange } from '#index/galleries/gallery-repository'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'

const columns = [
  'galleries.id',
  'galleries.key',
  'galleries.external_id',
  'galleries.owner_id',
  'galleries.title',
  'galleries.original_title',
  'galleries.category',
  'galleries.description',
  'galleries.pages',
  'galleries.cover_hash',
  'galleries.cover_width',
  'galleries.cover_height',
  'galleries.announce_id',
  'galleries.parent_id',
  'galleries.current_id',
  'galleries.posted_at',
  'galleries.state',
  'galleries.state_reason',
  'galleries.state_at',
  'galleries.torrent_count',
] as const

type WithoutTable<Column> = Column extends `galleries.${infer Name}` ? Name : never
type Row = Selectable<Tables['galleries']>

export type GalleryRow = Pick<Row, WithoutTable<(typeof columns)[number]>> & {
  readonly owner_name: string
}

/** Rows that `galleriesOf` reads; conditions and an order are added to it. */
export function selectGalleries(
  database: Kysely<Tables>,
): SelectQueryBuilder<Tables, 'galleries' | 'members', GalleryRow> {
  return database
    .selectFrom('galleries')
    .innerJoin('members', 'members.id', 'galleries.owner_id')
    .select(columns)
    .select('members.name as owner_name')
}

/** With their tags, in the order of the rows. */
export async function galleriesOf(
  database: Kysely<Tables>,
  rows: readonly GalleryRow[],
): Promise<Gallery[]> {
  const tags = await tagsOf(
    database,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => galleryOf(row, tags.get(row.id) ?? []))
}

/** In the order given; unknown ones are left out. */
export async function readGalleries(
  database: Kysely<Tables>,
  galleryIds: readonly number[],
): Promise<Gallery[]> {
  const found = new Map<number, Gallery>()
  for (const chunk of chunksOf([...new Set(galleryIds)], 1)) {
    const rows = await selectGalleries(database).where('galleries.id', 'in', chunk).execute()
    for (const gallery of await galleriesOf(database, rows)) found.set(gallery.id, gallery)
  }
  return galleryIds.flatMap((id) => found.get(id) ?? [])
}

export async function tagsOf(
  database: Kysely<Tables>,
  galleryIds: readonly number[],
): Promise<Map<number, Tag[]>> {
  const tags = new Map<number, Tag[]>()
  for (const chunk of chunksOf(galleryIds, 1)) {
    const rows = await database
      .selectFrom('gallery_tags')
      .select(['gallery_id', 'namespace', 'name'])
      .where('gallery_id', 'in', chunk)
      .orderBy('gallery_id')
      .orderBy('namespace')
      .orderBy('name')
      .execute()
    for (const { gallery_id, namespace, name } of rows) {
      const known = tags.get(gallery_id)
      if (known === undefined) tags.set(gallery_id, [{ namespace, name }])
      else known.push({ namespace, name })
    }
  }
  return tags
}

function galleryOf(row: GalleryRow, tags: readonly Tag[]): Gallery {
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    originalTitle: row.original_title,
    category: row.category,
    tags,
    description: row.description,
    pages: row.pages ?? undefined,
    cover: coverOf(row),
    owner: { id: row.owner_id, name: row.owner_name },
    announceId: row.announce_id,
    parentId: row.parent_id ?? undefined,
    currentId: row.current_id,
    postedAt: row.posted_at,
    state: row.state,
    stateReason: row.state_reason,
    stateAt: row.state_at ?? undefined,
    torrentCount: row.torrent_count,
    externalId: row.external_id ?? undefined,
  }
}

function coverOf({ cover_hash, cover_width, cover_height }: GalleryRow): Cover | undefined {
  if (cover_hash === null || cover_width === null || cover_height === null) return undefined
  const hash = Buffer.from(cover_hash).toString('hex')
  return { hash, width: cover_width, height: cover_height }
}

type CoverColumns = Pick<Row, 'cover_hash' | 'cover_width' | 'cover_height'>

export function coverColumns(cover: Cover | undefined): CoverColumns {
  if (cover === undefined) return { cover_hash: null, cover_width: null, cover_height: null }
  return {
    cover_hash: coverBytes(cover.hash),
    cover_width: cover.width,
    cover_height: cover.height,
  }
}

export function coverBytes(hash: string): Uint8Array {
  return new Uint8Array(Buffer.from(hash, 'hex'))
}

type FieldColumns = Pick<Row, 'title' | 'original_title' | 'category' | 'description' | 'pages'>

export function fieldColumns(fields: Omit<GalleryFields, 'tags'>): FieldColumns {
  return {
    title: storedText(fields.title),
    original_title: storedText(fields.originalTitle),
    category: storedText(fields.category),
    description: storedText(fields.description),
    pages: fields.pages ?? null,
  }
}

type NewColumns = FieldColumns &
  Pick<
    Row,
    'key' | 'owner_id' | 'posted_at' | 'external_id' | 'state' | 'state_reason' | 'state_at'
  >

export function newGalleryColumns(gallery: NewGallery): NewColumns {
  return {
    ...fieldColumns(gallery),
    key: gallery.key,
    owner_id: gallery.ownerId,
    posted_at: gallery.postedAt,
    external_id: gallery.externalId === undefined ? null : storedText(gallery.externalId),
    ...stateColumns(gallery.initialState ?? { state: 'live', reason: '', at: 0 }),
  }
}

type StateColumns = Pick<Row, 'state' | 'state_reason' | 'state_at'>

export function stateColumns({ state, reason, at }: StateChange): StateColumns {
  return { state, state_reason: storedText(reason), state_at: state === 'live' ? null : at }
}

export type TagRow = {
  readonly gallery_id: number
  readonly namespace: string
  readonly name: string
}

export function tagRows(galleryId: number, tags: readonly Tag[]): TagRow[] {
  return tags.map(({ namespace, name }) => ({
    gallery_id: galleryId,
    namespace: storedText(namespace),
    name: storedText(name),
  }))
}
