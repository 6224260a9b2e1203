/** Which known tables a dump has, with how many rows, and so in which way its torrents are put together. */
import type { KnownTable, TableMatch } from './known-tables.ts'

type Role = KnownTable['role']

export class DumpSurvey {
  readonly #tables = new Map<string, { readonly match: TableMatch; rows: number }>()

  count(match: TableMatch): void {
    const table = this.#tables.get(match.table) ?? { match, rows: 0 }
    table.rows++
    this.#tables.set(match.table, table)
  }

  /** Rows of all tables of this role. */
  rows(role: Role): number {
    return this.#known.reduce(
      (sum, { match, rows }) => (match.known.role === role ? sum + rows : sum),
      0,
    )
  }

  /** Whether there is a list of torrents and something beside it that says more of them. */
  get hasSides(): boolean {
    return this.rows('torrents') > 0 && this.#known.some(({ match }) => this.isSide(match))
  }

  /** Whether the table says more of torrents that are listed in another one. */
  isSide(match: TableMatch): boolean {
    if (match.known.role !== 'titles') return match.known.role === 'counts'
    return this.#known.some(({ match: other }) => pointsTo(other, match))
  }

  describe(): string[] {
    return this.#known
      .filter(({ match }) => match.known.role !== 'titles' || this.isSide(match))
      .map(({ match, rows }) => `table ${match.table} (${match.known.of}), rows: ${rows}`)
  }

  get #known(): { readonly match: TableMatch; readonly rows: number }[] {
    return [...this.#tables.values()]
  }
}

/** A forum's topics, for one, matter only where torrents point to them. */
function pointsTo(from: TableMatch, to: TableMatch): boolean {
  return (
    from.known.role === 'torrents' &&
    (['groupId', 'topicId'] as const).some(
      (field) => from.places.has(field) && to.places.has(field),
    )
  )
}
