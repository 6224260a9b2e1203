/**
 * The catalogue of every metric: its name, type, help and labels. A counted metric lives in shared
 * memory, one column per combination of its label values, in the order of the labels with the last
 * one fastest; a read metric is asked for when somebody scrapes. All label values are known here,
 * so every series exists from the start with 0, and no request can make a new one.
 *
 * To add one: a line in `counted` or `readMetrics`, a method on `Metrics` for a counted one, and
 * `npm run generate`.
 */
import { assert } from '#base/assert'

export type MetricType = 'counter' | 'gauge'
export type MetricLabels = Readonly<Record<string, readonly string[]>>

export interface Metric {
  readonly name: string
  readonly type: MetricType
  /** One sentence for the exposition and the reference. */
  readonly help: string
  /** Each label with all its values. */
  readonly labels: MetricLabels
}

export interface CountedMetric extends Metric {
  /** The column of the first combination of label values. */
  readonly first: number
}

const protocols = ['udp', 'http'] as const
const families = ['4', '6'] as const
export const actions = ['connect', 'announce', 'scrape', 'full_scrape', 'other'] as const
const roles = ['seeder', 'leecher'] as const
const blockKinds = ['network', 'client', 'info_hash'] as const
/** Why a connection that is to begin with a header of the PROXY protocol was closed. */
export const proxyRefusals = [
  'untrusted',
  'missing',
  'version_1',
  'malformed',
  'too_long',
  'late',
] as const

const loginOutcomes = ['good', 'wrong', 'delayed', 'busy', 'suspended'] as const

export type MetricProtocol = (typeof protocols)[number]
export type MetricFamily = (typeof families)[number]
export type MetricAction = (typeof actions)[number]
export type ProxyRefusal = (typeof proxyRefusals)[number]

/**
 * The metrics that are read when somebody scrapes; whoever exposes them gives a function for each.
 */
export const readMetrics = {
  waggle_peers: {
    type: 'gauge',
    help: 'Peers in the swarms now.',
    labels: { family: families, role: roles },
  },
  waggle_torrents: { type: 'gauge', help: 'Torrents in memory now.', labels: {} },
  waggle_peers_max: {
    type: 'gauge',
    help: 'Peers that there is room for (tracker.peers_max).',
    labels: {},
  },
  waggle_region_used_bytes: {
    type: 'gauge',
    help: 'Bytes in use of the memory that holds the swarms.',
    labels: {},
  },
  waggle_thread_restarts_total: {
    type: 'counter',
    help: 'Tracker threads that ended unexpectedly and were started again.',
    labels: {},
  },
  waggle_registered_info_hashes: {
    type: 'gauge',
    help: 'Info-hashes of registered torrents, banned ones too; 0 in the open mode.',
    labels: {},
  },
  waggle_unserved_info_hashes: {
    type: 'gauge',
    help: 'Registered info-hashes that are not served, because tracker.torrents_max has no room for them.',
    labels: {},
  },
  waggle_database_up: {
    type: 'gauge',
    help: 'Whether the database works: 1, or 0 while it is away and in the open mode.',
    labels: {},
  },
  waggle_flush_age_seconds: {
    type: 'gauge',
    help: 'How long ago counts were last stored in the database.',
    labels: {},
  },
  waggle_flush_seconds: {
    type: 'gauge',
    help: 'How long storing the counts took the last time.',
    labels: {},
  },
  waggle_flush_pending_torrents: {
    type: 'gauge',
    help: 'Torrents whose counts are being stored, or wait for the database.',
    labels: {},
  },
  waggle_flush_failures_total: {
    type: 'counter',
    help: 'Attempts to store counts that failed and are made again.',
    labels: {},
  },
  waggle_settled_sessions: {
    type: 'gauge',
    help: 'Sessions of members whose marks are in memory: how far their counters are credited.',
    labels: {},
  },
  waggle_unflushed_sessions: {
    type: 'gauge',
    help: 'Sessions of members whose credits are being stored, or wait for the database.',
    labels: {},
  },
  waggle_unsettled_announces: {
    type: 'gauge',
    help: 'Announces of members that wait for the database to tell of their sessions.',
    labels: {},
  },
  waggle_announces_lost_total: {
    type: 'counter',
    help: 'Announces of members that count for nothing, because a journal was full or too many waited for the database.',
    labels: {},
  },
  waggle_credit_age_seconds: {
    type: 'gauge',
    help: 'How long ago all credits of members were stored in the database.',
    labels: {},
  },
  waggle_credit_failures_total: {
    type: 'counter',
    help: 'Attempts to store credits of members that failed and are made again.',
    labels: {},
  },
  waggle_blocks: {
    type: 'gauge',
    help: 'Rules in force that refuse somebody: those of lists and those that were made one by one.',
    labels: { kind: blockKinds },
  },
  waggle_block_list_faults: {
    type: 'gauge',
    help: 'Lines of the list that are no rules and were left out.',
    labels: { kind: blockKinds },
  },
  waggle_logins_total: {
    type: 'counter',
    help: 'Logins to the site, by how they ended: delayed ones came too soon after others that failed, busy ones found too many at once.',
    labels: { outcome: loginOutcomes },
  },
  waggle_start_time_seconds: {
    type: 'gauge',
    help: 'When the server started, in seconds since 1970.',
    labels: {},
  },
  process_resident_memory_bytes: {
    type: 'gauge',
    help: 'Memory of the process that is in RAM.',
    labels: {},
  },
  process_cpu_seconds_total: {
    type: 'counter',
    help: 'Time that all threads of the process have used a processor.',
    labels: {},
  },
} as const satisfies Readonly<Record<string, Omit<Metric, 'name'>>>

