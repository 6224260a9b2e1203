import type { FastifyInstance } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import type { EndpointState } from '#telemetry/endpoint-state'
import { Health } from '#telemetry/health'
import { createSite } from '../site.ts'
import { type OpenHomeState, openHome } from './open-home.ts'

const nowSeconds = Date.UTC(2026, 10, 21, 14, 32, 7) / 1000

const quiet: OpenHomeState = {
  endpoints: [],
  isPublished: true,
  otherEndpoints: [],
  numbers: { torrents: 0, peers: 0, seeders: 0, announcesPerSecond: undefined },
  history: [],
  intervalSeconds: 1800,
  shortestIntervalSeconds: 900,
  fullScrape: false,
  onlyRegistered: false,
}

let state = quiet

const site: FastifyInstance = createSite({
  health: new Health(),
  exposeMetrics: () => '',
  metricsNetworks: [],
  settings: () => ({ name: 'tracker.example', url: '' }),
  sections: [openHome({ current: () => state, clock: { nowSeconds: () => nowSeconds } })],
  trustedProxies: [],
  limitVisitors: false,
  log: { error: () => {} },
})
afterAll(() => site.close())

/** The front page as text: without tags, its words one space apart. */
async function words(changes: Partial<OpenHomeState> = {}): Promise<string> {
  const body = await source(changes)
  return body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}

async function source(changes: Partial<OpenHomeState> = {}): Promise<string> {
  state = { ...quiet, ...changes }
  const { statusCode, body } = await site.inject('/')
  expect(statusCode).toBe(200)
  return body
}

function endpoint(url: string, ...families: EndpointState['families']): EndpointState {
  return { url, families }
}

const upSince = (family: 4 | 6, seconds: number) =>
  ({ family, state: 'up', sinceSeconds: nowSeconds - seconds }) as const

describe('the front page', () => {
  test('gives each address, and all of them as a list with an empty line between two', async () => {
    const body = await source({
      endpoints: [endpoint('udp://a.example:1/announce'), endpoint('http://b.example/announce')],
    })
    const codes = [...body.matchAll(/<code>([\s\S]*?)<\/code>/g)].map(([, code = '']) =>
      code.replaceAll('<wbr>', ''),
    )
    expect(codes).toEqual([
      'udp://a.example:1/announce',
      'http://b.example/announce',
      'udp://a.example:1/announce\n\nhttp://b.example/announce',
    ])
  })

  test('says of each family whether it answers, since when, and if not, why', async () => {
    const text = await words({
      endpoints: [
        endpoint('udp://a.example:1/announce', upSince(4, 9 * 86_400), {
          family: 6,
          state: 'down',
          reason: 'refused',
          detail: '',
          sinceSeconds: nowSeconds - 7200,
        }),
        endpoint('https://b.example/announce', upSince(6, 30)),
        endpoint('http://c.example/announce', {
          family: 4,
          state: 'down',
          reason: 'http_status',
          detail: '502',
          sinceSeconds: nowSeconds - 60,
        }),
        endpoint('http://d.example/announce', {
          family: undefined,
          state: 'unknown',
          reason: 'not_from_here',
          detail: '',
          sinceSeconds: nowSeconds,
        }),
        endpoint('http://e.example/announce'),
      ],
    })
    expect(text).toContain('UDP ● IPv4 up 9 d ✕ IPv6 down 2 h : connection refused')
    expect(text).toContain('HTTPS, IPv6 only ● up now')
    expect(text).toContain('HTTP, IPv4 only ✕ down 1 min : it answered HTTP 502')
    expect(text).toContain('HTTP ○ not known now : this server has no way there to ask it')
    expect(text).toContain('HTTP ○ not asked yet')
  })

  test('thanks those who keep other trackers', async () => {
    const text = await words({
      otherEndpoints: [{ ...endpoint('udp://o.example:1/announce'), credit: '<b>An Association' }],
    })
    expect(text).toContain('kept by &lt;b&gt;An Association')
    expect(await words()).not.toContain('kept by')
  })

  test('says how much there is', async () => {
    const numbers = { torrents: 1234, peers: 56789, seeders: 43210, announcesPerSecond: 7.25 }
    const text = await words({ numbers })
    expect(text).toContain('Info-hashes 1,234 Peers 56,789 Seeds 43,210 Announces/s 7.3')
    expect(await words()).toContain('Announces/s – ')
  })

  test('shows the day, and the same by the hour as a table', async () => {
    const point = { torrents: 10, peers: 20, seeders: 5 }
    const text = await words({
      history: [
        { ...point, startSeconds: nowSeconds - 3900, announcesPerSecond: 40 },
        { ...point, startSeconds: nowSeconds - 300, announcesPerSecond: 60 },
      ],
    })
    const body = await source({
      history: [{ ...point, startSeconds: nowSeconds - 300, announcesPerSecond: 60 }],
    })
    expect(body).toContain('class="line" d="M597.9 30L600 30"')
    expect(text).toContain('80 40 0 2026-11-20 14:32 2026-11-21 14:32')
    expect(text).toContain('14:00 60 10 20 5 13:00 40 10 20 5')
    expect(await words()).toContain('Nothing has been recorded yet')
  })

  test('says of itself what its configuration says', async () => {
    expect(await words({ intervalSeconds: 3600 })).not.toContain('every 60 minutes')
    const endpoints = [endpoint('udp://a.example:1/announce')]
    expect(await words({ endpoints, intervalSeconds: 3600 })).toContain('every 60 minutes')
    expect(await words({ shortestIntervalSeconds: 600 })).toContain('than every 10 minutes')
    expect(await words({ fullScrape: true })).toContain('is answered with every torrent')
    expect(await words({ fullScrape: false })).toContain('has to name its info-hashes')
    expect(await words({ onlyRegistered: true })).toContain('Only registered torrents are served')
    expect(await words({ onlyRegistered: true })).not.toContain('any torrent')
    expect(await words({ endpoints, isPublished: false })).toContain('tracker.announce_urls')
    expect(await words({ endpoints })).not.toContain('tracker.announce_urls')
    expect(await words()).toContain('has no address at present')
  })
})
