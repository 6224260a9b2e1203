/**
 * Puts the site of a running server together: its sections, the numbers that they show, and the probe of the published
 * addresses.
 */
import type { FastifyInstance } from 'fastify'
import { systemClock } from '#base/clock'
import { threadsMax } from '#base/limits'
import type { Config } from '#config/config'
import { formatNetwork } from '#config/network'
import { type ApiOptions, registerApi } from '#operate/api/register-api'
import type { DataDirectory } from '#operate/data-directory'
import { SelfProbe } from '#operate/self-probe/self-probe'
import { accountPages } from '#site/account/account-pages'
import type { Html } from '#site/html'
import { openHome } from '#site/pages/open-home'
import { policyPages } from '#site/pages/policy/policy-pages'
import { newestTorrents } from '#site/registered/newest-torrents'
import type { Section } from '#site/section'
import { announceHint } from '#site/server/announce-hint'
import { createSite } from '#site/site'
import type { Texts } from '#site/texts/texts'
import { type Counters, openCounters } from '#telemetry/counters'
import { DayHistory, pointSeconds, type Totals } from '#telemetry/day-history'
import type { Health } from '#telemetry/health'
import { HistoryFile } from '#telemetry/history-file'
import type { Log } from '#telemetry/log'
import { exposeMetrics } from '#telemetry/prometheus'
import { metrics } from '#tracker/listeners/request-counters'
import type { Supervisor } from '#tracker/threads/supervisor'
import type { Addresses } from './addresses.ts'
import type { BlockKeeper } from './block-keeper.ts'
import type { Catalogue } from './catalogue.ts'
import { gallerySite } from './gallery-site.ts'
import { openFiles } from './open-files.ts'
import type { OverloadKeeper } from './overload-keeper.ts'
import { createProbedTorrent } from './probed-torrent.ts'
import { profileOf } from './profile.ts'
import { createReadings } from './readings.ts'
import { registeredSite } from './registered-site.ts'
import { listenForSite } from './site-listener.ts'
import { type SiteState, siteStateOf } from './site-state.ts'
import type { Sockets } from './sockets.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'
import { UdpLosses } from './udp-losses.ts'

export type SiteParts = {
  readonly config: Config
  readonly directory: DataDirectory
  readonly health: Health
  readonly keeper: SwarmKeeper
  readonly supervisor: Supervisor
  readonly overload: OverloadKeeper
  readonly counters: SharedArrayBuffer
  readonly addresses: Addresses
  readonly siteState: SiteState | undefined
  readonly sockets: Sockets
  /** Undefined in a mode without a database. */
  readonly catalogue: Catalogue | undefined
  readonly blocks: BlockKeeper
  readonly log: Log
}

export type OpenSite = {
  /** Reads what a changed configuration needs, and gives what brings it into force. Throws StartError. */
  readonly prepare: (config: Config) => () => void
  /** The tracker is about to end: it is asked nothing any more, or it would look as if it were down. */
  readonly stopping: () => void
  /** Answers what has come and takes no new connections, which wait in the kernel. */
  readonly pause: () => Promise<void>
  readonly resume: () => Promise<void>
  readonly close: () => Promise<void>
}

const sampleSeconds = 10
const probePauseSeconds = 60
const probeTimeoutMs = 6000

/** Undefined where the site is off. */
export async function openSite(parts: SiteParts): Promise<OpenSite | undefined> {
  const { addresses, siteState, log } = parts
  const { site: address } = addresses
  if (address === undefined || siteState === undefined) return undefined
  let state = siteState
  const counters = openCounters(parts.counters, threadsMax - 1)
  const history = new DayHistory(systemClock)
  const historyFile = new HistoryFile(parts.directory.file('day.history'), log)
  history.takeUp(historyFile.read())
  const sample = (): void => history.record(totalsOf(parts.keeper, counters))
  const save = (): void => historyFile.write(history.points())
  sample()
  parts.keeper.countSizes()
  const sampling = setInterval(sample, sampleSeconds * 1000).unref()
  const saving = setInterval(save, pointSeconds * 1000).unref()
  const probe = new SelfProbe({
    urls: () => [...state.announceUrls, ...state.otherTrackers.map(({ url }) => url)],
    infoHash: createProbedTorrent(parts.catalogue, (url) => state.announceUrls.includes(url)),
    clock: systemClock,
    log,
    timeoutMs: probeTimeoutMs,
  })
  const site = siteOf({ parts, counters, history, probe, current: () => state })
  const listener = await listenForSite(site, address, parts.sockets)
  probe.start(probePauseSeconds)
  return {
    prepare: (after) => {
      const next = siteStateOf(after, addresses)
      return () => {
        state = next
      }
    },
    stopping: () => {
      clearInterval(sampling)
      clearInterval(saving)
      save()
      probe.stop()
    },
    pause: async () => {
      save()
      await listener.pause()
    },
    resume: () => listener.resume(),
    close: () => listener.close(),
  }
}