export type ReadMetricName = keyof typeof readMetrics

/**
 * For each read metric, a function that gives the value for one combination of its label values.
 */
export type Readings = Readonly<
  Record<ReadMetricName, (labels: Readonly<Record<string, string>>) => number>
>

export interface MetricsOptions {
  /** The codes of the failures that clients are told, each once; `failures` counts by code. */
  readonly failureCodes: readonly string[]
}

/** Where each counted metric stands. Look columns up once, before a loop, not in it. */
export interface Metrics {
  readonly counted: readonly CountedMetric[]
  /** Columns that the counters need. */
  readonly columns: number
  /**
   * Column of the requests that were understood, whatever the answer; actions stand side by side.
   */
  requests(protocol: MetricProtocol, family: MetricFamily, action: MetricAction): number
  /** Column of the failures told with this code; codes stand side by side as they were given. */
  failures(code: string): number
  /** Column of what was malformed and got no answer. */
  dropped(protocol: MetricProtocol): number
  /**
   * Column of the connections that were closed for want of a header of the PROXY protocol; refusals stand side by side.
   */
  proxyRefused(refusal: ProxyRefusal): number
  receivedBytes(protocol: MetricProtocol): number
  sentBytes(protocol: MetricProtocol): number
  /** Column of the open HTTP connections: a gauge, add 1 and -1. */
  connectionsOpen(): number
}

/** Lays the columns out. The same options give the same layout in every thread. */
export function createMetrics({ failureCodes }: MetricsOptions): Metrics {
  assert(new Set(failureCodes).size === failureCodes.length, 'a failure code is given twice')
  const descriptions = counted(failureCodes)
  let columns = 0
  const place = (metric: Metric): CountedMetric => {
    const placed = { ...metric, first: columns }
    columns += labelCombinations(metric.labels).length
    return placed
  }
  const requests = place(descriptions.requests)
  const failures = place(descriptions.failures)
  const dropped = place(descriptions.dropped)
  const proxyRefused = place(descriptions.proxyRefused)
  const received = place(descriptions.received)
  const sent = place(descriptions.sent)
  const connections = place(descriptions.connections)
  return {
    counted: [requests, failures, dropped, proxyRefused, received, sent, connections],
    columns,
    requests: (protocol, family, action) => column(requests, { protocol, family, action }),
    failures: (code) => column(failures, { code }),
    dropped: (protocol) => column(dropped, { protocol }),
    proxyRefused: (refusal) => column(proxyRefused, { reason: refusal }),
    receivedBytes: (protocol) => column(received, { protocol }),
    sentBytes: (protocol) => column(sent, { protocol }),
    connectionsOpen: () => connections.first,
  }
}

/**
 * Every combination of label values, the last label fastest; one empty combination without labels.
 */
export function labelCombinations(labels: MetricLabels): Readonly<Record<string, string>>[] {
  let combinations: Readonly<Record<string, string>>[] = [{}]
  for (const [label, values] of Object.entries(labels)) {
    combinations = combinations.flatMap((combination) =>
      values.map((value) => ({ ...combination, [label]: value })),
    )
  }
  return combinations
}

function column(metric: CountedMetric, wanted: Readonly<Record<string, string>>): number {
  const offset = labelCombinations(metric.labels).findIndex((combination) =>
    Object.keys(metric.labels).every((label) => combination[label] === wanted[label]),
  )
  assert(offset !== -1, `${metric.name} has no series ${JSON.stringify(wanted)}`)
  return metric.first + offset
}

function counted(failureCodes: readonly string[]) {
  return {
    requests: {
      name: 'waggle_requests_total',
      type: 'counter',
      help: 'Requests that were understood, whatever the answer.',
      labels: { protocol: protocols, family: families, action: actions },
    },
    failures: {
      name: 'waggle_failures_total',
      type: 'counter',
      help: 'Requests that were answered with a failure, by its code.',
      labels: { code: failureCodes },
    },
    dropped: {
      name: 'waggle_dropped_total',
      type: 'counter',
      help: 'Datagrams and connections that were malformed and got no answer.',
      labels: { protocol: protocols },
    },
    proxyRefused: {
      name: 'waggle_proxy_protocol_refused_total',
      type: 'counter',
      help: 'Connections that were closed because they did not begin with a header of the PROXY protocol, version 2, from a trusted proxy (tracker.proxy_protocol).',
      labels: { reason: proxyRefusals },
    },
    received: {
      name: 'waggle_received_bytes_total',
      type: 'counter',
      help: 'Bytes received from clients, without the headers of IP, UDP and TCP.',
      labels: { protocol: protocols },
    },
    sent: {
      name: 'waggle_sent_bytes_total',
      type: 'counter',
      help: 'Bytes sent to clients, without the headers of IP, UDP and TCP.',
      labels: { protocol: protocols },
    },
    connections: {
      name: 'waggle_connections_open',
      type: 'gauge',
      help: 'Connections of clients over HTTP that are open now.',
      labels: {},
    },
  } as const satisfies Readonly<Record<string, Metric>>
}
