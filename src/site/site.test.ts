import type { FastifyInstance } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { siteFormsPerMinuteMax, siteRequestsPerMinuteMax } from '#base/limits'
import { Health } from '#telemetry/health'
import { page } from './components/page.ts'
import { html } from './html.ts'
import type { Section } from './section.ts'
import { announceHint } from './server/announce-hint.ts'
import { sendPage } from './server/send-page.ts'
import { formLimit } from './server/visitor-limits.ts'
import { createSite, type SiteOptions, type SiteSettings } from './site.ts'

const sites: FastifyInstance[] = []
afterAll(() => Promise.all(sites.map((site) => site.close())))

type Changes = Partial<SiteOptions> & {
  readonly settings?: never
  readonly set?: Partial<SiteSettings>
}

function newSite({ set, ...changes }: Changes = {}): FastifyInstance {
  const site = createSite({
    health: new Health(),
    exposeMetrics: () => 'waggle_torrents 7\n',
    metricsNetworks: [
      { address: '127.0.0.0', prefixBits: 8, family: 4 },
      { address: '192.0.2.128', prefixBits: 25, family: 4 },
      { address: '2001:db8::', prefixBits: 32, family: 6 },
    ],
    sections: [sampleSection],
    trustedProxies: [],
    limitVisitors: true,
    log: { error: () => {} },
    ...changes,
    settings: () => ({ name: 'Waggle', url: '', ...set }),
  })
  sites.push(site)
  return site
}

/** A page, a form, and a page that fails. */
const sampleSection: Section = {
  tabs: () => [{ href: '/', label: 'Front' }],
  register: (site, shell) => {
    site.get('/', (_request, reply) =>
      sendPage(reply, page(shell(), { title: 'Front', tab: '/', content: html`<h1>Front</h1>` })),
    )
    site.post('/change', { config: formLimit }, (request, reply) => reply.send(request.body))
    site.get('/broken', () => {
      throw new Error('the database is at secret.example')
    })
  },
}

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

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
    const line = 'Announce to udp://tracker.example:6969/announce'
    const hint = announceHint({ paths: ['/announce', '/scrape'], line: () => line })
    const { statusCode, headers, body } = await newSite({ sections: [hint] }).inject(url)
    expect(statusCode).toBe(404)
    expect(headers['content-type']).toMatch(/^text\/plain\b/)
    expect(body).toBe(`The tracker is elsewhere. ${line}\n`)
  })
})

describe('a page', () => {
  test('comes with headers that keep it to itself', async () => {
    const { statusCode, headers, body } = await newSite().inject('/')
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-cache',
      'content-security-policy':
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    expect(headers).not.toHaveProperty('strict-transport-security')
    expect(headers).not.toHaveProperty('set-cookie')
    expect(body).toContain('<title>Front · Waggle</title>')
    expect(body).toContain('<a href="/" aria-current="page">Front</a>')
  })

  test('answers HEAD without a body', async () => {
    const { statusCode, headers, body } = await newSite().inject({ method: 'HEAD', url: '/' })
    expect(statusCode).toBe(200)
    expect(Number(headers['content-length'])).toBeGreaterThan(500)
    expect(body).toBe('')
  })

  test('carries the name of the tracker, whatever it is', async () => {
    const { body } = await newSite({ set: { name: '<b>"Ours" & co</b>' } }).inject('/')
    expect(body).toContain('&lt;b&gt;&quot;Ours&quot; &amp; co&lt;/b&gt;')
    expect(body).not.toContain('<b>')
  })
})

