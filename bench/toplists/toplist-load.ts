/**
 * Computes the toplists of a gallery site with very many days of members, while somebody looks at its list of torrents the
 * whole time: how long that takes, how long its longest part, and what visitors feel of it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as waitFor } from 'node:timers/promises'
import type { EngineName } from '../../src/index/storage/engine.ts'
import { computeToplists } from '../../src/index/toplists/compute-toplists.ts'
import type { ToplistRepository } from '../../src/index/toplists/toplist-repository.ts'
import {
  type GalleryCatalogue,
  openGalleryCatalogue,
  scoreWeights,
} from '../catalogue/gallery-catalogue.ts'

export type ToplistLoad = {
  /** Members who were there each day of a year. */
  readonly steady: number
  /** Members with 25 days. */
  readonly others: number
  /** How often the lists are computed. */
  readonly rounds: number
}

export type ToplistRun = {
  /** Of each time all lists were computed. */
  readonly jobSeconds: readonly number[]
  /** Of each, the part that took longest: one query for its end and one for its sums, or the writing of the lists. */
  readonly longestPartMs: readonly number[]
  /** Of each, the longest time in which main did nothing else. */
  readonly longestPauseMs: readonly number[]
  /** Of the list of torrents, while nothing is computed and while the lists are. */
  readonly idlePageMs: readonly number[]
  readonly busyPageMs: readonly number[]
}

const days = 365
const daysOfOthers = 25
const torrents = 10_000
const page = '/torrents'

/** Between two pages, and between two queries of the job as on a real site. */
const pauseMs = 10
const restMs = 5
const idleSeconds = 5

export async function runToplistLoad(engine: EngineName, load: ToplistLoad): Promise<ToplistRun> {
  const catalogue = await openGalleryCatalogue(engine, torrents)
  try {
    for (const statement of statementsOf(catalogue, load)) await catalogue.run(statement)
    // What PostgreSQL does by itself after some minutes.
    if (engine === 'postgres') await catalogue.run('VACUUM ANALYZE')
    const idlePageMs: number[] = []
    await loadPages(catalogue, idlePageMs, AbortSignal.timeout(idleSeconds * 1000))
    const rounds: Round[] = []
    for (let round = 0; round < load.rounds; round++) rounds.push(await computeOnce(catalogue))
    return {
      jobSeconds: rounds.map(({ seconds }) => seconds),
      longestPartMs: rounds.map(({ partMs }) => partMs),
      longestPauseMs: rounds.map(({ pauseMs: longest }) => longest),
      idlePageMs,
      busyPageMs: rounds.flatMap(({ pageMs }) => pageMs),
    }
  } finally {
    await catalogue.close()
  }
}

type Round = {
  readonly seconds: number
  readonly partMs: number
  readonly pauseMs: number
  readonly pageMs: readonly number[]
}

async function computeOnce(catalogue: GalleryCatalogue): Promise<Round> {
  const { database, clock } = catalogue
  const partsMs: number[] = []
  const compute = computeToplists({
    repository: timed(database.toplists, partsMs),
    weights: () => scoreWeights,
    clock,
    rest: () => waitFor(restMs),
  })
  const over = new AbortController()
  const pageMs: number[] = []
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const looking = loadPages(catalogue, pageMs, over.signal)
  const start = performance.now()
  await compute(new AbortController().signal)
  const seconds = (performance.now() - start) / 1000
  over.abort()
  await looking
  delay.disable()
  if (!(await hasAll(catalogue))) throw new Error('a list is not full')
  return { seconds, partMs: Math.max(...partsMs), pauseMs: delay.max / 1e6, pageMs }
}

async function loadPages(
  { load }: GalleryCatalogue,
  times: number[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    times.push(await load(page))
    await waitFor(pauseMs)
  }
}

function timed(repository: ToplistRepository, partsMs: number[]): ToplistRepository {
  const measure = async <T>(work: Promise<T>): Promise<T> => {
    const start = performance.now()
    const result = await work
    partsMs.push(performance.now() - start)
    return result
  }
  return {
    ...repository,
    totals: (...part) => measure(repository.totals(...part)),
    daySums: (...part) => measure(repository.daySums(...part)),
    replace: (...lists) => measure(repository.replace(...lists)),
  }
}

async function hasAll({ database }: GalleryCatalogue): Promise<boolean> {
  return (await database.toplists.count('year')) === 1000
}

/** Both engines understand them. */
function statementsOf(
  { clock }: GalleryCatalogue,
  { steady, others }: Pick<ToplistLoad, 'steady' | 'others'>,
): string[] {
  const today = Math.floor(clock.now / 86_400)
  const count = steady + others
  const first = 1000
  const sums = 'uploaded, downloaded, seed_seconds, torrent_completes, gallery_completes'
  return [
    `INSERT INTO members (id, name, name_key, role, torrent_key, created_at)
     WITH RECURSIVE ${numbers('numbers', count)}
     SELECT ${first} + n, 'member-' || n, 'toplist-' || n, 'member', 'toplist' || (100000000 + n), 1 FROM numbers`,
    `INSERT INTO member_days (member_id, day, ${sums})
     WITH RECURSIVE ${numbers('numbers', count)}, ${numbers('days', days)}
     SELECT ${first} + numbers.n, ${today} + 1 - days.n, (numbers.n * 7919 + days.n * 104729) % 1000003 * 1000,
       (numbers.n * 104729 + days.n * 7919) % 1000003 * 1000, (numbers.n * 31 + days.n * 17) % 86400,
       (numbers.n + days.n) % 3, (numbers.n + days.n) % 2
     FROM numbers, days WHERE numbers.n <= ${steady} OR days.n <= ${daysOfOthers}`,
    `INSERT INTO member_totals (member_id, ${sums})
     SELECT member_id, sum(uploaded), sum(downloaded), sum(seed_seconds), sum(torrent_completes),
       sum(gallery_completes) FROM member_days GROUP BY member_id`,
  ]
}

function numbers(name: string, most: number): string {
  return `${name} (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM ${name} WHERE n < ${most})`
}
