/** What stands below a list: which rows are shown, of how many, and the pages beside this one. */
import type { TorrentTotal } from '#index/torrents/torrent-repository'
import { pager } from '../components/pager.ts'
import { formatCount } from '../format/format-count.ts'
import type { Html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { type FoundRows, firstPlace, type ListPlace, rowsPerPage } from './list-place.ts'

export type ListRange = {
  readonly words: RangeWords
  readonly found: FoundRows<unknown>
  readonly place: ListPlace
  readonly total: TorrentTotal
  /** From the newest to the oldest. */
  readonly isByTime: boolean
  /** The same list at another place. */
  readonly hrefAt: (place: ListPlace) => string
}

export type RangeWords = {
  readonly showing: (first: string, last: string, total: string) => string
  readonly over: (count: string) => string
  /** Where nobody has counted them. */
  readonly many: string
}

export function listRange(texts: Texts, range: ListRange): Html {
  const { found, isByTime, hrefAt } = range
  const { newer, older, rows } = found
  const from = firstNumber(range)
  const before = Math.max(1, from - rowsPerPage)
  return pager(texts, {
    newerHref: newer && hrefAt({ ...firstPlace, before: newer, from: before }),
    olderHref: older && hrefAt({ ...firstPlace, after: older, from: from + rows.length }),
    isByTime,
    summary: rangeText(texts, range, from),
  })
}

/** As the address says, unless there are not as many: anybody can write an address. */
function firstNumber({ found, place, total }: ListRange): number {
  if (total.isMore || place.from <= total.count) return place.from
  return Math.max(1, total.count - found.rows.length + 1)
}

/** What stands on the page can be more than was counted a minute ago. */
function rangeText(texts: Texts, { words, found, total }: ListRange, from: number): string {
  const last = from + found.rows.length - 1
  const isLast = found.older === undefined
  const isCounted = isLast || !total.isMore || total.count > last
  const count = isLast ? last : Math.max(total.count, last)
  const number = (value: number): string => formatCount(texts.locale, value)
  const all = total.isMore && !isLast ? words.over(number(count)) : number(count)
  return words.showing(number(from), number(last), isCounted ? all : words.many)
}