describe('an asset', () => {
  const site = newSite()

  async function urls(): Promise<string[]> {
    const { body } = await site.inject('/')
    return [...new Set([...body.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, url = '']) => url))]
  }

  test('is kept for a year under a name that holds its hash', async () => {
    const all = await urls()
    expect(all).toHaveLength(6)
    for (const url of all) {
      expect(url).toMatch(/^\/assets\/[a-z]+\.[\w-]{12}\.(?:css|js|svg)$/)
      const { statusCode, headers } = await site.inject(url)
      expect(statusCode).toBe(200)
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-type']).toMatch(/^(?:text\/(?:css|javascript)|image\/svg\+xml)/)
    }
  })

  test('is not sent again to who has it', async () => {
    const [url = ''] = await urls()
    const { headers } = await site.inject(url)
    const etag = String(headers.etag)
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`]) {
      const again = await site.inject({ url, headers: { 'if-none-match': known } })
      expect([again.statusCode, again.body]).toEqual([304, ''])
    }
    const other = await site.inject({ url, headers: { 'if-none-match': '"x"' } })
    expect(other.statusCode).toBe(200)
  })

  test.for(['waggle.css', 'waggle.000000000000.css', '..%2Fsite.ts', '%2e%2e%2fhtml.ts'])(
    'named %s is none',
    async (name) => {
      expect((await site.inject(`/assets/${name}`)).statusCode).toBe(404)
    },
  )
})

describe('an error', () => {
  const site = newSite()

  test.for([
    ['GET', '/nothing'],
    ['POST', '/announce'],
    ['DELETE', '/healthz'],
  ] as const)('for programs is one line: %s %s', async ([method, url]) => {
    const { statusCode, headers, body } = await site.inject({ method, url })
    expect(statusCode).toBe(404)
    expect(headers['content-type']).toMatch(/^text\/plain/)
    expect(body).toBe('There is no such page.\n')
  })

  test('for browsers is a page with what, why and a way out', async () => {
    const { statusCode, headers, body } = await site.inject({ url: '/nothing', headers: browser })
    expect(statusCode).toBe(404)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(body).toContain('<h1>Not found</h1>')
    expect(body).toContain('<p>There is no such page.</p>')
    expect(body).toContain('<a href="/">')
  })

  test.for([
    [{ url: '/%ff' }, 400, 'The address could not be understood.\n'],
    [{ url: '/%' }, 400, 'The address could not be understood.\n'],
    [
      form({ payload: 'x'.repeat(100_000) }),
      413,
      'What you sent is larger than this page takes.\n',
    ],
    [
      form({ headers: { 'content-type': 'application/xml' } }),
      415,
      'This page does not take what you sent.\n',
    ],
    [
      form({ headers: { 'content-type': 'application/json' }, payload: '{' }),
      400,
      'This request could not be understood.\n',
    ],
  ] as const)('of %o is told in one line', async ([request, status, text]) => {
    const { statusCode, body } = await site.inject(request)
    expect([statusCode, body]).toEqual([status, text])
  })

  test('of ours goes to the log, and to nobody else', async () => {
    const logged: string[] = []
    const log = {
      error: (event: string, _message: string, fields = {}) =>
        logged.push(`${event} ${JSON.stringify(fields)}`),
    } as unknown as SiteOptions['log']
    const broken = newSite({ log })
    for (const headers of [browser, {}]) {
      const { statusCode, body } = await broken.inject({ url: '/broken?key=abc', headers })
      expect(statusCode).toBe(500)
      expect(body).toContain('Something went wrong on this server.')
      expect(body).not.toContain('secret.example')
    }
    expect(logged[0]).toMatch(/^site_failed .*"route":"\/broken"/)
    expect(logged.join()).not.toContain('abc')
  })
})

function form({
  payload = 'a=b',
  headers = {},
}: {
  payload?: string
  headers?: Record<string, string>
}) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return { method: 'POST', url: '/change', payload, headers: { ...type, ...headers } } as const
}

describe('a change', () => {
  const site = newSite({ set: { url: 'https://tracker.example' } })

  async function statusWith(headers: Record<string, string>): Promise<number> {
    return (await site.inject(form({ headers: { host: 'inner:8080', ...headers } }))).statusCode
  }

  test.for([
    {},
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://inner:8080' },
    { origin: 'https://tracker.example' },
    { origin: 'https://tracker.example', 'sec-fetch-site': 'cross-site' },
  ])('is taken with %o', async (headers) => {
    expect(await statusWith(headers)).toBe(200)
  })

  test.for([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://other.tracker.example' },
    { origin: 'https://evil.example' },
    { origin: 'https://tracker.example.evil.example' },
    { origin: 'http://tracker.example' },
    { origin: 'http://inner:8081' },
    { origin: 'null' },
    { origin: '' },
  ])('is refused with %o', async (headers) => {
    expect(await statusWith(headers)).toBe(403)
  })

  test('is not asked where it comes from when it is none', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    expect((await site.inject({ url: '/', headers })).statusCode).toBe(200)
  })

  test('that was refused says why', async () => {
    const headers = { ...browser, origin: 'https://evil.example' }
    const { body } = await site.inject(form({ headers }))
    expect(body).toContain('did not come from a page of this site')
  })
})

async function statuses(
  site: FastifyInstance,
  count: number,
  headersOf: (index: number) => Record<string, string> = () => ({}),
  url = '/',
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (let index = 0; index < count; index++) {
    const { statusCode } = await site.inject({ url, headers: headersOf(index) })
    counts[statusCode] = (counts[statusCode] ?? 0) + 1
  }
  return counts
}

/** Visitors who name a new address each time. */
function strangers(index: number) {
  return { 'x-forwarded-for': `198.51.100.${index % 200}` }
}

/** The proxy adds the last entry; what stands before it was the visitor's own invention. */
function inventors(index: number) {
  return { 'x-forwarded-for': `10.0.${index % 200}.1, 203.0.113.8` }
}

describe('whoever asks too often', () => {
  test('is told to wait, and for how long', async () => {
    const site = newSite()
    expect(await statuses(site, siteRequestsPerMinuteMax + 3)).toEqual({
      200: siteRequestsPerMinuteMax,
      429: 3,
    })
    const { headers, body } = await site.inject('/')
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(body).toBe('Too many requests came from your network.\n')
    expect((await site.inject('/nothing')).statusCode).toBe(429)
    expect((await site.inject('/healthz')).statusCode).toBe(503)
    expect((await site.inject({ url: '/', remoteAddress: '203.0.113.9' })).statusCode).toBe(200)
  })

  test('may send fewer forms than that', async () => {
    const site = newSite()
    for (let count = 0; count < siteFormsPerMinuteMax; count++)
      expect((await site.inject(form({}))).statusCode).toBe(200)
    expect((await site.inject(form({}))).statusCode).toBe(429)
    expect((await site.inject('/')).statusCode).toBe(200)
  })

  test('cannot hide behind a header, unless a trusted proxy sends it', async () => {
    const count = siteRequestsPerMinuteMax + 3
    expect(await statuses(newSite(), count, strangers)).toMatchObject({ 429: 3 })
    const proxied = newSite({ trustedProxies: ['127.0.0.0/8'] })
    expect(await statuses(proxied, count, strangers)).toEqual({ 200: count })
    expect(await statuses(proxied, count, inventors)).toMatchObject({ 429: 3 })
  })

  test('is let through where limits are off', async () => {
    const site = newSite({ limitVisitors: false })
    const count = siteRequestsPerMinuteMax + 3
    expect(await statuses(site, count)).toEqual({ 200: count })
  })
})
