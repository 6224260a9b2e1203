/**
 * The dashboard and the alert rules of docs/examples ask for series that a running server has, in every mode: names,
 * labels, and values of labels. And the reference names every metric there is, and no other.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { httpGet } from '../support/http-request.ts'
import { startWaggle, type Waggle } from '../support/waggle.ts'
import { type Asked, askedIn } from './prom-series.ts'

const root = new URL('../../', import.meta.url)
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8')

type Series = { readonly metric: string; readonly labels: ReadonlyMap<string, string> }

function readSeries(text: string): Series[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, metric = '', labels = ''] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? []
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)]
      return { metric, labels: new Map(pairs.map(([, name = '', value = '']) => [name, value])) }
    })
}

/** Labels that Prometheus itself puts on every series. */
const ownLabels = new Set(['job', 'instance'])
/** A series that Prometheus itself makes for every target. */
const ownSeries: Series = { metric: 'up', labels: new Map() }

/** What of an expression no server has; empty where all is well. */
function faultsOf(expression: string, series: readonly Series[]): string[] {
  const { asked, grouping } = askedIn(expression)
  if (asked.length === 0) return [`nothing is asked for in ${expression}`]
  const known = [...series, ownSeries]
  const found = asked.map((one) => known.filter((each) => isAskedFor(one, each)))
  const missing = asked
    .filter((_, at) => found[at]?.length === 0)
    .map(({ metric, matchers }) => `${metric}${JSON.stringify(matchers)} in ${expression}`)
  const labels = new Set(found.flat().flatMap((one) => [...one.labels.keys()]))
  const unknown = grouping
    .filter((label) => !labels.has(label) && !ownLabels.has(label))
    .map((label) => `by ${label} in ${expression}`)
  return [...missing, ...unknown]
}

function isAskedFor({ metric, matchers }: Asked, series: Series): boolean {
  if (series.metric !== metric) return false
  return matchers
    .filter(({ label }) => !ownLabels.has(label))
    .every(({ label, operator, value }) => {
      const own = series.labels.get(label)
      if (own === undefined) return false
      const isEqual = operator.endsWith('~')
        ? new RegExp(`^(?:${value})$`).test(own)
        : own === value
      return operator.startsWith('!') ? !isEqual : isEqual
    })
}

/** Every text below the keys `expr` and `query` of the dashboard. */
function dashboardExpressions(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === 'expr' || (key === 'query' && inner !== 'prometheus')) return [String(inner)]
    return dashboardExpressions(inner)
  })
}

/** Lines that a file of rules may have: with these alone it is YAML of the plainest kind. */
const ruleLine =
  /^(?:#.*|groups:| {2}- name: \w+| {4}rules:| {6}- alert: [A-Z]\w+| {8}(?:expr: [^"'#&*!|>%@].*|for: \d+[mh]|labels:|annotations:)| {10}(?:severity: (?:critical|warning|info)|(?:summary|description): "[^"\\]*"))$/

const rules = textOf('docs/examples/alerts.yml')
const alerts = rules.split('\n').filter((line) => line !== '')
const ruleExpressions = alerts
  .map((line) => /^ {8}expr: (.*)$/.exec(line)?.[1])
  .filter((expression) => expression !== undefined)
const dashboard: unknown = JSON.parse(textOf('docs/examples/grafana-dashboard.json'))
const panels = dashboardExpressions(dashboard)

describe.for(['open', 'registered', 'gallery'])('what a server of the %s mode tells', (mode) => {
  let waggle: Waggle
  let series: Series[]
  beforeAll(async () => {
    waggle = await startWaggle({ driver: 'linux', settings: { mode } })
    const { body } = await httpGet(waggle.siteEndpoint, '/metrics')
    series = readSeries(body.toString())
  })
  afterAll(async () => {
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  })

  test('is all that the dashboard and the alerts ask for', () => {
    expect(panels.length).toBeGreaterThan(40)
    expect(ruleExpressions.length).toBeGreaterThan(10)
    expect([...panels, ...ruleExpressions].flatMap((one) => faultsOf(one, series))).toEqual([])
  })

  test('is in the reference, and nothing else is', () => {
    const rows = [...textOf('docs/reference/metrics.md').matchAll(/^\| `(\w+)` \| (\w+) \|/gm)]
    const named = rows.flatMap(([, name = '', type = '']) =>
      type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name],
    )
    expect(new Set(series.map(({ metric }) => metric))).toEqual(new Set(named))
  })
})

describe('the rule file', () => {
  test('has nothing but lines that a reader of YAML takes as they look', () => {
    expect(alerts.filter((line) => !ruleLine.test(line))).toEqual([])
    // A colon and a space would end a plain text.
    expect(ruleExpressions.filter((expression) => / #|: /.test(expression))).toEqual([])
  })

  test('says what to do for each alert, and names each once', () => {
    const names = alerts
      .map((line) => /alert: (\w+)/.exec(line)?.[1])
      .filter((name) => name !== undefined)
    expect(new Set(names).size).toBe(names.length)
    for (const part of ['expr:', 'severity:', 'summary:', 'description:'])
      expect(
        alerts.filter((line) => line.includes(part)),
        part,
      ).toHaveLength(names.length)
  })
})

test('an expression that asks for what is not there is found out', () => {
  const series = readSeries('a_total{kind="x"} 1\nb 2\n')
  expect(faultsOf('sum by (kind) (rate(a_total{kind=~"x|y"}[5m])) > 0.5 * b', series)).toEqual([])
  for (const expression of [
    'sum(c)',
    'rate(a_total{kind="z"}[5m])',
    'rate(a_total{color="x"}[$__rate_interval])',
    'sum by (color) (a_total)',
    'b and on (instance) c > 0',
    '1',
  ])
    expect(faultsOf(expression, series), expression).toHaveLength(1)
})
