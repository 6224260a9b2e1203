/**
 * How many rows of a list an index says fit a narrowing, counted up to a limit, and how many rows a whole list has. What
 * took a while to count is remembered for a minute.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { assert } from '#base/assert'
import type { Clock } from '#base/clock'
import { torrentTotalsMax } from '#base/limits'
import type { TorrentTotal } from '#index/torrents/torrent-repository'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { type CatalogueTable, fitsInOrder, type Narrowing } from './catalogue-narrowing.ts'
import { MinuteCache } from './minute-cache.ts'
import { gatheredMax } from './torrent-totals.ts'

/** What is counted in a few milliseconds. */
const cheapMax = 500

/** Looked at where more than `gatheredMax` fit each narrowing. */
const sampledMax = 6000

export type Driven = Narrowing & { readonly ids: Ids }

/** What a list is gathered by. */
export type Driver = {
  readonly narrowing: Driven
  /** Of more than `gatheredMax`, one more than that. */
  readonly count: number
}

type Reader = Kysely<Tables>
type Ids = NonNullable<Narrowing['ids']>

export class CatalogueCounts {
  readonly #search: SearchDialect
  readonly #fitting: MinuteCache<number>
  readonly #totals: MinuteCache<TorrentTotal>

  constructor(search: SearchDialect, clock: Clock) {
    const room = { clock, entriesMax: torrentTotalsMax }
    this.#search = search
    this.#fitting = new MinuteCache({ ...room, isDear: (count) => count > cheapMax })
    this.#totals = new MinuteCache({ ...room, isDear: ({ count }) => count > cheapMax })
  }

  /** The narrowing with the fewest rows, as far as they are counted; of equal ones the first. */
  async bestDriver(
    reader: Reader,
    table: CatalogueTable,
    narrowings: readonly Narrowing[],
  ): Promise<Driver> {
    let best: Driver | undefined
    for (const narrowing of [...narrowings.filter(isDriven), wholePart(table)]) {
      const count = await this.#fit(reader, table, narrowing)
      if (best === undefined || count < best.count) best = { narrowing, count }
      if (count <= cheapMax) break
    }
    assert(best !== undefined, 'the whole table is always there')
    return best
  }

  async total(
    reader: Reader,
    table: CatalogueTable,
    narrowings: readonly Narrowing[],
  ): Promise<TorrentTotal> {
    const key = JSON.stringify([table.key, ...narrowings.map((one) => one.key).toSorted()])
    return await this.#totals.get(key, async () => await this.#count(reader, table, narrowings))
  }

  async #count(
    reader: Reader,
    table: CatalogueTable,
    narrowings: readonly Narrowing[],
  ): Promise<TorrentTotal> {
    const [first, ...others] = narrowings
    const { countCondition } = table
    if (first === undefined)
      return exactly(await countRows(reader, sql`${wholePart(table).ids} AND ${countCondition}`))
    if (others.length === 0 && first.isCountable === true && first.ids !== undefined)
      return exactly(await countRows(reader, sql`${first.ids} AND ${countCondition}`))
    const { narrowing, count } = await this.bestDriver(reader, table, narrowings)
    const isMore = count > gatheredMax
    const ids = isMore
      ? sql<{ readonly id: number }>`${narrowing.ids} LIMIT ${sampledMax}`
      : narrowing.ids
    const rows = gathered(
      this.#search,
      table,
      ids,
      narrowings.filter((one) => one !== narrowing),
    )
    const found = await countRows(reader, sql`SELECT 1 ${rows}`)
    return isMore ? { count: Math.min(found, gatheredMax), isMore } : exactly(found)
  }

  async #fit(
    reader: Reader,
    table: CatalogueTable,
    { key, ids, counted = ids }: Driven,
  ): Promise<number> {
    const bounded = sql`${counted} LIMIT ${gatheredMax + 1}`
    return await this.#fitting.get(`${table.key} ${key}`, () => countRows(reader, bounded))
  }
}

/** The rows of `ids` that are in the list and fit; what stands after SELECT. They are called `matched` too. */
export function gathered(
  search: SearchDialect,
  table: CatalogueTable,
  ids: Ids,
  narrowings: readonly Narrowing[],
): RawBuilder<unknown> {
  const name = sql.table(table.name)
  const fitting = fitsInOrder(narrowings, sql.ref('matched.id')).map((fits) => sql`AND ${fits}`)
  return sql`
    FROM ${search.first(ids)} AS matched CROSS JOIN ${name}
    WHERE ${sql.ref(`${table.name}.id`)} = matched.id AND ${table.part} AND ${table.condition}
      ${sql.join(fitting, sql` `)}`
}

/** Of a list with few rows, all of them. */
function wholePart({ name, part, key }: CatalogueTable): Driven {
  const ids: Ids = sql`SELECT id FROM ${sql.table(name)} WHERE ${part}`
  return { key: `all of ${key}`, fits: () => sql<boolean>`TRUE`, ids }
}

function isDriven(narrowing: Narrowing): narrowing is Driven {
  return narrowing.ids !== undefined
}

function exactly(count: number): TorrentTotal {
  return { count, isMore: false }
}

async function countRows(reader: Reader, rows: RawBuilder<unknown>): Promise<number> {
  const counted = sql<{ count: number }>`SELECT count(*) AS count FROM (${rows}) AS counted`
  return (await counted.execute(reader)).rows[0]?.count ?? 0
}
