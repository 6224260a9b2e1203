/**
 * The site as it looks after a busy day, on a real socket: the open tracker's pages over made numbers, and a page of
 * every part of the kit, so that a browser can judge what no mode shows yet. Everything in it is made up.
 */
import type { FastifyInstance } from 'fastify'
import { type OpenHomeState, openHome } from '#site/pages/open-home'
import { loadPolicyDocuments } from '#site/pages/policy/policy-documents'
import type { PolicyFacts, PolicySwitch } from '#site/pages/policy/policy-facts'
import { policyPages } from '#site/pages/policy/policy-pages'
import { createSite } from '#site/site'
import type { HistoryPoint } from '#telemetry/day-history'
import type { EndpointState } from '#telemetry/endpoint-state'
import { Health } from '#telemetry/health'
import { kitPages } from './kit-pages.ts'
import { nowSeconds } from './specimen-clock.ts'

const hour = 3600
const day = 24 * hour

function up(url: string, ...families: readonly (4 | 6)[]): EndpointState {
  return {
    url,
    families: families.map((family) => ({
      family,
      state: 'up',
      sinceSeconds: nowSeconds - 9 * day,
    })),
  }
}

const endpoints: readonly EndpointState[] = [
  up('udp://tracker.example:6969/announce', 4, 6),
  up('http://tracker.example:6969/announce', 4, 6),
  up('https://tracker.example/announce', 4, 6),
  up('udp://ipv4.tracker.example:6969/announce', 4),
  {
    url: 'udp://ipv6.tracker.example:6969/announce',
    families: [
      {
        family: 6,
        state: 'down',
        reason: 'no_answer',
        detail: '',
        sinceSeconds: nowSeconds - 2 * hour,
      },
    ],
  },
]

const otherEndpoints = [
  { ...up('udp://tracker.association.example:1337/announce', 4), credit: 'Example Association' },
  { url: 'https://tracker.university.example/announce', families: [], credit: 'a university' },
]

/** A day with its ebb at four in the morning and its flood in the evening. */
export function madeHistory(): HistoryPoint[] {
  return Array.from({ length: 288 }, (_, index) => {
    const startSeconds = nowSeconds - (nowSeconds % 300) - (287 - index) * 300
    const turn = (((startSeconds % day) / hour - 4) / 24) * 2 * Math.PI
    const tide = 1 - Math.cos(turn)
    const ripple = 1 + 0.02 * Math.sin(index * index) + 0.015 * Math.sin(index / 3)
    return {
      startSeconds,
      announcesPerSecond: (820 + 410 * tide) * ripple,
      torrents: Math.round(1_204_000 + 6000 * tide),
      peers: Math.round(3_900_000 + 240_000 * tide),
      seeders: Math.round(2_350_000 + 90_000 * tide),
    }
  })
}

export const madeHome: OpenHomeState = {
  endpoints,
  isPublished: true,
  otherEndpoints,
  numbers: {
    torrents: 1_213_402,
    peers: 4_236_118,
    seeders: 2_490_377,
    announcesPerSecond: 1407.3,
  },
  history: madeHistory(),
  intervalSeconds: 1800,
  shortestIntervalSeconds: 900,
  fullScrape: false,
  onlyRegistered: false,
}

const switches: Readonly<Record<PolicySwitch, boolean>> = {
  contact: true,
  registered: false,
  'network-list': false,
  'torrent-list': false,
  snapshot: true,
  'address-log': false,
  statistics: false,
  'full-scrape': false,
  'network-limits': true,
  measure: false,
  accounts: false,
  galleries: false,
  proxy: false,
}

export const madeFacts: PolicyFacts = {
  switches,
  siteName: 'tracker.example',
  intervalSeconds: 1800,
  shortestIntervalSeconds: 900,
  peerTimeoutSeconds: 2760,
}

export type SpecimenSite = { readonly url: string; readonly site: FastifyInstance }

/** Listens on a port of the system's choice; `home` changes what the front page shows. */
export async function openSpecimenSite(
  home: Partial<OpenHomeState> = {},
  { hasKit = true } = {},
): Promise<SpecimenSite> {
  const health = new Health()
  health.ready()
  const clock = { nowSeconds: () => nowSeconds }
  const documents = loadPolicyDocuments('')
  const site = createSite({
    health,
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => ({ name: 'tracker.example', url: '' }),
    sections: [
      openHome({ clock, current: () => ({ ...madeHome, ...home }) }),
      policyPages({
        current: () => ({ documents, facts: madeFacts, contact: 'abuse@tracker.example' }),
      }),
      ...(hasKit ? [kitPages()] : []),
    ],
    trustedProxies: [],
    limitVisitors: false,
    log: {
      error: (_event, message, fields) =>
        void process.stderr.write(`${message} ${String(fields?.['err'])}\n`),
    },
  })
  const url = await site.listen({ host: '127.0.0.1', port: 0 })
  return { url, site }
}
