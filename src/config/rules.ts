/**
 * The rules that concern more than one key. A rule speaks only when every key it looks at holds a
 * valid value, so one mistake gives one line.
 */
import { threadsMax } from '#base/limits'
import { isWildcard } from '#base/wildcard'
import type { Config } from './config.ts'
import { shortestIntervalSeconds } from './intervals.ts'
import { formatListenAddress, type ListenAddress } from './listen-address.ts'
import { namedForProxyProtocol } from './proxy-protocol.ts'
import type { KeyName } from './schema.ts'

export interface Rule {
  /** The keys looked at; the first is the one to name. */
  readonly keys: readonly [KeyName, ...KeyName[]]
  /** What is wrong and what to do, or undefined when all is well. */
  readonly problem: (config: Config) => string | undefined
}

export const rules: readonly Rule[] = [
  {
    keys: ['tracker.min_interval_seconds', 'tracker.interval_seconds'],
    problem: ({ tracker }) =>
      tracker.minIntervalSeconds <= tracker.intervalSeconds
        ? undefined
        : notAbove('tracker.interval_seconds', tracker.intervalSeconds),
  },
  {
    keys: [
      'tracker.interval_jitter_percent',
      'tracker.interval_seconds',
      'tracker.min_interval_seconds',
    ],
    problem: ({ tracker }) => {
      const shortestSeconds = shortestIntervalSeconds(tracker)
      // Without jitter this is the rule above.
      if (tracker.intervalJitterPercent === 0) return undefined
      if (tracker.minIntervalSeconds <= shortestSeconds) return undefined
      const minimum = `tracker.min_interval_seconds (${tracker.minIntervalSeconds})`
      return `shortens the interval to ${shortestSeconds} s, below ${minimum}; lower one of the two`
    },
  },
  {
    keys: ['tracker.numwant_default', 'tracker.numwant_max'],
    problem: ({ tracker }) =>
      tracker.numwantDefault <= tracker.numwantMax
        ? undefined
        : notAbove('tracker.numwant_max', tracker.numwantMax),
  },
  ...(['tracker.tls_certificate', 'tracker.tls_key'] as const).map(
    (key): Rule => ({
      keys: [key, 'tracker.https'],
      problem: ({ tracker }) => {
        const file = key === 'tracker.tls_key' ? tracker.tlsKey : tracker.tlsCertificate
        if (tracker.https.length === 0 || file !== '') return undefined
        return 'is needed by tracker.https; name the PEM file, or write tracker.https = []'
      },
    }),
  ),
  {
    keys: ['tracker.udp'],
    problem: ({ tracker }) => {
      const twice = listedTwice(tracker.udp)
      return twice === undefined ? undefined : `lists ${twice} twice; remove one of them`
    },
  },
  {
    keys: ['tracker.http', 'tracker.https', 'site.listen', 'site.enabled'],
    problem: ({ tracker, site }) => {
      const siteListen = site.enabled ? [site.listen] : []
      const places = 'tracker.http, tracker.https and site.listen'
      const twice = listedTwice([...siteListen, ...tracker.http, ...tracker.https])
      if (twice !== undefined)
        return `${twice} stands twice in ${places}, which need one each; change one of them`
      const hidden = findHidden([siteListen, tracker.http, tracker.https])
      if (hidden === undefined) return undefined
      return `${hidden.join(' is a part of ')}, in another of ${places}; give one of them another port`
    },
  },
  {
    keys: ['tracker.proxy_protocol', 'tracker.http', 'tracker.https'],
    problem: ({ tracker }) => {
      const listed = [...tracker.http, ...tracker.https].map(formatListenAddress)
      const named = namedForProxyProtocol(tracker).map(formatListenAddress)
      const stranger = named.find((text) => !listed.includes(text))
      if (stranger === undefined) return undefined
      return `names ${stranger}, which is not in tracker.http or tracker.https; add it to one of them, or remove it here`
    },
  },
  {
    keys: ['tracker.proxy_protocol', 'tracker.trusted_proxies'],
    problem: ({ tracker }) => {
      const isUsed = namedForProxyProtocol(tracker).length > 0
      if (!isUsed || tracker.trustedProxies.length > 0) return undefined
      return 'needs tracker.trusted_proxies, because nobody else may name a client; list the addresses of your proxies there, or write tracker.proxy_protocol = false'
    },
  },
  {
    keys: ['purge.unseeded_days', 'purge.warn_days'],
    problem: ({ purge: { unseededDays, warnDays } }) => {
      if (unseededDays === 0 || warnDays.length === 0) return undefined
      if (warnDays.some((days) => days < unseededDays)) return undefined
      return `leaves no day of purge.warn_days (${warnDays.join(', ')}) before it, so that nobody would be warned; write earlier days there, or purge.warn_days = [] to purge without a warning`
    },
  },
  {
    keys: ['tracker.workers', 'tracker.udp', 'tracker.http', 'tracker.https'],
    problem: ({ tracker }) => {
      const { udp, http, https, workers } = tracker
      // Main and the thread that serves HTTPS have a slot each.
      const others = 1 + Math.min(1, https.length)
      const threads = workers * (udp.length + Math.min(1, http.length)) + others
      if (threads <= threadsMax) return undefined
      const sum = `makes ${threads} threads with ${udp.length} UDP addresses`
      return `${sum}, and ${threadsMax} is the limit; lower it, or list fewer addresses`
    },
  },
]

function notAbove(other: KeyName, value: number): string {
  return `must not be above ${other} (${value}); lower it, or raise the other`
}

/**
 * An address of one list that another list has, too, as all addresses of the machine. The system would allow
 * it, and connections to that address would come to the one list only.
 */
function findHidden(
  lists: readonly (readonly ListenAddress[])[],
): readonly [string, string] | undefined {
  for (const list of lists) {
    const others = lists.filter((other) => other !== list).flat()
    for (const address of list) {
      const all = others.find((other) => isPartOf(address, other))
      if (all !== undefined) return [formatListenAddress(address), formatListenAddress(all)]
    }
  }
  return undefined
}

function isPartOf(one: ListenAddress, all: ListenAddress): boolean {
  if (one.port === 0 || one.port !== all.port || one.family !== all.family) return false
  return isWildcard(all.host)
}

/** The first address that is there twice; port 0 is a different port each time. */
function listedTwice(addresses: readonly ListenAddress[]): string | undefined {
  const texts = addresses.filter((address) => address.port !== 0).map(formatListenAddress)
  return texts.find((text, index) => texts.indexOf(text) !== index)
}
