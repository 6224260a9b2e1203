/**
 * In which order a list stands, and which way. Each order has a natural way, names from A and everything else from the most;
 * an address names only what is otherwise:
 *
 *   ?sort=seeds&dir=up
 */
import { assert } from '#base/assert'
import type { Column } from '../components/table.ts'
import { queryText } from '../server/query-text.ts'
import type { QueryValues } from './list-place.ts'

export type ListSorting<Order extends string> = {
  readonly order: Order
  readonly isDescending: boolean
}

/** What addresses call the orders of a list; it is in the first one where its address names none. */
export type OrderNames<Order extends string> = Readonly<Record<Order, string>>

export function ordersOf<Order extends string>(names: OrderNames<Order>): readonly Order[] {
  return Object.keys(names) as Order[]
}

/** Of a query string as Fastify reads it. */
export function readSorting<Order extends string>(
  query: unknown,
  names: OrderNames<Order>,
): ListSorting<Order> {
  const orders = ordersOf(names)
  const named = queryText(query, 'sort')
  const order = orders.find((one) => names[one] === named) ?? firstOf(names)
  const direction = queryText(query, 'dir')
  const isDescending =
    direction === 'up' ? false : direction === 'down' || isNaturallyDescending(order)
  return { order, isDescending }
}

/** The part of an address that `readSorting` reads. */
export function sortingQuery<Order extends string>(
  sorting: Partial<ListSorting<Order>>,
  names: OrderNames<Order>,
): QueryValues {
  const { order = firstOf(names) } = sorting
  const isNatural = isNaturallyDescending(order)
  const { isDescending = isNatural } = sorting
  return {
    sort: order === firstOf(names) ? undefined : names[order],
    dir: isDescending === isNatural ? undefined : isDescending ? 'down' : 'up',
  }
}

/** Where the head of a column leads: to its order, or the other way round where the list is in it already. */
export function sortedBy<Order extends string>(
  now: ListSorting<Order>,
  order: Order,
): ListSorting<Order> {
  return {
    order,
    isDescending: order === now.order ? !now.isDescending : isNaturallyDescending(order),
  }
}

/** What the head of a column says of it. */
export function sortingColumn<Order extends string>(
  now: ListSorting<Order>,
  order: Order,
  sortHref: string,
): Pick<Column<never>, 'sortHref' | 'sorted'> {
  if (order !== now.order) return { sortHref }
  return { sortHref, sorted: now.isDescending ? 'descending' : 'ascending' }
}

function firstOf<Order extends string>(names: OrderNames<Order>): Order {
  const [first] = ordersOf(names)
  assert(first !== undefined, 'a list has an order')
  return first
}

function isNaturallyDescending(order: string): boolean {
  return order !== 'name' && order !== 'title'
}
