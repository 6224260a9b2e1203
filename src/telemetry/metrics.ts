/**
 * The metrics that are counted, and what all have: name, type, help and labels. A counted metric lives in shared
 * memory, one column per combination of its label values, in the order of the labels with the last
 * one fastest; a read metric (read-metrics.ts) is asked for when somebody scrapes. All label values are known here,
 * so every series exists from the start with 0, and no request can make a new one.
 *
 * To add one: a line in `counted` and a method on `Metrics`, or a line in `readMetrics`; and `npm run generate`.
 */
import { assert } from '#base/assert'
import { ceilingMetrics } from './ceiling-metrics.ts'
import { batchSecondsBounds, histogramColumns } from './histogram.ts'

export type MetricType = 'counter' | 'gauge' | 'histogram'
export type MetricLabels = Readonly<Record<string, readonly string[]>>

export interface Metric {
  readonly name: string
  readonly type: MetricType
  /** One sentence for the exposition and the reference. */
  readonly help: string
  /** Each label with all its values. */
  readonly labels: MetricLabels
  /** Of a histogram: the upper bounds of its buckets. */
  readonly bounds?: readonly number[]
}

export interface CountedMetric extends Metric {
  /** The column of the first combination of label values. */
  readonly first: number
}

const protocols = ['udp', 'http'] as const
export const families = ['4', '6'] as const
export const actions = ['connect', 'announce', 'scrape', 'full_scrape', 'other'] as const
/** Why a connection that is to begin with a header of the PROXY protocol was closed. */
export const proxyRefusals = [
  'untrusted',
  'missing',
  'version_1',
  'malformed',
  'too_long',
  'late',
] as const

export type MetricProtocol = (typeof protocols)[number]
export type MetricFamily = (typeof families)[number]
export type MetricAction = (typeof actions)[number]
export type ProxyRefusal = (typeof proxyRefusals)[number]

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
  failures(protocol: MetricProtocol, code: string): number
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
  /** First column of the histogram of `batchSecondsBounds`. */
  batchSeconds(protocol: MetricProtocol): number
  /** Column of the seconds that a thread has worked. */
  busySeconds(): number
  /** First of the columns of evicted torrents, evicted peers, and peers that were not stored or replaced, in this order. */
  evicted(): number
  /** First column of what was beyond the limits of its network, by kind and outcome. */
  limited(): number
}

/** Lays the columns out. The same options give the same layout in every thread. */
export function createMetrics({ failureCodes }: MetricsOptions): Metrics {
  assert(new Set(failureCodes).size === failureCodes.length, 'a failure code is given twice')
  const descriptions = counted(failureCodes)
  let columns = 0
  const place = (metric: Metric): CountedMetric => {
    const placed = { ...metric, first: columns }
    columns += columnsOf(metric)
    return placed
  }
  const requests = place(descriptions.requests)
  const failures = place(descriptions.failures)
  const dropped = place(descriptions.dropped)
  const proxyRefused = place(descriptions.proxyRefused)
  const received = place(descriptions.received)
  const sent = place(descriptions.sent)
  const connections = place(descriptions.connections)
  const batches = place(descriptions.batches)
  const busy = place(descriptions.busy)
  const evicted = place(descriptions.evicted)
  const evictedPeers = place(descriptions.evictedPeers)
  const unstored = place(descriptions.unstored)
  const replaced = place(descriptions.replaced)
  const limited = place(descriptions.limited)
  return {
    counted: [
      requests,
      failures,
      dropped,
      proxyRefused,
      received,
      sent,
      connections,
      batches,
      busy,
      evicted,
      evictedPeers,
      unstored,
      replaced,
      limited,
    ],
    columns,
    requests: (protocol, family, action) => column(requests, { protocol, family, action }),
    failures: (protocol, code) => column(failures, { protocol, code }),
    dropped: (protocol) => column(dropped, { protocol }),
    proxyRefused: (refusal) => column(proxyRefused, { reason: refusal }),
    receivedBytes: (protocol) => column(received, { protocol }),
    sentBytes: (protocol) => column(sent, { protocol }),
    connectionsOpen: () => connections.first,
    batchSeconds: (protocol) => column(batches, { protocol }),
    busySeconds: () => busy.first,
    evicted: () => evicted.first,
    limited: () => limited.first,
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

/** Columns of all series of a metric. */
export function columnsOf(metric: Metric): number {
  return labelCombinations(metric.labels).length * seriesColumns(metric)
}

/** Columns of one series. */
export function seriesColumns({ bounds }: Metric): number {
  return bounds === undefined ? 1 : histogramColumns(bounds)
}

function column(metric: CountedMetric, wanted: Readonly<Record<string, string>>): number {
  const offset = labelCombinations(metric.labels).findIndex((combination) =>
    Object.keys(metric.labels).every((label) => combination[label] === wanted[label]),
  )
  assert(offset !== -1, `${metric.name} has no series ${JSON.stringify(wanted)}`)
  return metric.first + offset * seriesColumns(metric)
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
      help: 'Requests that were refused, by the code of the failure. Over UDP some of them get no answer.',
      labels: { protocol: protocols, code: failureCodes },
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
    batches: {
      name: 'waggle_batch_seconds',
      type: 'histogram',
      help: 'How long it took to answer a batch: the datagrams or connections that a thread found waiting; one request with the portable driver.',
      labels: { protocol: protocols },
      bounds: batchSecondsBounds,
    },
    busy: {
      name: 'waggle_thread_busy_seconds_total',
      type: 'counter',
      help: 'Time in which tracker threads did not wait for work, of all threads together.',
      labels: {},
    },
    ...ceilingMetrics,
  } as const satisfies Readonly<Record<string, Metric>>
}