type Composition = {
  readonly parts: SiteParts
  readonly counters: Counters
  readonly history: DayHistory
  readonly probe: SelfProbe
  readonly current: () => SiteState
}

function siteOf(composition: Composition): FastifyInstance {
  const { parts, counters, history, probe, current } = composition
  const { config, health, keeper, supervisor, log } = parts
  const losses = new UdpLosses(parts.addresses.udp)
  const readings = createReadings({
    totals: () => keeper.totals(),
    peersMax: keeper.layout.peersMax,
    torrentsMax: keeper.layout.torrentsMax,
    swarmsOfSize: (size) => keeper.sizes.count(size),
    loadedPeers: keeper.loadedPeers,
    threads: supervisor.slots.length,
    restarts: () => supervisor.restarts,
    overload: parts.overload,
    udpLosses: (family) => losses.count(family),
    openFiles,
    startSeconds: systemClock.nowSeconds(),
    catalogue: parts.catalogue,
    blocks: (kind) => parts.blocks.counts(kind),
  })
  const home = openHome({
    clock: systemClock,
    beside: (texts) => newestOf(texts, parts.catalogue),
    current: () => ({
      ...current(),
      ...statesOf(probe, current()),
      numbers: { ...numbersOf(keeper), announcesPerSecond: history.announcesPerSecond() },
      history: history.points(),
    }),
  })
  return createSite({
    health,
    exposeMetrics: () => exposeMetrics({ metrics, counters, readings }),
    metricsNetworks: config.metrics.networks,
    settings: current,
    sections: [
      announceHint({
        paths: profileOf(config).clientPaths,
        line: () => current().announceLine,
      }),
      ...(profileOf(config).hasGalleries ? [] : [home]),
      ...torrentsOf(composition),
      policyPages({ current, isInFooter: profileOf(config).hasGalleries }),
      ...accountsOf(parts, current),
      ...apiOf(parts),
    ],
    trustedProxies: config.site.trustedProxies.map(formatNetwork),
    limitVisitors: config.limits.perPrefix,
    log,
  })
}

/** The front page waits for no database that is known to be away. */
async function newestOf(texts: Texts, catalogue: Catalogue | undefined): Promise<Html | undefined> {
  if (catalogue?.isDatabaseUp !== true) return undefined
  return await newestTorrents(texts, catalogue.parts.torrents, systemClock.nowSeconds())
}

/** The torrents of a mode with a database. */
function torrentsOf({ parts, counters, history, current }: Composition): Section[] {
  const { catalogue, config, keeper } = parts
  if (catalogue === undefined) return []
  if (profileOf(config).hasGalleries)
    return gallerySite({ catalogue, keeper, counters, history, current })
  const siteUrl = (): string => current().url
  return [registeredSite({ config, catalogue, keeper, counters, history, siteUrl })]
}

/** The accounts of a mode with a database. */
function accountsOf({ catalogue, config }: SiteParts, current: () => SiteState): Section[] {
  if (catalogue === undefined) return []
  const { members, tokens, feedTokens, memberExport, notices } = catalogue.parts
  const { hasTorrentKeys, hasGalleries } = profileOf(config)
  const siteUrl = (): string => current().url
  const membership = hasGalleries ? { tokens, feedTokens, memberExport, notices } : undefined
  return [accountPages({ members, clock: systemClock, siteUrl, hasTorrentKeys, membership })]
}

/** The API of a mode with a database: a section without pages. */
function apiOf({ catalogue, config }: SiteParts): Section[] {
  if (catalogue === undefined) return []
  const options: ApiOptions = {
    parts: catalogue.parts,
    door: 'public',
    isLimited: config.limits.perPrefix,
    onFault: (error) => catalogue.noteFault(error),
  }
  return [{ tabs: () => [], register: (site) => void registerApi(site, options) }]
}

/** The probe asks our own addresses first, then those of others. */
function statesOf(probe: SelfProbe, { announceUrls, otherTrackers }: SiteState) {
  const states = probe.states()
  return {
    endpoints: states.slice(0, announceUrls.length),
    otherEndpoints: otherTrackers.flatMap(({ credit }, index) => {
      const state = states[announceUrls.length + index]
      return state === undefined ? [] : [{ ...state, credit }]
    }),
  }
}

function numbersOf(keeper: SwarmKeeper) {
  const { torrents, seeders4, seeders6, leechers4, leechers6 } = keeper.totals()
  const seeders = seeders4 + seeders6
  return { torrents, seeders, peers: seeders + leechers4 + leechers6 }
}

const announceColumns = (['udp', 'http'] as const).flatMap((protocol) =>
  (['4', '6'] as const).map((family) => metrics.requests(protocol, family, 'announce')),
)

function totalsOf(keeper: SwarmKeeper, counters: Counters): Totals {
  const { torrents, peers, seeders } = numbersOf(keeper)
  const announces = announceColumns.reduce((sum, column) => sum + counters.total(column), 0)
  return { announces, torrents, seeders, leechers: peers - seeders }
}
