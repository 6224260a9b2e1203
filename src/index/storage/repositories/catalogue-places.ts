/**
 * Where a page of galleries or torrents is, in the order of a column. As in `search-torrents.ts` there are two ways, each
 * fast where the other is slow:
 *
 *   gather   all that fit the narrowing with the fewest rows, by its index; then put in order
 *   walk     rows in their order, by its index; look at each whether it fits
 *
 * With up to `gatheredMax` rows it is gathered, else walked for a stretch; where that finds too little, gathered after
 * all. No plan is left to the engines.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { type CatalogueCounts, type Driver, gathered } from './catalogue-counts.ts'
import { type CatalogueTable, fitsInOrder, type Narrowing } from './catalogue-narrowing.ts'
import { type PageMark, writePageMark } from './page-mark.ts'
import { gatheredMax } from './torrent-totals.ts'

export type PlaceParts = {
  readonly reader: Kysely<Tables>
  readonly search: SearchDialect
  readonly counts: CatalogueCounts
}

/** A list that was read. */
export type PlaceQuery = {
  readonly table: CatalogueTable
  readonly narrowings: readonly Narrowing[]
  /** What it is called in marks. */
  readonly order: string
  /** The column of it. */
  readonly column: string
  readonly isDescending: boolean
  readonly mark: PageMark | undefined
  readonly limit: number
}

/** Where a row stands in the order. */
type Place = { readonly id: number; readonly key: number | string }

export type Places = {
  readonly ids: readonly number[]
  readonly next: string | undefined
  readonly first: string | undefined
}

type Parts = PlaceParts & PlaceQuery

/** Rows that a walk passes in one stretch before it is given up: a tenth of a second. */
const walkedMax = 40_000

export async function findPlaces(parts: PlaceParts, query: PlaceQuery): Promise<Places> {
  const { order, limit } = query
  assert(limit >= 1 && limit <= storagePageMax, 'the page has an impossible length')
  const places = await onePageMore({ ...parts, ...query })
  const here = places.slice(0, limit)
  const [first] = here
  const last = places.length > limit ? here.at(-1) : undefined
  return {
    ids: here.map(({ id }) => id),
    next: last && writePageMark({ ...last, order }),
    first: first && writePageMark({ ...first, order }),
  }
}

/** One more than the page has, if there is one. */
async function onePageMore(parts: Parts): Promise<readonly Place[]> {
  const { reader, counts, table, narrowings } = parts
  if (narrowings.length === 0) return (await walk(parts)) ?? []
  const driver = await counts.bestDriver(reader, table, narrowings)
  if (driver.count <= gatheredMax) return await gather(parts, driver)
  return (await walk(parts)) ?? (await gather(parts, driver))
}

async function gather(parts: Parts, { narrowing }: Driver): Promise<readonly Place[]> {
  const { reader, search, table, column, mark, limit } = parts
  const others = parts.narrowings.filter((one) => one !== narrowing)
  const key = sql.ref(`${table.name}.${column}`)
  const id = sql.ref(`${table.name}.id`)
  const { direction, beyond } = signs(parts)
  const isBeyond =
    mark === undefined
      ? sql`TRUE`
      : sql`(${key} ${beyond} ${mark.key} OR (${key} = ${mark.key} AND ${id} ${beyond} ${mark.id}))`
  const { rows } = await sql<Place>`
    SELECT matched.id AS id, ${key} AS key
    ${gathered(search, table, narrowing.ids, others)} AND ${isBeyond}
    ORDER BY key ${direction}, id ${direction}
    LIMIT ${limit + 1}`.execute(reader)
  return rows
}

/** Undefined where it leads past too many rows. */
async function walk(parts: Parts): Promise<readonly Place[] | undefined> {
  const places: Place[] = []
  for (const stretch of stretchesOf(parts)) {
    places.push(...(await walkStretch(parts, stretch)))
    if (places.length > parts.limit) return places.slice(0, parts.limit + 1)
    if (!(await isPassed(parts, stretch))) return undefined
  }
  return places
}

/** Rows in order, and whether all have the same key: then they are in the order of their ids. */
type Stretch = { readonly rows: RawBuilder<Place>; readonly isOneKey: boolean }

/** After a mark these are two: those with the same value and a later id, then those beyond the value. */
function stretchesOf(parts: Parts): Stretch[] {
  const { table, narrowings, column, mark } = parts
  const { direction, beyond } = signs(parts)
  const key = sql.ref(`${table.name}.${column}`)
  const id = sql.ref(`${table.name}.id`)
  const bounds = narrowings
    .flatMap((narrowing) => narrowing.bounds ?? [])
    .filter((bound) => bound.column === column)
  const bounded = bounds.map(({ condition }) => condition)
  const rowsWhere = (after: RawBuilder<unknown>): RawBuilder<Place> => sql`
    SELECT ${id} AS id, ${key} AS key FROM ${sql.table(table.name)}
    WHERE ${sql.join([table.part, table.condition, ...bounded, after], sql` AND `)}
    ORDER BY ${key} ${direction}, ${id} ${direction}`
  const isOneKey = bounds.some(({ isOneValue }) => isOneValue)
  if (mark === undefined) return [{ rows: rowsWhere(sql`TRUE`), isOneKey }]
  const equal = sql`${key} = ${mark.key} AND ${id} ${beyond} ${mark.id}`
  return [
    { rows: rowsWhere(equal), isOneKey: true },
    { rows: rowsWhere(sql`${key} ${beyond} ${mark.key}`), isOneKey },
  ]
}

/** Of its first rows, those that fit. */
async function walkStretch(
  { reader, narrowings, limit, ...rest }: Parts,
  { rows: stretch, isOneKey }: Stretch,
): Promise<readonly Place[]> {
  const { direction } = signs(rest)
  // Behind a limit of its own PostgreSQL would rather sort the whole table.
  if (narrowings.length === 0)
    return (await sql<Place>`${stretch} LIMIT ${limit + 1}`.execute(reader)).rows
  const fitting = fitsInOrder(narrowings, sql.ref('passed.id'))
  // PostgreSQL would sort all by a key that it knows to be one inside, and does not know to be one outside.
  const order = isOneKey ? sql`id ${direction}` : sql`key ${direction}, id ${direction}`
  const { rows } = await sql<Place>`
    SELECT passed.id AS id, passed.key AS key
    FROM (${stretch} LIMIT ${pastMax(limit)}) AS passed
    WHERE ${sql.join(fitting, sql` AND `)}
    ORDER BY ${order}
    LIMIT ${limit + 1}`.execute(reader)
  return rows
}

/** Whether all rows of the stretch were looked at. */
async function isPassed({ reader, narrowings, limit }: Parts, { rows }: Stretch): Promise<boolean> {
  if (narrowings.length === 0) return true
  const counted = sql<{ count: number }>`
    SELECT count(*) AS count FROM (${rows} LIMIT ${pastMax(limit) + 1}) AS passed`
  return ((await counted.execute(reader)).rows[0]?.count ?? 0) <= pastMax(limit)
}

function pastMax(limit: number): number {
  return Math.max(walkedMax, limit)
}

function signs({ isDescending }: Pick<PlaceQuery, 'isDescending'>): {
  readonly direction: RawBuilder<unknown>
  readonly beyond: RawBuilder<unknown>
} {
  return isDescending
    ? { direction: sql`desc`, beyond: sql`<` }
    : { direction: sql`asc`, beyond: sql`>` }
}
