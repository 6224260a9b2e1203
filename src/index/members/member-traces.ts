/**
 * What the rest of the database keeps under the number of a member: galleries, torrents, and what was moved. For the
 * export of it; a page at a time.
 */

export const traceKinds = ['galleries', 'torrents', 'statistics', 'sessions', 'days'] as const
export type TraceKind = (typeof traceKinds)[number]

export type TracePage = {
  /** As they are told: names in snake case, times as unix seconds. */
  readonly rows: readonly object[]
  /** Where the next page begins; undefined on the last one. */
  readonly next: number | undefined
}

export type MemberTraces = {
  /** `after` is 0 or `next` of the page before. Rejects with StorageError. */
  readonly page: (
    kind: TraceKind,
    memberId: number,
    after: number,
    limit: number,
  ) => Promise<TracePage>
}
