/** What the routes of the API are answered from. */
import type { Blocks } from '#index/blocks/blocks'
import type { Members } from '#index/members/members'
import type { Database } from '#index/storage/database'
import type { Tokens } from '#index/tokens/tokens'
import type { Housekeeping } from '#index/torrents/housekeeping'
import type { Torrents } from '#index/torrents/torrents'

/** What every mode has. */
export type BlockParts = { readonly blocks: Blocks }

/** What a mode with a database has. */
export type ApiParts = BlockParts & {
  readonly torrents: Torrents
  readonly tokens: Tokens
  readonly members: Members
  readonly housekeeping: Housekeeping
  readonly database: Database
  /** What the running tracker counts; undefined where none runs. */
  readonly live: () => LiveNumbers | undefined
  /** Where links to the site lead, without a slash at the end. */
  readonly siteAddress: () => string
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
