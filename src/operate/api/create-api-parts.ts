/** Puts the services of the index over a database, for a server as for a command that works without one. */
import type { Clock } from '#base/clock'
import type { Blocks } from '#index/blocks/blocks'
import { createMembers } from '#index/members/members'
import type { Database } from '#index/storage/database'
import { createTokens } from '#index/tokens/tokens'
import { createHousekeeping } from '#index/torrents/housekeeping'
import type { TorrentChanges } from '#index/torrents/torrent-changes'
import { createTorrents } from '#index/torrents/torrents'
import type { ApiParts, LiveNumbers } from './api-parts.ts'

export type ApiPartsOptions = {
  readonly database: Database
  readonly blocks: Blocks
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
  readonly siteAddress: () => string
  /** See `MembersOptions`. */
  readonly administratorMade: () => void
}

export function createApiParts(options: ApiPartsOptions): ApiParts {
  const { database, blocks, clock, changes, flush, idleDays, live, room, siteAddress } = options
  const { torrents: repository, audit } = database
  const { administratorMade } = options
  return {
    database,
    blocks,
    live,
    siteAddress,
    torrents: createTorrents({ repository, changes, clock, audit, room }),
    tokens: createTokens({ repository: database.tokens, audit, clock }),
    members: createMembers({
      members: database.members,
      sessions: database.sessions,
      links: database.memberLinks,
      audit,
      clock,
      administratorMade,
    }),
    housekeeping: createHousekeeping({ repository, changes, audit, clock, idleDays, flush }),
  }
}
