/** How the tracker is doing, gathered from where it is counted, for the page that its operators see. */
import type { Refusal, TrackerOverview } from '#site/registered/tracker-overview'
import type { Counters } from '#telemetry/counters'
import type { DayHistory } from '#telemetry/day-history'
import { metrics } from '#tracker/listeners/request-counters'
import { allFailures, failureDescriptions } from '#tracker/wire/failure'
import type { Catalogue } from './catalogue.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'

export type OverviewSources = {
  readonly catalogue: Catalogue
  readonly keeper: SwarmKeeper
  readonly counters: Counters
  readonly history: DayHistory
}

export function overviewOf({
  catalogue,
  keeper,
  counters,
  history,
}: OverviewSources): TrackerOverview {
  const { torrents, seeders4, seeders6, leechers4, leechers6 } = keeper.totals()
  const { engine, shownUrl, state } = catalogue.parts.database
  const now = state()
  return {
    announcesPerSecond: history.announcesPerSecond(),
    history: history.points(),
    swarms: torrents,
    seeders: seeders4 + seeders6,
    leechers: leechers4 + leechers6,
    registered: {
      served: catalogue.infoHashes,
      unserved: catalogue.unserved,
      room: catalogue.keeper.room,
    },
    refusals: refusalsOf(counters),
    requests: requestColumns.reduce((sum, column) => sum + counters.total(column), 0),
    database: { engine, shownUrl, problem: now === 'ok' ? undefined : now.problem },
    flush: catalogue.flush,
    uptimeSeconds: Math.floor(process.uptime()),
  }
}

const requestColumns = (['udp', 'http'] as const).flatMap((protocol) =>
  (['4', '6'] as const).flatMap((family) =>
    (['announce', 'scrape', 'full_scrape'] as const).map((action) =>
      metrics.requests(protocol, family, action),
    ),
  ),
)

function refusalsOf(counters: Counters): Refusal[] {
  return allFailures
    .map((failure) => {
      const { code, text } = failureDescriptions[failure]
      const [udp, http] = [metrics.failures('udp', code), metrics.failures('http', code)]
      return { code, text, count: counters.total(udp) + counters.total(http) }
    })
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count)
}
