/**
 * How many requests one network (an IPv4 address, an IPv6 /64) may make of the site in a minute. Whoever makes more
 * is told to wait and for how long. Addresses are kept in memory for that minute and nowhere else.
 */
import type { RateLimitPluginOptions } from '@fastify/rate-limit'
import {
  siteFormsPerMinuteMax,
  siteRequestsPerMinuteMax,
  siteVisitorsRememberedMax,
} from '#base/limits'

/** `isLimited` false switches limits off, for tests and benches. */
export function visitorLimits(isLimited: boolean): RateLimitPluginOptions {
  return {
    max: siteRequestsPerMinuteMax,
    timeWindow: 60_000,
    cache: siteVisitorsRememberedMax,
    allowList: () => !isLimited,
    addHeadersOnExceeding: noHeaders,
    addHeaders: { ...noHeaders, 'retry-after': true },
  }
}

/** For routes that change something; counted for each of them apart from all other requests. */
export const formLimit = { rateLimit: { max: siteFormsPerMinuteMax } } as const

const noHeaders = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false,
} as const
