/**
 * How many torrents a list has, and how many have the words of a search. Up to `gatheredMax` are counted exactly and
 * anew; of more, a search is told that they are more, and a list without a search has them counted once a minute.
 */
import { type Kysely, sql } from 'kysely'
import type { Clock } from '#base/clock'
import { torrentTotalsMax } from '#base/limits'
import type { SearchTerm } from '#index/search/search-query'
import type { TorrentQuery, TorrentTotal } from '#index/torrents/torrent-repository'
import type { SearchDialect } from '../search-dialect.ts'
import type { Tables } from '../tables.ts'
import { MinuteCache } from './minute-cache.ts'
import { areWanted, termsOf } from './search-terms.ts'
import { type OneState, statesOf } from './torrent-order.ts'
import { wordsFit } from './words-fit.ts'

/** Torrents with the words of a search up to which a page is gathered, and past which it is walked to. */
export const gatheredMax = 5000

/** Looked at of more: enough that `gatheredMax` of them are in the largest state. */
const sampledMax = 6000

/** What is counted in a few milliseconds. */
const cheapMax = 500

/** Of one search, or of those that were looked at. */
type ByState = { readonly counts: ReadonlyMap<OneState, number>; readonly isMore: boolean }

export class TorrentTotals {
  readonly #search: SearchDialect
  readonly #matches: MinuteCache<number>
  readonly #byState: MinuteCache<ByState>
  readonly #sizes: MinuteCache<number>
  readonly #walked: MinuteCache<TorrentTotal>

  constructor(search: SearchDialect, clock: Clock) {
    const room = { clock, entriesMax: torrentTotalsMax }
    this.#search = search
    this.#matches = new MinuteCache({ ...room, isDear: (count) => count > cheapMax })
    this.#byState = new MinuteCache({ ...room, isDear: (found) => sumOf(found) > cheapMax })
    this.#sizes = new MinuteCache({ ...room, isDear: (size) => size > gatheredMax })
    this.#walked = new MinuteCache({ ...room, isDear: () => true })
  }

  /** How many have the words, in all states; of more than `gatheredMax`, one more than that. */
  async matches(reader: Kysely<Tables>, terms: readonly SearchTerm[]): Promise<number> {
    const ids = sql`${this.#search.ids(terms, 'torrent_words')} LIMIT ${gatheredMax + 1}`
    return await this.#matches.get(keyOf(terms), async () => await countRows(reader, ids))
  }

  async total(
    reader: Kysely<Tables>,
    { state, search }: Pick<TorrentQuery, 'state' | 'search'>,
  ): Promise<TorrentTotal> {
    const terms = termsOf(search)
    if (terms.length > 0) return await this.#found(reader, terms, statesOf(state))
    const sizes = await Promise.all(statesOf(state).map((one) => this.#size(reader, one)))
    return { count: sizes.reduce((sum, size) => sum + size), isMore: false }
  }

  async #found(
    reader: Kysely<Tables>,
    terms: readonly SearchTerm[],
    states: readonly OneState[],
  ): Promise<TorrentTotal> {
    if (!areWanted(terms)) return await this.#passed(reader, terms, states)
    const found = await this.#countByState(reader, terms)
    const count = sumOf(found, states)
    if (!found.isMore) return { count, isMore: false }
    const [state, ...others] = states
    // Of a word that is everywhere, a state with few torrents is looked through.
    if (state !== undefined && others.length === 0)
      if ((await this.#size(reader, state)) <= gatheredMax)
        return await countFitting(reader, this.#search, terms, state)
    return { count: Math.min(count, gatheredMax), isMore: true }
  }

  /** Of words that are excluded only. */
  async #passed(
    reader: Kysely<Tables>,
    terms: readonly SearchTerm[],
    states: readonly OneState[],
  ): Promise<TorrentTotal> {
    const totals: TorrentTotal[] = []
    for (const state of states)
      totals.push(
        await this.#walked.get(`${state} ${keyOf(terms)}`, () =>
          countFitting(reader, this.#search, terms, state),
        ),
      )
    const count = totals.reduce((sum, total) => sum + total.count, 0)
    return { count, isMore: totals.some(({ isMore }) => isMore) }
  }

  async #countByState(reader: Kysely<Tables>, terms: readonly SearchTerm[]): Promise<ByState> {
    return await this.#byState.get(keyOf(terms), async () => {
      const ids = this.#search.ids(terms, 'torrent_words')
      const { rows } = await sql<{ state: OneState; count: number }>`
        SELECT state, count(*) AS count
        FROM ${this.#search.first(sql`${ids} LIMIT ${sampledMax}`)} AS matched CROSS JOIN torrents
        WHERE torrents.id = matched.id GROUP BY state`.execute(reader)
      const counts = new Map(rows.map(({ state, count }) => [state, count]))
      return { counts, isMore: sumOf({ counts }) > gatheredMax }
    })
  }

  async #size(reader: Kysely<Tables>, state: OneState): Promise<number> {
    return await this.#sizes.get(state, async () => {
      const rows = sql`SELECT 1 FROM torrents WHERE state = ${state}`
      const bounded = await countRows(reader, sql`${rows} LIMIT ${gatheredMax + 1}`)
      return bounded <= gatheredMax ? bounded : await countRows(reader, rows)
    })
  }
}

async function countFitting(
  reader: Kysely<Tables>,
  search: SearchDialect,
  terms: readonly SearchTerm[],
  state: OneState,
): Promise<TorrentTotal> {
  const rows = sql`
    SELECT 1 FROM torrents
    WHERE state = ${state} AND ${wordsFit(search, sql.ref('torrents.id'), terms, 'torrent_words')}
    LIMIT ${gatheredMax + 1}`
  const count = await countRows(reader, rows)
  return { count: Math.min(count, gatheredMax), isMore: count > gatheredMax }
}

async function countRows(reader: Kysely<Tables>, rows: ReturnType<typeof sql>): Promise<number> {
  const counted = sql<{ count: number }>`SELECT count(*) AS count FROM (${rows}) AS counted`
  return (await counted.execute(reader)).rows[0]?.count ?? 0
}

function sumOf(
  { counts }: Pick<ByState, 'counts'>,
  states: readonly OneState[] = [...counts.keys()],
): number {
  return states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0)
}

/** The same for the same terms, however they were typed. */
function keyOf(terms: readonly SearchTerm[]): string {
  return JSON.stringify(terms)
}
