/** The site of a registered tracker over a real database, on a real socket, as its visitors and operators find it. */
import type { Role } from '#index/members/role'
import type { Database } from '#index/storage/database'
import type { Torrent } from '#index/torrents/torrent'
import { createTorrents, type Torrents } from '#index/torrents/torrents'
import { accountPages } from '#site/account/account-pages'
import { requireMember } from '#site/account/require-member'
import { createSessionCookie } from '#site/account/session-cookie'
import { openHome } from '#site/pages/open-home'
import { loadPolicyDocuments } from '#site/pages/policy/policy-documents'
import { policyPages } from '#site/pages/policy/policy-pages'
import { newestTorrents } from '#site/registered/newest-torrents'
import { registeredPages } from '#site/registered/registered-pages'
import { createSite } from '#site/site'
import { Health } from '#telemetry/health'
import { madeOverview } from './made-overview.ts'
import { addMember, membersOf, openSiteBase, type SiteBaseOptions } from './site-base.ts'
import { nowSeconds } from './specimen-clock.ts'
import { madeFacts, madeHome } from './specimen-site.ts'

const siteUrl = (): string => ''

export type TorrentSite = {
  /** Without a slash at its end. */
  readonly url: string
  readonly torrents: Torrents
  readonly database: Database
  readonly clock: { now: number; readonly nowSeconds: () => number }
  /** What the tracker was told of each torrent since the start, by its name. */
  readonly told: readonly string[]
  /** What would be in the log. */
  readonly logged: readonly string[]
  /** A member who has set `password`. */
  readonly addMember: (name: string, role?: Role) => Promise<void>
  /** From now on the database answers nothing. */
  readonly losesDatabase: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export type TorrentSiteOptions = SiteBaseOptions & {
  /** How many more info-hashes the tracker can serve. */
  readonly room?: () => number
  /** Whether visitors are limited. */
  readonly isLimited?: boolean
}

export async function openTorrentSite(options: TorrentSiteOptions = {}): Promise<TorrentSite> {
  const { room = () => 1_000_000, isLimited = false } = options
  const clock = { now: nowSeconds, nowSeconds: () => clock.now }
  const base = await openSiteBase(clock, options)
  const { database, losesDatabase } = base
  const [told, logged]: [string[], string[]] = [[], []]
  const changes = {
    changed: (changed: readonly Torrent[]) => void told.push(...changed.map(describe)),
  }
  const { audit } = database
  const torrents = createTorrents({ repository: database.torrents, changes, clock, room })
  const members = membersOf(database, { clock })
  const documents = loadPolicyDocuments('')
  const site = createSite({
    health: new Health(),
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => ({ name: 'tracker.example', url: siteUrl() }),
    sections: [
      openHome({
        clock,
        current: () => ({ ...madeHome, onlyRegistered: true }),
        beside: (texts) => newestTorrents(texts, torrents, clock.nowSeconds()),
      }),
      registeredPages({
        torrents,
        audit,
        members,
        clock,
        requireMember: requireMember({ members, cookie: createSessionCookie(siteUrl) }),
        flushSeconds: 30,
        overview: () => madeOverview,
      }),
      accountPages({ members, clock, siteUrl, hasTorrentKeys: false }),
      policyPages({
        current: () => ({ documents, facts: madeFacts, contact: 'abuse@tracker.example' }),
      }),
    ],
    trustedProxies: [],
    limitVisitors: isLimited,
    log: { error: (...words) => void logged.push(JSON.stringify(words)) },
  })
  const url = await site.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    torrents,
    database,
    clock,
    told,
    logged,
    losesDatabase,
    addMember: async (name, role) => void (await addMember(members, name, role)),
    [Symbol.asyncDispose]: async () => {
      await site.close()
      await base.close()
    },
  }
}

function describe({ name, ban, removal }: Torrent): string {
  if (removal !== undefined) return `${name}: removed`
  return `${name}: ${ban === undefined ? 'live' : 'banned'}`
}
