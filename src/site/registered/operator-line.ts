/** The line below the header for those who look after the torrents: the lists with how many are in each, and their pages. */
import type { TorrentTotal } from '#index/torrents/torrent-repository'
import type { Torrents } from '#index/torrents/torrents'
import type { Filter } from '../components/page.ts'
import { formatCount } from '../format/format-count.ts'
import type { Texts } from '../texts/texts.ts'
import { type ListState, listHref } from './list-address.ts'

export const addPath = '/torrents/add'
export const overviewPath = '/overview'
export const auditPath = '/audit'

/** Where a visitor is: in a list, or on one of the pages. */
export type Place = ListState | typeof addPath | typeof overviewPath | typeof auditPath

export type ListTotals = Readonly<Record<ListState, TorrentTotal>>

const states: readonly ListState[] = ['live', 'banned', 'removed']

/** Of all lists with the words of a search. */
export async function listTotals(torrents: Torrents, search: string): Promise<ListTotals> {
  const [live, banned, removed] = await Promise.all(
    ['live', 'banned', 'removed'].map((state) =>
      torrents.total({ state: state as ListState, search }),
    ),
  )
  const none = { count: 0, isMore: false }
  return { live: live ?? none, banned: banned ?? none, removed: removed ?? none }
}

export type OperatorLineOptions = {
  readonly current: Place | undefined
  readonly totals?: ListTotals
  /** Kept from list to list. */
  readonly search?: string
}

export function operatorLine(texts: Texts, options: OperatorLineOptions): Filter[] {
  const words = texts.registered.operator
  const { current, totals, search = '' } = options
  const lists = states.map((state) => ({
    label: words.states[state],
    href: listHref({ state, search }),
    ...(totals === undefined ? {} : { count: totalText(texts, totals[state]) }),
    isCurrent: current === state,
  }))
  const pages = [
    { label: words.add, href: addPath },
    { label: words.overview, href: overviewPath },
    { label: words.audit, href: auditPath },
  ].map((link) => ({ ...link, isCurrent: current === link.href }))
  return [...lists, ...pages]
}

/** `1,204`, `over 5,000`. */
export function totalText(texts: Texts, { count, isMore }: TorrentTotal): string {
  const words = texts.registered.torrents
  const text = formatCount(texts.locale, count)
  if (!isMore) return text
  return count === 0 ? words.many : words.over(text)
}
