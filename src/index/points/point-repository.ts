/** What is needed of a database for points. Those of completions are stored by the flush that credits them. */
import type { AuditEntry } from '#index/audit/audit-repository'
import type { PointBalance, PointEntry } from './point-entry.ts'

export type PointGrant = {
  readonly memberId: number
  /** Not 0; below it for a deduction. */
  readonly amount: number
  readonly reason: string
  /** The same points are given once: a second grant with this key changes nothing. */
  readonly key: string
  /** Unix seconds. */
  readonly at: number
}

/** `again`: the same was done with this key; `other`: something else was. Neither changes anything. `short`: the member has not as many as are to be taken. */
export type GrantOutcome = 'done' | 'again' | 'other' | 'short'

/** Rejects with StorageError. */
export type PointRepository = {
  /** All 0 where there never were any. */
  readonly balanceOf: (memberId: number) => Promise<PointBalance>
  /** Those before the id, or from the newest on; the newest first. */
  readonly entries: (
    memberId: number,
    beforeId: number | undefined,
    limit: number,
  ) => Promise<readonly PointEntry[]>
  /** One transaction, with the entry of the audit log where it is done. */
  readonly grant: (grant: PointGrant, entry: AuditEntry) => Promise<GrantOutcome>
}
