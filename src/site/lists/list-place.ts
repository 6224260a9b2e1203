/**
 * Where in a list a page stands. Pages are found by the key of a row, forwards or backwards from it; which numbers its
 * rows have is what the page before said:
 *
 *   ?after=MARK&from=51     ?before=MARK&from=1
 */
import { StorageError } from '#index/storage/storage-error'
import { queryText } from '../server/query-text.ts'

export type ListPlace = {
  /** The mark after or before which the page stands; undefined for the first. */
  readonly after: string | undefined
  readonly before: string | undefined
  /** The number of its first row, from 1. */
  readonly from: number
}

export const firstPlace: ListPlace = { after: undefined, before: undefined, from: 1 }

export const rowsPerPage = 50

/** The same list from its beginning. */
export function fromStart<Address extends ListPlace>(address: Address): Address {
  return { ...address, ...firstPlace }
}

/** The first page begins with the first row, whatever its address says. */
export function checkedPlace<Address extends ListPlace>(address: Address): Address {
  const isFirst = address.after === undefined && address.before === undefined
  return isFirst ? fromStart(address) : address
}

/** Of a query string as Fastify reads it. */
export function readListPlace(query: unknown): ListPlace {
  const from = queryText(query, 'from') ?? ''
  return {
    after: queryText(query, 'after'),
    before: queryText(query, 'before'),
    from: /^[1-9]\d{0,8}$/.test(from) ? Number(from) : 1,
  }
}

/** The part of an address that `readListPlace` reads. */
export function placeQuery({ after, before, from = 1 }: Partial<ListPlace>): QueryValues {
  return { after, before, from: from === 1 ? undefined : String(from) }
}

export type QueryValues = Readonly<Record<string, string | undefined>>

/** `path` with the values that there are. */
export function queryHref(path: string, values: QueryValues): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') query.set(name, value)
  return query.size === 0 ? path : `${path}?${query.toString()}`
}

/** Rows from a mark on, in one direction. */
export type RowsFrom<Row> = (part: {
  readonly isDescending: boolean
  readonly after: string | undefined
  readonly limit: number
}) => Promise<{
  readonly rows: readonly Row[]
  readonly next: string | undefined
  readonly first: string | undefined
}>

export type FoundRows<Row> = {
  readonly rows: readonly Row[]
  /** Marks of the pages beside this one. */
  readonly newer: string | undefined
  readonly older: string | undefined
}

/** Undefined where the mark is not of such a list, or leads back to its beginning. */
export async function rowsAt<Row>(
  { after, before }: ListPlace,
  isDescending: boolean,
  read: RowsFrom<Row>,
): Promise<FoundRows<Row> | undefined> {
  try {
    if (before !== undefined)
      return backwards(
        await read({ isDescending: !isDescending, after: before, limit: rowsPerPage }),
      )
    const { rows, next, first } = await read({ isDescending, after, limit: rowsPerPage })
    return { rows, older: next, newer: after === undefined ? undefined : first }
  } catch (error) {
    if (error instanceof StorageError && error.code === 'invalid_page') return undefined
    throw error
  }
}

/** The list in the other direction, turned round. */
function backwards<Row>({
  rows,
  next,
  first,
}: Awaited<ReturnType<RowsFrom<Row>>>): FoundRows<Row> | undefined {
  return next === undefined ? undefined : { rows: rows.toReversed(), older: first, newer: next }
}

/** The numbers in an address that name rows, such as a member's id. */
export function readId(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined
}
