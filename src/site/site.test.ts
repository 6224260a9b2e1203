import type { FastifyInstance } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { Health } from '#telemetry/health'
import { createSite, type SiteOptions } from './site.ts'

const sites: FastifyInstance[] = []
afterAll(() => Promise.all(sites.map((site) => site.close())))

function newSite(changes: Partial<SiteOptions> = {}): FastifyInstance {
  const site = createSite({
    health: new Health(),
    exposeMetrics: () => 'waggle_torrents 7\n',
    metricsNetworks: [
      { address: '127.0.0.0', prefixBits: 8, family: 4 },
      { address: '192.0.2.128', prefixBits: 25, family: 4 },
      { address: '2001:db8::', prefixBits: 32, family: 6 },
    ],
    announceUrls: ['udp://tracker.example:6969/announce', 'http://tracker.example:6969/announce'],
    ...changes,
  })
  sites.push(site)
  return site
}

describe('/healthz', () => {
  test('says 200 as long as announces are answered', async () => {
    const health = new Health()
    const site = newSite({ health })
    const answer = async (): Promise<string> => {
      const { statusCode, body } = await site.inject('/healthz')
      return `${statusCode} ${body}`
    }
    expect(await answer()).toBe('503 starting\n')
    health.ready()
    expect(await answer()).toBe('200 ready\n')
    health.impair('database', 'it does not answer')
    expect(await answer()).toBe('200 degraded: database: it does not answer\n')
    health.restore('database')
    expect(await answer()).toBe('200 ready\n')
    health.stopping()
    expect(await answer()).toBe('503 stopping\n')
  })
})

describe('/metrics', () => {
  const site = newSite()

  async function statusFor(
    remoteAddress: string,
    headers: Record<string, string> = {},
  ): Promise<number> {
    const { statusCode, body } = await site.inject({ url: '/metrics', remoteAddress, headers })
    expect(body.includes('waggle_torrents 7')).toBe(statusCode === 200)
    return statusCode
  }

  test.for(['127.0.0.1', '127.9.9.9', '192.0.2.128', '2001:db8::1', '::ffff:127.0.0.1'])(
    'answers %s, which is allowed',
    async (address) => {
      expect(await statusFor(address)).toBe(200)
    },
  )

  test.for(['192.0.2.127', '203.0.113.7', '2001:db9::1', '::1', '::ffff:203.0.113.7'])(
    'is forbidden to %s, a stranger',
    async (address) => {
      expect(await statusFor(address)).toBe(403)
    },
  )

  test.for([
    'X-Forwarded-For',
    'X-Real-IP',
    'Forwarded',
    'Via',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
  ])('is forbidden to what a proxy forwards with %s, whoever is named in it', async (header) => {
    expect(await statusFor('127.0.0.1', { [header]: '127.0.0.1' })).toBe(403)
  })

  test('are Prometheus text', async () => {
    const { headers } = await site.inject('/metrics')
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  })
})

describe('an announce to the site', () => {
  test.for([
    '/announce',
    '/scrape',
    '/announce?info_hash=%FF%00%C3%28&port=1',
    '/scrape?info_hash=%FE%FF',
  ])('%s is told where the tracker is', async (url) => {
    const { statusCode, headers, body } = await newSite().inject(url)
    expect(statusCode).toBe(404)
    expect(headers['content-type']).toMatch(/^text\/plain\b/)
    expect(body).toBe(
      'The tracker is elsewhere. Announce to udp://tracker.example:6969/announce or http://tracker.example:6969/announce\n',
    )
  })

  test('is told so where there is no tracker', async () => {
    const { body } = await newSite({ announceUrls: [] }).inject('/announce')
    expect(body).toBe('The tracker is elsewhere. It has no address.\n')
  })
})

describe('the site', () => {
  const site = newSite()

  test('says at its root what this is', async () => {
    const { statusCode, body } = await site.inject('/')
    expect(statusCode).toBe(200)
    expect(body).toMatch(/^This is a BitTorrent tracker\. Announce to udp:\/\/tracker\.example/)
  })

  test.for([
    ['GET', '/nothing'],
    ['POST', '/announce'],
    ['DELETE', '/healthz'],
  ] as const)('has no page for %s %s', async ([method, url]) => {
    const { statusCode, body } = await site.inject({ method, url })
    expect(statusCode).toBe(404)
    expect(body).toBe('There is no such page.\n')
  })
})
