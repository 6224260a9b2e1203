/** The policy pages under the configuration itself: each key that they depend on is changed, and the page is read. */
import type { FastifyInstance } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { loadConfig } from '#config/load'
import { type PolicySwitch, policySwitches } from '#site/pages/policy/policy-facts'
import { policyPages } from '#site/pages/policy/policy-pages'
import { createSite } from '#site/site'
import { type SiteState, siteStateOf } from '#site-state'
import { Health } from '#telemetry/health'

const nowhere = { udp: [], http: [], https: [], site: undefined }

function stateWith(...overrides: readonly string[]): SiteState {
  return siteStateOf(loadConfig({ file: undefined, overrides }), nowhere)
}

let state = stateWith()
const site: FastifyInstance = createSite({
  health: new Health(),
  exposeMetrics: () => '',
  metricsNetworks: [],
  settings: () => state,
  sections: [policyPages({ current: () => state })],
  trustedProxies: [],
  limitVisitors: false,
  log: { error: () => {} },
})
afterAll(() => site.close())

async function read(path: string, ...overrides: readonly string[]): Promise<string> {
  state = stateWith(...overrides)
  const { statusCode, body } = await site.inject(path)
  expect(statusCode).toBe(200)
  return body.replaceAll(/\s+/g, ' ')
}

type Case = {
  readonly override: string
  /** The other value, where that is not the default. */
  readonly other?: string
  readonly path: string
  readonly says: string
  readonly saysElse: string
}

const cases: readonly Case[] = [
  {
    override: 'tracker.full_scrape=true',
    other: 'tracker.full_scrape=false',
    path: '/privacy',
    says: 'is told to anybody who asks for all of them',
    saysElse: 'is told to nobody',
  },
  {
    override: 'site.contact=abuse@tracker.example',
    path: '/takedown',
    says: 'as 40 hexadecimal digits',
    saysElse: 'has named no contact',
  },
  {
    override: 'blocks.info_hashes_file=/etc/waggle/info-hashes.txt',
    path: '/takedown',
    says: 'An info-hash can be refused',
    saysElse: 'has no list of info-hashes to refuse',
  },
  {
    override: 'limits.per_prefix=true',
    other: 'limits.per_prefix=false',
    path: '/policy',
    says: 'What one network can do is limited',
    saysElse: 'no automatic limits on',
  },
  {
    override: 'blocks.measure=true',
    path: '/privacy',
    says: 'which clients send most',
    saysElse: 'from which network is not counted',
  },
  {
    override: 'tracker.trusted_proxies=["192.0.2.1"]',
    path: '/privacy',
    says: 'may pass a reverse proxy',
    saysElse: 'Nothing is recorded of who moved what',
  },
  {
    override: 'mode=registered',
    path: '/privacy',
    says: 'Registered torrents: name, files',
    saysElse: 'They set no cookies',
  },
  {
    override: 'mode=gallery',
    path: '/privacy',
    says: 'How much an account moved, for each torrent',
    saysElse: 'Nothing is recorded of who moved what',
  },
]

describe('the page says what is configured', () => {
  test.for(cases)('$override on $path', async ({ override, other, path, says, saysElse }) => {
    const overrides = other === undefined ? [] : [other]
    expect(await read(path, override)).toContain(says)
    const elsewise = await read(path, ...overrides)
    expect(elsewise).not.toContain(says)
    expect(elsewise).toContain(saysElse)
  })
})

test('what no key changes is what this version does', () => {
  const flipped = new Set<PolicySwitch>()
  for (const { override, other } of cases) {
    const [one, two] = [stateWith(override), other === undefined ? stateWith() : stateWith(other)]
    for (const name of policySwitches)
      if (one.facts.switches[name] !== two.facts.switches[name]) flipped.add(name)
  }
  const constant = policySwitches.filter((name) => !flipped.has(name))
  expect(constant.map((name) => [name, stateWith().facts.switches[name]])).toEqual([
    // Networks can be blocked at any time.
    ['network-list', true],
    ['snapshot', true],
    ['address-log', false],
  ])
})
