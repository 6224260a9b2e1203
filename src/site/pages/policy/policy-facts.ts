/**
 * What the policy pages say depends on: the configuration in force, as far as it concerns those who use the service.
 * The pages ask by these names (`<!-- if snapshot -->`), so they cannot say what the configuration contradicts.
 */
export const policySwitches = [
  /** Somebody can be written to (site.contact). */
  'contact',
  /** Only torrents that are registered, with their names, are served. */
  'registered',
  /** Networks can be refused by a list. */
  'network-list',
  /** Info-hashes can be refused by a list. */
  'torrent-list',
  /** The swarms are saved to a file when the server stops. */
  'snapshot',
  /** Addresses of clients or visitors are written to a log. */
  'address-log',
  /** It is recorded who moved how much. */
  'statistics',
  /** A scrape without info-hashes is answered with all of them. */
  'full-scrape',
  /** What one network can do is limited. */
  'network-limits',
  /** It is noted which networks and clients send most. */
  'measure',
  /** Somebody can have an account. */
  'accounts',
  /** Members make galleries, and upload torrents to them. */
  'galleries',
  /** A reverse proxy may stand in front of the tracker. */
  'proxy',
] as const

export type PolicySwitch = (typeof policySwitches)[number]

export type PolicyFacts = {
  readonly switches: Readonly<Record<PolicySwitch, boolean>>
  readonly siteName: string
  readonly intervalSeconds: number
  readonly shortestIntervalSeconds: number
  /** How long a peer is kept after its last announce. */
  readonly peerTimeoutSeconds: number
}

/** Names in braces that a page may hold, such as `{interval}`. */
export const policyValues = ['site_name', 'interval', 'shortest_interval', 'peer_lifetime'] as const

export type PolicyValue = (typeof policyValues)[number]

export function isPolicySwitch(name: string): name is PolicySwitch {
  return policySwitches.some((known) => known === name)
}

export function isPolicyValue(name: string): name is PolicyValue {
  return policyValues.some((known) => known === name)
}
