/** Puts the services of the index over a database, for a server as for a command that works without one. */
import type { Clock } from '#base/clock'
import type { Database } from '#index/storage/database'
import { createTokens } from '#index/tokens/tokens'
import { createHousekeeping } from '#index/torrents/housekeeping'
import type { TorrentChanges } from '#index/torrents/torrent-changes'
import { createTorrents } from '#index/torrents/torrents'
import type { ApiParts, LiveNumbers } from './api-parts.ts'

export type ApiPartsOptions = {
  readonly database: Database
  readonly clock: Clock
  /** Who has to know of changes. */
  readonly changes: TorrentChanges
  /** Stores what the tracker has counted. */
  readonly flush: () => Promise<void>
  /** `torrents.idle_days` of the moment. */
  readonly idleDays: () => number
  readonly live: () => LiveNumbers | undefined
  /** How many more info-hashes the tracker can serve. */
  readonly room: () => number
}

export function createApiParts(options: ApiPartsOptions): ApiParts {
  const { database, clock, changes, flush, idleDays, live, room } = options
  const { torrents: repository, audit } = database
  return {
    database,
    live,
    torrents: createTorrents({ repository, changes, clock, audit, room }),
    tokens: createTokens({ repository: database.tokens, audit, clock }),
    housekeeping: createHousekeeping({ repository, changes, audit, clock, idleDays, flush }),
  }
}
