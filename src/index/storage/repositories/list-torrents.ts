/**
 * Pages of the torrents in any order. Each state has its stretch of each index, so that a page costs the same
 * wherever it is. A page is merged from stretches that an index gives in order: one for each state, and after a mark
 * two, those with the value of the mark and a later id, and those beyond the value. (SQLite does not find a place among
 * equal values by comparing value and id as a pair.)
 */
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import { assert } from '#base/assert'
import { storagePageMax } from '#base/limits'
import type { TorrentPage, TorrentQuery } from '#index/torrents/torrent-repository'
import type { Tables } from '../tables.ts'
import { type PageMark, writePageMark } from './page-mark.ts'
import { keyColumns, markOf, statesOf } from './torrent-order.ts'
import { type TorrentRow, torrentColumns, torrentOf } from './torrent-row.ts'

type KeyedRow = TorrentRow & { readonly key: number | string }
type RowQuery = SelectQueryBuilder<Tables, 'torrents', KeyedRow>

/** Throws StorageError `invalid_page` when `query.after` is not the `next` of a page in this order. */
export async function listTorrents(
  reader: Kysely<Tables>,
  query: TorrentQuery,
): Promise<TorrentPage> {
  const { order, limit } = query
  assert(limit >= 1 && limit <= storagePageMax, 'the page has an impossible length')
  const mark = markOf(query)
  const rows = await merged(reader, query, stretches(reader, query, mark))
  const [first] = rows
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    torrents: rows.slice(0, limit).map(torrentOf),
    next: last && writePageMark({ order, key: last.key, id: last.id }),
    first: first && writePageMark({ order, key: first.key, id: first.id }),
  }
}

function stretches(
  reader: Kysely<Tables>,
  query: TorrentQuery,
  mark: PageMark | undefined,
): RowQuery[] {
  const { state, order, isDescending } = query
  const column = sql.ref(keyColumns[order])
  const beyond = sql.raw(isDescending ? '<' : '>')
  return statesOf(state)
    .map((one) => rowsOf(reader, query).where('state', '=', one))
    .flatMap((rows) => {
      if (mark === undefined) return [rows]
      const equal = sql<boolean>`${column} = ${mark.key} AND id ${beyond} ${mark.id}`
      return [rows.where(equal), rows.where(sql<boolean>`${column} ${beyond} ${mark.key}`)]
    })
}

/** One more than the page has, which shows whether another follows. */
function rowsOf(
  reader: Kysely<Tables>,
  { order, isDescending, limit }: Pick<TorrentQuery, 'order' | 'isDescending' | 'limit'>,
): RowQuery {
  const column = keyColumns[order]
  const direction = isDescending ? 'desc' : 'asc'
  return reader
    .selectFrom('torrents')
    .select(torrentColumns)
    .select((torrent) => torrent.ref(column).as('key'))
    .orderBy(column, direction)
    .orderBy('id', direction)
    .limit(limit + 1)
}

async function merged(
  reader: Kysely<Tables>,
  { isDescending, limit }: TorrentQuery,
  [first, ...others]: readonly RowQuery[],
): Promise<KeyedRow[]> {
  assert(first !== undefined, 'there is one stretch at least')
  if (others.length === 0) return await first.execute()
  const direction = isDescending ? 'desc' : 'asc'
  // Neither engine takes an order or a limit inside a union, except of a table.
  const table = (rows: RowQuery) => reader.selectFrom(rows.as('stretch')).selectAll()
  return await others
    .reduce((union, rows) => union.unionAll(table(rows)), table(first))
    .orderBy('key', direction)
    .orderBy('id', direction)
    .limit(limit + 1)
    .execute()
}
