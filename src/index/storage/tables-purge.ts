/** The tables of purging; what the torrents themselves have of it is in `tables.ts`. */
import type { Generated } from 'kysely'

type Flag = 0 | 1

export type PurgeTables = {
  readonly purge_warnings: PurgeWarningsTable
  readonly purge_runs: PurgeRunsTable
}

/** Of no meaning where `purge_up_seconds` is not that of the torrent any more. */
type PurgeWarningsTable = {
  readonly torrent_id: number
  readonly purge_up_seconds: number
  /** Days without a seed that the last warning was for; 0 for what was expunged. */
  readonly days: number
  readonly warned_up_seconds: number
  readonly warned_at: number
  /** For which members were told of the purge. */
  readonly due_up_seconds: number
}

type PurgeRunsTable = {
  readonly id: Generated<number>
  readonly at: number
  readonly actor: string
  readonly is_forced: Flag
  readonly warned: Generated<number>
  readonly purged: Generated<number>
  readonly forgotten: Generated<number>
  readonly is_capped: Generated<Flag>
  /** Null while it runs, and where the program died. */
  readonly ended_at: number | null
}
