/** What the routes of the API are answered from. */
import type { Database } from '#index/storage/database'
import type { Tokens } from '#index/tokens/tokens'
import type { Housekeeping } from '#index/torrents/housekeeping'
import type { Torrents } from '#index/torrents/torrents'

export type ApiParts = {
  readonly torrents: Torrents
  readonly tokens: Tokens
  readonly housekeeping: Housekeeping
  readonly database: Database
  /** What the running tracker counts; undefined where none runs. */
  readonly live: () => LiveNumbers | undefined
}

export type LiveNumbers = {
  /** With at least one peer. */
  readonly torrents: number
  readonly seeders: number
  readonly leechers: number
  /** Announces that were understood since the start. */
  readonly announces: number
  /** Since the start. */
  readonly uptimeSeconds: number
}
