/**
 * The site's HTTP server: what every mode has (health, metrics, assets, errors) and the sections that the mode adds. It
 * runs on main, apart from the tracker's listeners, and holds no swarm state.
 */
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { siteFormBytesMax, siteRequestSecondsMax } from '#base/limits'
import type { Log } from '#telemetry/log'
import { type Html, html } from './html.ts'
import type { Section } from './section.ts'
import { loadAssets } from './server/assets.ts'
import { answerBadUrl, answerErrors, sendError } from './server/errors.ts'
import { type OperatorOptions, operatorRoutes } from './server/operator-routes.ts'
import { isFromThisSite } from './server/origin-check.ts'
import { securityHeaders } from './server/security-headers.ts'
import { visitorLimits } from './server/visitor-limits.ts'
import type { MakeShell } from './shell.ts'
import { en } from './texts/en.ts'

/** What a reload may change; asked for with each request. */
export type SiteSettings = {
  readonly name: string
  /** The public address, without a slash at its end, or '' where none is configured. */
  readonly url: string
}

export type SiteOptions = OperatorOptions & {
  readonly settings: () => SiteSettings
  readonly sections: readonly Section[]
  /** Addresses and networks whose X-Forwarded-For names the visitor. */
  readonly trustedProxies: readonly string[]
  /** False switches the limits on what one network can ask off. */
  readonly limitVisitors: boolean
  readonly log: Pick<Log, 'error'>
}

export function createSite(options: SiteOptions): FastifyInstance {
  const { settings, sections, trustedProxies, limitVisitors, log } = options
  const site = fastify({
    logger: false,
    // A stop waits for no visitor: half a request would hold it up for a minute.
    forceCloseConnections: true,
    bodyLimit: siteFormBytesMax,
    requestTimeout: siteRequestSecondsMax * 1000,
    trustProxy: [...trustedProxies],
    frameworkErrors: answerBadUrl,
  })
  const assets = loadAssets()
  const searchAction = sections.find((section) => section.searchAction !== undefined)?.searchAction
  const shell: MakeShell = (visitor) => ({
    texts: en,
    siteName: settings().name,
    assets: assets.urls,
    tabs: sections.flatMap((section) => section.tabs(en, visitor)),
    footer: sections.flatMap((section) => section.footer?.(en) ?? []),
    searchAction,
    member: visitor && memberOf(sections, visitor),
  })
  site.register(helmet, securityHeaders)
  site.register(cookie)
  site.register(formbody)
  site.register(rateLimit, visitorLimits(limitVisitors))
  // Limits are put on routes that are added after them.
  site.after(() => {
    refuseOtherSites(site, settings, shell)
    answerErrors(site, { shell, log })
    operatorRoutes(site, options)
    assets.serve(site)
    for (const section of sections) section.register(site, shell)
  })
  return site
}

/** What the sections say to whoever is logged in. */
function memberOf(sections: readonly Section[], visitor: FastifyRequest): Html | undefined {
  const lines = sections.flatMap((section) => section.memberLine?.(en, visitor) ?? [])
  return lines.length === 0 ? undefined : html`${lines.map((line) => html`${line} `)}`
}

/** Nobody else's page makes a visitor's browser change something here. */
function refuseOtherSites(
  site: FastifyInstance,
  settings: () => SiteSettings,
  shell: MakeShell,
): void {
  site.addHook('onRequest', (request, reply, done) => {
    if (isFromThisSite(request, settings().url)) done()
    else void sendError(request, reply, shell(request), 403)
  })
}
