/** The tables of what staff may want to look at; see `0017-suspicions.ts`. */

export type SuspicionTables = {
  readonly suspicions: SuspicionsTable
  readonly unbalanced_torrents: UnbalancedTorrentsTable
}

type SuspicionsTable = {
  readonly member_id: number
  readonly torrent_id: number
  readonly kind: 'rate' | 'empty'
  readonly times: number
  readonly bytes: number
  readonly worst_bytes: number
  readonly worst_seconds: number
  readonly first_at: number
  readonly last_at: number
}

type UnbalancedTorrentsTable = {
  readonly torrent_id: number
  readonly excess: number
  readonly computed_at: number
}
