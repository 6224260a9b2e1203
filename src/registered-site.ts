/** Puts together what a registered tracker adds to the site: its pages, and the numbers that its operators see. */
import { systemClock } from '#base/clock'
import type { Config } from '#config/config'
import { requireMember } from '#site/account/require-member'
import { createSessionCookie } from '#site/account/session-cookie'
import { registeredPages } from '#site/registered/registered-pages'
import type { Section } from '#site/section'
import { type OverviewSources, overviewOf } from './overview.ts'

export type RegisteredSiteOptions = OverviewSources & {
  readonly config: Config
  /** A reload may change it. */
  readonly siteUrl: () => string
}

export function registeredSite(options: RegisteredSiteOptions): Section {
  const { config, catalogue, siteUrl } = options
  const { torrents, members, database } = catalogue.parts
  return registeredPages({
    torrents,
    audit: database.audit,
    members,
    requireMember: requireMember({ members, cookie: createSessionCookie(siteUrl) }),
    clock: systemClock,
    flushSeconds: config.database.flushSeconds,
    overview: () => overviewOf(options),
  })
}
