/** What answers cost the heap of their thread, by V8's own counts. */
import { GCProfiler, getHeapStatistics } from 'node:v8'

export type Allocations = {
  readonly answers: number
  readonly bytes: number
  /** Collections of new objects, and of everything. */
  readonly minor: number
  readonly major: number
}

export function allocationsOf(answers: number, work: () => void): Allocations {
  const profiler = new GCProfiler()
  profiler.start()
  const before = getHeapStatistics().total_allocated_bytes
  work()
  const bytes = getHeapStatistics().total_allocated_bytes - before
  const kinds = profiler.stop().statistics.map(({ gcType }) => gcType)
  const minor = kinds.filter((kind) => kind === 'Scavenge').length
  const major = kinds.filter((kind) =>
    /^(?:MarkSweepCompact|IncrementalMarking)$/.test(kind),
  ).length
  return { answers, bytes, minor, major }
}
