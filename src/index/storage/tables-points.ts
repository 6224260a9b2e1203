/** The tables of points; see `migrations/0012-points.ts`. */
import type { Generated } from 'kysely'
import type { PointKind } from '#index/points/point-entry'

export type PointTables = {
  readonly point_entries: PointEntriesTable
  readonly member_points: MemberPointsTable
}

/** Only ever added to. */
type PointEntriesTable = {
  readonly id: Generated<number>
  readonly member_id: number
  readonly kind: PointKind
  /** Below 0 for a deduction. */
  readonly amount: number
  /** Null where the staff gave them. */
  readonly completion_id: number | null
  /** Null where they were not given by the staff. */
  readonly grant_key: string | null
  /** '' where they were not given by the staff. */
  readonly reason: Generated<string>
  readonly credited_at: number
}

/** Sums of the entries: of all, and of those of the two kinds. */
type MemberPointsTable = {
  readonly member_id: number
  readonly balance: number
  readonly from_torrents: number
  readonly from_galleries: number
}
