import type { FastifyInstance } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { Health } from '#telemetry/health'
import type { Section } from '../../section.ts'
import { createSite } from '../../site.ts'
import { parseDocument } from './policy-document.ts'
import { loadPolicyDocuments } from './policy-documents.ts'
import { type PolicyFacts, type PolicySwitch, policySwitches } from './policy-facts.ts'
import { type PolicyState, policyPages } from './policy-pages.ts'

const documents = loadPolicyDocuments('')

function factsWith(switches: Partial<Record<PolicySwitch, boolean>>): PolicyFacts {
  const off = Object.fromEntries(policySwitches.map((name) => [name, false]))
  return {
    switches: { ...off, ...switches } as PolicyFacts['switches'],
    siteName: 'tracker.example',
    intervalSeconds: 1800,
    shortestIntervalSeconds: 900,
    peerTimeoutSeconds: 2760,
  }
}

let state: PolicyState = { documents, facts: factsWith({}), contact: '' }

function siteOf(section: Section): FastifyInstance {
  return createSite({
    health: new Health(),
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => ({ name: 'tracker.example', url: '' }),
    sections: [section],
    trustedProxies: [],
    limitVisitors: false,
    log: { error: () => {} },
  })
}

const site = siteOf(policyPages({ current: () => state }))
afterAll(() => site.close())

async function read(url: string, next: Partial<PolicyState>, method: 'GET' | 'POST' = 'GET') {
  state = { documents, facts: factsWith({}), contact: '', ...next }
  const reply = await site.inject({ method, url })
  expect(reply.statusCode).toBe(200)
  // Without the line ends of the source.
  return { ...reply, text: reply.body.replaceAll(/\s+/g, ' ') }
}

test('they stand in the header, or where that is full in the footer of every page', async () => {
  const links = /<nav[^>]*>\s*<a href="\/policy" aria-current="page">/
  const partsOf = (body: string) =>
    body.split(/<main\b[\s\S]*<\/main>/).map((part) => links.test(part))
  expect(partsOf((await site.inject('/policy')).body)).toEqual([true, false])
  const other = siteOf(policyPages({ current: () => state, isInFooter: true }))
  expect(partsOf((await other.inject('/policy')).body)).toEqual([false, true])
  expect((await other.inject({ url: '/x', headers: { accept: 'text/html' } })).body).toContain(
    '<a href="/contact">',
  )
  await other.close()
})

describe('each switch decides what its page says', () => {
  test.for<[PolicySwitch, string, string, string]>([
    ['network-limits', '/policy', 'What one network can do is limited', 'no automatic limits on'],
    ['network-list', '/policy', 'are put on a list and refused', 'No list of refused networks'],
    ['full-scrape', '/policy', 'is answered with all of them', 'has to name its info-hashes'],
    ['full-scrape', '/privacy', 'told to anybody who asks for all', 'there are is told to nobody'],
    ['snapshot', '/privacy', 'in a file that the server alone can read', 'never written to a disk'],
    [
      'address-log',
      '/privacy',
      'Your address, and what it asked for',
      'No address is written to a',
    ],
    ['measure', '/privacy', 'which clients send most', 'from which network is not counted'],
    ['statistics', '/privacy', 'in a database', 'Nothing is recorded of who moved what'],
    [
      'torrent-list',
      '/takedown',
      'An info-hash can be refused',
      'has no list of info-hashes to refuse',
    ],
    ['registered', '/policy', 'all others are refused', 'Anybody may announce any torrent'],
    ['registered', '/policy', 'keeps their names', 'no torrents and no names of either'],
    ['registered', '/takedown', 'names and sizes of files', 'is never given the files'],
    ['accounts', '/privacy', 'There is one cookie', 'They set no cookies'],
    ['contact', '/takedown', 'as 40 hexadecimal digits', 'has named no contact'],
    ['contact', '/contact', 'please write', 'has named no contact'],
  ])('%s on %s', async ([name, url, on, off]) => {
    const [when, whenNot] = [
      await read(url, { facts: factsWith({ [name]: true }) }),
      await read(url, { facts: factsWith({}) }),
    ]
    expect(when.text).toContain(on)
    expect(when.text).not.toContain(off)
    expect(whenNot.text).toContain(off)
    expect(whenNot.text).not.toContain(on)
  })

  test.for<[PolicySwitch, string]>([
    ['galleries', 'An address of mail'],
    ['proxy', 'may pass a reverse proxy'],
    ['registered', 'Registered torrents: name, files'],
    ['network-limits', 'remembers in memory which networks asked'],
  ])('%s on /privacy, which else is silent about it', async ([name, on]) => {
    expect((await read('/privacy', { facts: factsWith({ [name]: true }) })).text).toContain(on)
    expect((await read('/privacy', { facts: factsWith({}) })).text).not.toContain(on)
  })
})

describe('a policy page', () => {
  test('gives the times that are configured', async () => {
    const { text } = await read('/policy', {})
    expect(text).toContain('every 30 minutes, and no more often than every 15 minutes')
    expect((await read('/privacy', {})).text).toContain('46 minutes after its last announce')
  })

  test('says when it was changed', async () => {
    for (const url of ['/policy', '/privacy', '/takedown', '/contact'])
      expect((await read(url, {})).text).toMatch(/Last updated <time datetime="\d{4}-\d\d-\d\d">/)
  })

  test('keeps the clause on fees to itself', async () => {
    expect((await read('/policy', {})).text).not.toMatch(/fees?\b|€/i)
  })

  test('links to the others by their paths', async () => {
    const { text } = await read('/policy', {})
    expect(text).toContain('<a href="/privacy">')
    expect(text).not.toContain('.md')
  })

  test("of the operator's own shows no raw HTML", async () => {
    const text = '# Ours\n\n<script>alert(1)</script> {site_name}'
    const own = { ...documents, policy: parseDocument(text) }
    const { body } = await read('/policy', { documents: own })
    expect(body).toContain('<title>Ours · tracker.example</title>')
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt; tracker.example')
  })
})

describe('the contact', () => {
  const facts = factsWith({ contact: true })
  const mail = { facts, contact: 'abuse@tracker.example' }

  test('is on no page that a link leads to', async () => {
    for (const url of ['/policy', '/privacy', '/takedown', '/contact'])
      expect((await read(url, mail)).body).not.toMatch(/@|mailto/)
  })

  test('is told to whoever presses the button', async () => {
    expect((await read('/contact', mail)).body).toContain('method="post"')
    const { body, headers } = await read('/contact', mail, 'POST')
    expect(body).toContain('<a href="mailto:abuse@tracker.example">abuse@tracker.example</a>')
    expect(headers['x-robots-tag']).toBe('noindex')
  })

  test('is told to no page of another site', async () => {
    state = { documents, ...mail }
    const headers = { origin: 'https://evil.example' }
    const { statusCode, body } = await site.inject({ method: 'POST', url: '/contact', headers })
    expect(statusCode).toBe(403)
    expect(body).not.toContain('abuse@')
  })

  test('is a plain link where it is a page', async () => {
    const { body } = await read('/contact', { facts, contact: 'https://tracker.example/write' })
    expect(body).toContain('<a href="https://tracker.example/write">')
    expect(body).not.toContain('<form')
  })

  test('that is not there has no button', async () => {
    expect((await read('/contact', {})).body).not.toContain('<form')
    expect((await read('/contact', {}, 'POST')).body).not.toContain('mailto')
  })
})
