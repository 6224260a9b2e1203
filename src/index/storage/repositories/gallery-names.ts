/** What of a gallery words are made of: its titles and tags, where it stands in its chain, and whether it is removed. */
import type { Kysely } from 'kysely'
import type { GalleryTexts } from '#index/search/catalogue-words'
import type { Tables } from '../tables.ts'
import { chunksOf } from './chunks.ts'
import { tagsOf } from './gallery-row.ts'

export type GalleryNames = GalleryTexts & {
  readonly id: number
  readonly announceId: number
  readonly currentId: number
  readonly isRemoved: boolean
}

/** Those whose `column` is one of `values`. */
export async function readGalleryNames(
  database: Kysely<Tables>,
  column: 'id' | 'announce_id',
  values: readonly number[],
): Promise<GalleryNames[]> {
  const names: GalleryNames[] = []
  for (const chunk of chunksOf([...new Set(values)], 1)) {
    const rows = await database
      .selectFrom('galleries')
      .select(['id', 'title', 'original_title', 'announce_id', 'current_id', 'state'])
      .where(column, 'in', chunk)
      .execute()
    const tags = await tagsOf(
      database,
      rows.map(({ id }) => id),
    )
    for (const { id, title, original_title, announce_id, current_id, state } of rows)
      names.push({
        id,
        title,
        originalTitle: original_title,
        tags: tags.get(id) ?? [],
        announceId: announce_id,
        currentId: current_id,
        isRemoved: state === 'removed',
      })
  }
  return names
}
