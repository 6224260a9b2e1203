/**
 * Pages of a search, in the order of a column. There are two ways to a page, and each is fast where the other is slow:
 *
 *   gather   all torrents with the words, by the index of words; then put in order      5 µs for each that is found
 *   walk     torrents in their order, by its index; look at the words of each            3 µs for each that is passed
 *
 * (SQLite; PostgreSQL takes twice as long.) Of a million torrents a word that half of them have is found by walking past
 * a hundred, and gathered in two seconds; one that is in ten is gathered at once, and found by walking past all. Where
 * they meet is `gatheredMax`. A walk past torrents that are far from alike (an order by time, and a word of last year)
 * is broken off, and then all are gathered. No plan is left to the engines, which know nothing of this.
 */
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { SearchTerm } from '#index/search/search-query'
import type { TorrentPage, TorrentQuery } from '#index/torrents/torrent-repository'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { type PageMark, writePageMark } from './page-mark.ts'
import { areWanted } from './search-terms.ts'
import { keyColumns, markOf, type OneState, statesOf } from './torrent-order.ts'
import { torrentColumns, torrentOf } from './torrent-row.ts'
import { gatheredMax, type TorrentTotals } from './torrent-totals.ts'
import { wordsFit } from './words-fit.ts'

export type SearchParts = {
  readonly reader: Kysely<Tables>
  readonly search: SearchDialect
  readonly totals: TorrentTotals
}

/** A search that was read. */
type Search = SearchParts & {
  readonly query: TorrentQuery
  readonly terms: readonly SearchTerm[]
  readonly mark: PageMark | undefined
  readonly direction: 'asc' | 'desc'
}

/** Where a torrent stands in the order. */
type Place = { readonly id: number; readonly key: number | string }

/** Torrents that a walk passes in one stretch before it is given up: a tenth of a second. */
const walkedMax = 40_000

/** Throws StorageError `invalid_page` when `query.after` is not the mark of a page in this order. */
export async function searchTorrents(
  parts: SearchParts,
  query: TorrentQuery,
  terms: readonly SearchTerm[],
): Promise<TorrentPage> {
  const { order, limit, isDescending } = query
  assert(limit >= 1 && limit <= storagePageMax, 'the page has an impossible length')
  const direction = isDescending ? 'desc' : 'asc'
  const places = await findPlaces({ ...parts, query, terms, mark: markOf(query), direction })
  const here = places.slice(0, limit)
  const [first] = here
  const last = places.length > limit ? here.at(-1) : undefined
  return {
    torrents: await torrentsAt(parts.reader, here),
    next: last && writePageMark({ ...last, order }),
    first: first && writePageMark({ ...first, order }),
  }
}

/** One more than the page has, if there is one. */
async function findPlaces(search: Search): Promise<readonly Place[]> {
  const { reader, totals, query, terms } = search
  if (!areWanted(terms)) return (await walkAll(search, Infinity)) ?? []
  const matches = await totals.matches(reader, terms)
  if (matches <= gatheredMax) return await gather(search)
  const past = Math.max(walkedMax, query.limit)
  return (await walkAll(search, past)) ?? (await gather(search))
}

async function gather({ reader, search, ...rest }: Search): Promise<readonly Place[]> {
  const { query, terms, mark, direction } = rest
  const column = sql.ref(`torrents.${keyColumns[query.order]}`)
  const beyond = sql.raw(direction === 'desc' ? '<' : '>')
  const isInState = query.state === 'all' ? sql`TRUE` : sql`torrents.state = ${query.state}`
  const isBeyond =
    mark === undefined
      ? sql`TRUE`
      : sql`(${column} ${beyond} ${mark.key} OR (${column} = ${mark.key} AND torrents.id ${beyond} ${mark.id}))`
  const { rows } = await sql<Place>`
    SELECT torrents.id AS id, ${column} AS key
    FROM ${search.first(search.ids(terms, 'torrent_words'))} AS matched CROSS JOIN torrents
    WHERE torrents.id = matched.id AND ${isInState} AND ${isBeyond}
    ORDER BY key ${sql.raw(direction)}, id ${sql.raw(direction)}
    LIMIT ${query.limit + 1}`.execute(reader)
  return rows
}

