/** Where the metrics that are read when somebody scrapes get their values. */
import type { BlockKind } from '#index/blocks/block'
import type { Logins } from '#index/members/logins'
import type { LoginOutcome } from '#index/members/password-check'
import { type JobName, type Readings, swarmSizes } from '#telemetry/read-metrics'
import type { SwarmTotals } from '#tracker/swarm/swarm-totals'
import type { BlockCounts } from './block-keeper.ts'
import type { JobState } from './job-runner.ts'
import type { LedgerState } from './ledger.ts'
import type { FlushState } from './torrent-keeper.ts'

export type ReadingSources = {
  readonly totals: () => SwarmTotals
  readonly peersMax: number
  readonly torrentsMax: number
  /** Torrents with as many peers as `swarmSizes[size]` says. */
  readonly swarmsOfSize: (size: number) => number
  readonly loadedPeers: number
  readonly threads: number
  readonly restarts: () => number
  readonly overload: OverloadReadings
  /** Datagrams that the system dropped. */
  readonly udpLosses: (family: 4 | 6) => number
  readonly openFiles: () => number
  readonly startSeconds: number
  /** Undefined in a mode without a database. */
  readonly catalogue: CatalogueReadings | undefined
  readonly blocks: (kind: BlockKind) => BlockCounts
}

/** What is told of how busy the threads are. */
export type OverloadReadings = {
  readonly busiestRatio: number
  readonly stretch: number
  readonly peerTimeoutSeconds: number
}

/** What is told of the registered torrents. */
export type CatalogueReadings = {
  readonly infoHashes: number
  readonly unserved: number
  readonly isDatabaseUp: boolean
  readonly flush: FlushState
  readonly parts: { readonly members: Pick<Logins, 'countOf'> }
  /** Undefined in a mode without jobs. */
  readonly jobState: (name: JobName) => JobState | undefined
  /** Undefined where no statistics of members are kept. */
  readonly statistics?: { readonly ledger: { readonly state: LedgerState } } | undefined
}

export function createReadings(sources: ReadingSources): Readings {
  const { totals, peersMax, restarts, startSeconds, catalogue, blocks, overload } = sources
  const jobState = (name: string | undefined) => catalogue?.jobState(name as JobName)
  const ledger = (): LedgerState | undefined => catalogue?.statistics?.ledger.state
  return {
    waggle_peers: ({ family, role }) => {
      const { seeders4, seeders6, leechers4, leechers6 } = totals()
      if (role === 'seeder') return family === '4' ? seeders4 : seeders6
      return family === '4' ? leechers4 : leechers6
    },
    waggle_torrents: () => totals().torrents,
    waggle_peers_max: () => peersMax,
    waggle_region_used_bytes: () => totals().usedBytes,
    waggle_torrents_max: () => sources.torrentsMax,
    waggle_swarms: ({ peers }) =>
      sources.swarmsOfSize(swarmSizes.findIndex((size) => size === peers)),
    waggle_snapshot_peers: () => sources.loadedPeers,
    waggle_udp_lost_total: ({ family }) => sources.udpLosses(family === '4' ? 4 : 6),
    waggle_threads: () => sources.threads,
    waggle_thread_restarts_total: restarts,
    waggle_busiest_thread_ratio: () => overload.busiestRatio,
    waggle_interval_stretch: () => overload.stretch,
    waggle_peer_timeout_seconds: () => overload.peerTimeoutSeconds,
    waggle_registered_info_hashes: () => catalogue?.infoHashes ?? 0,
    waggle_unserved_info_hashes: () => catalogue?.unserved ?? 0,
    waggle_database_up: () => (catalogue?.isDatabaseUp === true ? 1 : 0),
    waggle_flush_age_seconds: () => catalogue?.flush.ageSeconds ?? 0,
    waggle_flush_seconds: () => catalogue?.flush.lastSeconds ?? 0,
    waggle_flush_pending_torrents: () => catalogue?.flush.pending ?? 0,
    waggle_flush_failures_total: () => catalogue?.flush.failures ?? 0,
    waggle_settled_sessions: () => ledger()?.sessions ?? 0,
    waggle_unflushed_sessions: () => ledger()?.unflushed ?? 0,
    waggle_unsettled_announces: () => ledger()?.waiting ?? 0,
    waggle_announces_lost_total: () => ledger()?.lost ?? 0,
    waggle_credit_age_seconds: () => ledger()?.ageSeconds ?? 0,
    waggle_credit_failures_total: () => ledger()?.failures ?? 0,
    waggle_job_done_time_seconds: ({ job }) => jobState(job)?.doneAt ?? 0,
    waggle_job_seconds: ({ job }) => jobState(job)?.lastSeconds ?? 0,
    waggle_job_failures_total: ({ job }) => jobState(job)?.failures ?? 0,
    waggle_blocks: ({ kind }) => blocks(kind as BlockKind).rules,
    waggle_block_list_faults: ({ kind }) => blocks(kind as BlockKind).faults,
    waggle_logins_total: ({ outcome }) =>
      catalogue?.parts.members.countOf(outcome as LoginOutcome) ?? 0,
    waggle_start_time_seconds: () => startSeconds,
    process_resident_memory_bytes: () => process.memoryUsage.rss(),
    process_open_fds: sources.openFiles,
    process_cpu_seconds_total: () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    },
  }
}
