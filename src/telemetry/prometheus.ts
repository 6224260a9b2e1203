/**
 * The metrics as Prometheus reads them: the text format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/).
 */
import type { Counters } from './counters.ts'
import { labelCombinations, type Metric, type Metrics } from './metrics.ts'
import { type Readings, type ReadMetricName, readMetrics } from './read-metrics.ts'

/** The content type of what `exposeMetrics` returns. */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8'

export interface ExposeOptions {
  readonly metrics: Metrics
  readonly counters: Counters
  readonly readings: Readings
}

/** Every metric of the catalogue with all its series. */
export function exposeMetrics({ metrics, counters, readings }: ExposeOptions): string {
  const lines: string[] = []
  for (const metric of metrics.counted) {
    let column = metric.first
    const next = (): number => counters.total(column++)
    if (metric.bounds === undefined) writeMetric(lines, metric, next)
    else writeHistogram(lines, metric, metric.bounds, next)
  }
  for (const [name, metric] of Object.entries(readMetrics)) {
    if (isReadMetric(name)) writeMetric(lines, { name, ...metric }, readings[name])
  }
  return `${lines.join('\n')}\n`
}

/** Buckets hold what is in those below them too, and the last holds all. `next` reads column after column. */
function writeHistogram(
  lines: string[],
  metric: Metric,
  bounds: readonly number[],
  next: () => number,
): void {
  const { name, labels } = metric
  writeHead(lines, metric)
  for (const combination of labelCombinations(labels)) {
    let count = 0
    for (const le of [...bounds.map(String), '+Inf']) {
      count += next()
      lines.push(`${name}_bucket${labelText({ ...combination, le })} ${count}`)
    }
    lines.push(`${name}_sum${labelText(combination)} ${valueText(next())}`)
    lines.push(`${name}_count${labelText(combination)} ${count}`)
  }
}

function writeHead(lines: string[], { name, type, help }: Metric): void {
  lines.push(`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`)
}

function writeMetric(
  lines: string[],
  metric: Metric,
  read: (labels: Readonly<Record<string, string>>) => number,
): void {
  const { name, labels } = metric
  writeHead(lines, metric)
  for (const combination of labelCombinations(labels)) {
    lines.push(`${name}${labelText(combination)} ${valueText(read(combination))}`)
  }
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function valueText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  if (value === Number.NEGATIVE_INFINITY) return '-Inf'
  return String(value)
}

/** In help, a backslash and a line end are escaped; quotes are not. */
function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"')
}

function isReadMetric(name: string): name is ReadMetricName {
  return Object.hasOwn(readMetrics, name)
}
