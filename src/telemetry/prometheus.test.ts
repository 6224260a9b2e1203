import { describe, expect, test } from 'vitest'
import { createCounters, openCounters } from './counters.ts'
import { batchSecondsBounds, observe } from './histogram.ts'
import { createMetrics } from './metrics.ts'
import { exposeMetrics } from './prometheus.ts'
import type { Readings } from './read-metrics.ts'

const readings: Readings = {
  waggle_peers: ({ family, role }) => Number(family) * (role === 'seeder' ? 10 : 100),
  waggle_torrents: () => 12,
  waggle_peers_max: () => 10_000_000,
  waggle_region_used_bytes: () => 1.5,
  waggle_thread_restarts_total: () => 0,
  waggle_threads: () => 2,
  waggle_busiest_thread_ratio: () => 0.5,
  waggle_interval_stretch: () => 1,
  waggle_peer_timeout_seconds: () => 2760,
  waggle_torrents_max: () => 2,
  waggle_swarms: () => 0,
  waggle_snapshot_peers: () => 0,
  waggle_udp_lost_total: () => 0,
  waggle_registered_info_hashes: () => 0,
  waggle_unserved_info_hashes: () => 0,
  waggle_database_up: () => 1,
  waggle_flush_age_seconds: () => 0,
  waggle_flush_seconds: () => 0,
  waggle_flush_pending_torrents: () => 0,
  waggle_flush_failures_total: () => 0,
  waggle_settled_sessions: () => 0,
  waggle_unflushed_sessions: () => 0,
  waggle_unsettled_announces: () => 0,
  waggle_announces_lost_total: () => 0,
  waggle_credit_age_seconds: () => 0,
  waggle_credit_failures_total: () => 0,
  waggle_blocks: () => 0,
  waggle_block_list_faults: () => 0,
  waggle_job_done_time_seconds: () => 0,
  waggle_job_seconds: () => 0,
  waggle_job_failures_total: () => 0,
  waggle_logins_total: () => 0,
  waggle_start_time_seconds: () => Number.NaN,
  process_resident_memory_bytes: () => Number.POSITIVE_INFINITY,
  process_open_fds: () => 3,
  process_cpu_seconds_total: () => Number.NEGATIVE_INFINITY,
}

const metrics = createMetrics({ failureCodes: ['plain', 'odd "code"\\\n'] })
const buffer = createCounters(2, metrics.columns)
openCounters(buffer, 0).add(metrics.requests('udp', '4', 'announce'), 3)
openCounters(buffer, 1).add(metrics.requests('udp', '4', 'announce'), 4)
openCounters(buffer, 1).add(metrics.failures('udp', 'odd "code"\\\n'), 5)
for (const slot of [0, 1])
  for (const seconds of [0.000_01, 0.000_02, 7])
    observe(
      openCounters(buffer, slot).row,
      metrics.batchSeconds('http'),
      batchSecondsBounds,
      seconds,
    )
const text = exposeMetrics({ metrics, counters: openCounters(buffer, 0), readings })
const lines = text.split('\n')

describe('exposeMetrics', () => {
  test('sums the threads and names every label', () => {
    expect(lines).toContain('waggle_requests_total{protocol="udp",family="4",action="announce"} 7')
    expect(lines).toContain('waggle_requests_total{protocol="http",family="6",action="other"} 0')
  })

  test('asks for what is read, once for each combination of labels', () => {
    expect(lines).toContain('waggle_peers{family="4",role="seeder"} 40')
    expect(lines).toContain('waggle_peers{family="6",role="leecher"} 600')
    expect(lines).toContain('waggle_torrents 12')
    expect(lines).toContain('waggle_region_used_bytes 1.5')
  })

  test('gives each bucket of a histogram what is in those below it too', () => {
    const http = lines.filter((line) => /^waggle_batch_seconds_.*"http"/.test(line))
    const counts = http.slice(0, -2).map((line) => Number(line.split(' ')[1]))
    expect(counts).toEqual([2, ...Array.from({ length: 10 }, () => 4), 6])
    expect(http[0]).toBe('waggle_batch_seconds_bucket{protocol="http",le="0.00001"} 2')
    expect(http.at(-3)).toBe('waggle_batch_seconds_bucket{protocol="http",le="+Inf"} 6')
    expect(http.at(-2)).toBe('waggle_batch_seconds_sum{protocol="http"} 14.00006')
    expect(http.at(-1)).toBe('waggle_batch_seconds_count{protocol="http"} 6')
  })

  test('escapes label values', () => {
    expect(lines).toContain('waggle_failures_total{protocol="udp",code="odd \\"code\\"\\\\\\n"} 5')
  })

  test('writes numbers that JavaScript writes otherwise', () => {
    expect(lines).toContain('waggle_start_time_seconds NaN')
    expect(lines).toContain('process_resident_memory_bytes +Inf')
    expect(lines).toContain('process_cpu_seconds_total -Inf')
  })

  test('gives HELP and TYPE once, before the series of a metric', () => {
    const names = lines
      .filter((line) => line.startsWith('# TYPE '))
      .map((line) => line.split(' ')[2])
    expect(new Set(names).size).toBe(names.length)
    const at = lines.indexOf('# TYPE waggle_connections_open gauge')
    expect(lines[at - 1]).toMatch(/^# HELP waggle_connections_open [A-Z]/)
    expect(lines[at + 1]).toBe('waggle_connections_open 0')
  })

  test('has only lines of the format, and ends with a line end', () => {
    const series = /^[a-z_]+(\{[a-z]+="([^"\\\n]|\\.)*"(,[a-z]+="([^"\\\n]|\\.)*")*\})? \S+$/
    const comment = /^# (HELP|TYPE) [a-z_]+ .+$/
    expect(lines.at(-1)).toBe('')
    for (const line of lines.slice(0, -1)) {
      expect(series.test(line) || comment.test(line), line).toBe(true)
    }
  })
})
