/** Who changed what, and when: a log that is only ever added to. */

export type AuditEntry = {
  /** Unix seconds. */
  readonly at: number
  /** Who: `operator` (command line and control socket), `token 3`, `housekeeping`. */
  readonly actor: string
  /** What, such as `torrent.ban`. */
  readonly action: string
  /** To what: an info-hash in hex, the id of a token; '' where it is several at once. */
  readonly target: string
  /** More about it for people, such as the reason of a ban. */
  readonly detail: string
}

/**
 * What the log says of an act, made from what came of it and written in its transaction: an act without an entry there is
 * not, nor an entry without an act. Not called where there is nothing to change.
 */
export type EntriesOf<Outcome> = (outcome: Outcome) => readonly AuditEntry[]

export type AuditPage = {
  readonly entries: readonly AuditEntry[]
  /** Where the next page begins; undefined at the end. */
  readonly next: string | undefined
}

export type AuditRepository = {
  /** What is not in a database, or takes several transactions, is told after it. */
  readonly append: (entries: readonly AuditEntry[]) => Promise<void>
  /** A page of all entries, latest first. `after` is the `next` of the page before; opaque to callers. */
  readonly list: (query: {
    readonly after: string | undefined
    readonly limit: number
  }) => Promise<AuditPage>
  /** Of whom or what the log speaks as actor or target, by any of their labels; those beyond the id, by ascending id. */
  readonly about: (
    labels: readonly string[],
    afterId: number,
    limit: number,
  ) => Promise<readonly (AuditEntry & { readonly id: number })[]>
  /** Latest first. */
  readonly latest: (limit: number) => Promise<readonly AuditEntry[]>
}
