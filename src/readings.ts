/** Where the metrics that are read when somebody scrapes get their values. */
import type { Readings } from '#telemetry/metrics'
import type { SwarmTotals } from '#tracker/swarm/swarm-totals'

export type ReadingSources = {
  readonly totals: () => SwarmTotals
  readonly peersMax: number
  readonly restarts: () => number
  readonly startSeconds: number
}

export function createReadings(sources: ReadingSources): Readings {
  const { totals, peersMax, restarts, startSeconds } = sources
  return {
    waggle_peers: ({ family, role }) => {
      const { seeders4, seeders6, leechers4, leechers6 } = totals()
      if (role === 'seeder') return family === '4' ? seeders4 : seeders6
      return family === '4' ? leechers4 : leechers6
    },
    waggle_torrents: () => totals().torrents,
    waggle_peers_max: () => peersMax,
    waggle_region_used_bytes: () => totals().usedBytes,
    waggle_thread_restarts_total: restarts,
    waggle_start_time_seconds: () => startSeconds,
    process_resident_memory_bytes: () => process.memoryUsage.rss(),
    process_cpu_seconds_total: () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    },
  }
}
