/**
 * What a list of galleries or torrents is narrowed by, each as two questions to the database: whether one row fits,
 * and, where an index can tell, which rows fit. Rows are asked by their id alone, because in a join the engines
 * might begin with the wrong table.
 */
import { type RawBuilder, sql } from 'kysely'

type Ids = RawBuilder<{ readonly id: number }>

export type Narrowing = {
  /** Tells it from every other, for remembering how many fit. */
  readonly key: string
  readonly fits: (id: RawBuilder<unknown>) => RawBuilder<boolean>
  /** The `id` of each that fits, each once. Undefined where all rows would be looked at. */
  readonly ids?: Ids | undefined
  /** Rows of which there are as many as `ids`, or more, and which are found without a join; `ids` where it is left out. */
  readonly counted?: RawBuilder<unknown> | undefined
  /**
   * What holds for all that fit, where the list is in the order of this column: an index in that order begins and ends with
   * it, or leaves out the others.
   */
  readonly bounds?: readonly Bound[]
  /** Asked last of a row: the words of it are long, or it takes other rows. */
  readonly isDear?: boolean
  /** Whether an index alone counts those that fit. */
  readonly isCountable?: boolean
}

type Bound = {
  readonly column: string
  readonly condition: RawBuilder<boolean>
  /** It leaves one value of the column. */
  readonly isOneValue?: boolean
}

/** One of the two tables that lists are of, and its rows that the list can have at all. */
export type CatalogueTable = {
  readonly name: 'galleries' | 'torrents'
  /** How every index of an order begins. */
  readonly part: RawBuilder<boolean>
  /** What else of a row holds; an index would have to look at the row. */
  readonly condition: RawBuilder<boolean>
  /** The same, written so that an index alone can count those for which it holds. */
  readonly countCondition: RawBuilder<boolean>
  readonly key: string
}

export function nothing({ name }: CatalogueTable): Narrowing {
  const ids: Ids = sql`SELECT id FROM ${sql.table(name)} WHERE FALSE`
  return { key: 'nothing', fits: () => sql<boolean>`FALSE`, ids }
}

type ColumnFacts = Pick<Narrowing, 'key' | 'isCountable' | 'bounds'> & {
  /** By which a list can be ordered. */
  readonly column?: string
  /** Whether an index begins with the part of the table and goes on with the column, or begins with the column. */
  readonly index: 'after part' | 'alone'
}

/** A condition on a column of the table itself. */
export function columnNarrowing(
  { name, part }: CatalogueTable,
  condition: RawBuilder<boolean>,
  { key, column, index, isCountable = false, bounds = [] }: ColumnFacts,
): Narrowing {
  const table = sql.table(name)
  const own = sql.ref(`${name}.id`)
  const within = index === 'alone' ? condition : sql`${part} AND ${condition}`
  return {
    key,
    isCountable,
    fits: (id) => sql<boolean>`(SELECT ${condition} FROM ${table} WHERE ${own} = ${id})`,
    ids: sql`SELECT ${own} AS id FROM ${table} WHERE ${within}`,
    bounds: column === undefined ? bounds : [...bounds, { column, condition }],
  }
}

/** What a row is asked, one after the other. */
export function fitsInOrder(
  narrowings: readonly Narrowing[],
  id: RawBuilder<unknown>,
): RawBuilder<boolean>[] {
  return narrowings
    .toSorted(({ isDear: one = false }, { isDear: other = false }) => Number(one) - Number(other))
    .map(({ fits }) => fits(id))
}

/** All that do not fit; an index knows where something is, not where it is not. */
export function without({ key, fits, isDear = false }: Narrowing): Narrowing {
  return { key: `not ${key}`, isDear, fits: (id) => sql<boolean>`NOT coalesce(${fits(id)}, FALSE)` }
}