/** Each state has its stretch of each index. Undefined where it leads past more than `pastMax`. */
async function walkAll(search: Search, pastMax: number): Promise<readonly Place[] | undefined> {
  const { state, limit } = search.query
  const all: Place[] = []
  for (const one of statesOf(state)) {
    const places = await walk(search, one, pastMax)
    if (places === undefined) return undefined
    all.push(...places)
  }
  const sign = search.query.isDescending ? -1 : 1
  return all.toSorted((one, other) => sign * comparePlaces(one, other)).slice(0, limit + 1)
}

async function walk(
  search: Search,
  state: OneState,
  pastMax: number,
): Promise<readonly Place[] | undefined> {
  const places: Place[] = []
  for (const stretch of stretchesOf(search, state)) {
    places.push(...(await walkStretch(search, stretch, pastMax)))
    if (places.length > search.query.limit) return places
    if (!(await isWithin(search.reader, stretch, pastMax))) return undefined
  }
  return places
}

type Stretch = SelectQueryBuilder<Tables, 'torrents', { id: number; key: number | string }>

/** After a mark these are two: those with the same value and a later id, then those beyond the value. */
function stretchesOf({ reader, query, mark, direction }: Search, state: OneState): Stretch[] {
  const name = keyColumns[query.order]
  const rows = reader
    .selectFrom('torrents')
    .select(['id', (torrent) => torrent.ref(name).as('key')])
    .where('state', '=', state)
    .orderBy(name, direction)
    .orderBy('id', direction)
  if (mark === undefined) return [rows]
  const [column, beyond] = [sql.ref(name), sql.raw(direction === 'desc' ? '<' : '>')]
  return [
    rows.where(sql<boolean>`${column} = ${mark.key} AND id ${beyond} ${mark.id}`),
    rows.where(sql<boolean>`${column} ${beyond} ${mark.key}`),
  ]
}

async function walkStretch(
  { reader, search, terms, query, direction }: Search,
  stretch: Stretch,
  pastMax: number,
): Promise<readonly Place[]> {
  const bounded = pastMax === Infinity ? stretch : stretch.limit(pastMax)
  return await reader
    .selectFrom(bounded.as('passed'))
    .select(['passed.id', 'passed.key'])
    .where(wordsFit(search, sql.ref('passed.id'), terms, 'torrent_words'))
    .orderBy('key', direction)
    .orderBy('id', direction)
    .limit(query.limit + 1)
    .execute()
}

async function isWithin(
  reader: Kysely<Tables>,
  stretch: Stretch,
  pastMax: number,
): Promise<boolean> {
  if (pastMax === Infinity) return true
  const rows = await reader
    .selectFrom(stretch.limit(pastMax + 1).as('passed'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return rows.count <= pastMax
}

/** As the databases order them: names by their bytes. */
function comparePlaces(one: Place, other: Place): number {
  const byKey =
    typeof one.key === 'number' && typeof other.key === 'number'
      ? one.key - other.key
      : Buffer.compare(Buffer.from(String(one.key)), Buffer.from(String(other.key)))
  return byKey === 0 ? one.id - other.id : byKey
}

/** In the order of `places`; one that was forgotten meanwhile is left out. */
async function torrentsAt(
  reader: Kysely<Tables>,
  places: readonly Place[],
): Promise<TorrentPage['torrents']> {
  if (places.length === 0) return []
  const ids = places.map(({ id }) => id)
  const rows = await reader
    .selectFrom('torrents')
    .select(torrentColumns)
    .where('id', 'in', ids)
    .execute()
  const torrents = new Map(rows.map((row) => [row.id, torrentOf(row)]))
  return ids.flatMap((id) => torrents.get(id) ?? [])
}
