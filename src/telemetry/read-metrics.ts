/**
 * The catalogue of metrics that are asked for when somebody reads them all: gauges of main, and what it counts itself.
 */
import { families, type Metric } from './metrics.ts'

const roles = ['seeder', 'leecher'] as const
const blockKinds = ['network', 'client', 'info_hash'] as const
/** As `swarmSizeBounds` of the store has them. */
export const swarmSizes = ['0', '1', '2-9', '10-99', '100-999', '1000-9999', '10000+'] as const
const loginOutcomes = ['good', 'wrong', 'delayed', 'busy', 'suspended'] as const

/** What a gallery tracker does by the clock (`src/gallery-jobs.ts`). */
export const jobNames = [
  'notices',
  'notices_tidy',
  'petitions',
  'purge',
  'suspicions',
  'toplists',
] as const

export type JobName = (typeof jobNames)[number]

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
  waggle_threads: { type: 'gauge', help: 'Tracker threads.', labels: {} },
  waggle_busiest_thread_ratio: {
    type: 'gauge',
    help: 'The part of the last seconds in which the busiest tracker thread did not wait for work, 0 to 1.',
    labels: {},
  },
  waggle_interval_stretch: {
    type: 'gauge',
    help: 'By how much intervals are longer than configured, because a thread is overloaded: 1, or up to tracker.interval_stretch_max.',
    labels: {},
  },
  waggle_peer_timeout_seconds: {
    type: 'gauge',
    help: 'How long a peer stays listed after its last announce, at present.',
    labels: {},
  },
  waggle_torrents_max: {
    type: 'gauge',
    help: 'Torrents that there is room for (tracker.torrents_max).',
    labels: {},
  },
  waggle_swarms: {
    type: 'gauge',
    help: 'Torrents by how many peers they have, counted a part at a time: all within some minutes.',
    labels: { peers: swarmSizes },
  },
  waggle_snapshot_peers: {
    type: 'gauge',
    help: 'Peers that this server took up from the snapshot of the last one.',
    labels: {},
  },
  waggle_udp_lost_total: {
    type: 'counter',
    help: 'Datagrams that the system dropped because a socket of the tracker was full; 0 where it does not tell.',
    labels: { family: families },
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
    help: 'Sessions of members whose credits are being stored, or wait for the database; and ends of downloads without a key.',
    labels: {},
  },
  waggle_unsettled_announces: {
    type: 'gauge',
    help: 'Announces of members that wait for the database to tell of their sessions.',
    labels: {},
  },
  waggle_announces_lost_total: {
    type: 'counter',
    help: 'Announces of members, and ends of downloads without a key, that count for nothing, because a journal was full or too many waited for the database.',
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
  waggle_job_done_time_seconds: {
    type: 'gauge',
    help: 'When the job last came to its end without a failure, in seconds since 1970; 0 before.',
    labels: { job: jobNames },
  },
  waggle_job_seconds: {
    type: 'gauge',
    help: 'How long the job took the last time. It rests twenty times as long, four hours at most.',
    labels: { job: jobNames },
  },
  waggle_job_failures_total: {
    type: 'counter',
    help: 'Runs of the job that failed. It runs again at its next time.',
    labels: { job: jobNames },
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
  process_open_fds: {
    type: 'gauge',
    help: 'File descriptors that the process has open; 0 where the system does not tell.',
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
