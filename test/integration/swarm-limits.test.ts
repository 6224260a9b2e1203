/**
 * What one address may do where limits.per_prefix is left on (conformance 1.5, S13): its entries in one swarm are
 * bounded, and the counts are those of the entries that are there.
 */
import { describe, expect, test } from 'vitest'
import { announceTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { httpGetMany } from '../support/http-request.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { readMetric } from '../support/read-metric.ts'
import { useWaggle } from '../support/use-waggle.ts'

describe.for(drivers)('limits per address on the %s driver', (driver) => {
  const waggle = useWaggle({ driver, settings: { 'limits.per_prefix': 'true' } })

  test.for([4, 6] as const)('S13: one IPv%i address cannot fill a swarm', async (family) => {
    const infoHash = randomHash()
    const endpoint = family === 4 ? waggle().http4 : waggle().http6
    const targets = Array.from({ length: 1000 }, (_, index) =>
      announceTarget(infoHash, { port: 10_000 + index, left: 1, numwant: 0 }),
    )
    for (const response of await httpGetMany(endpoint, targets)) {
      expect(response.status).toBe(200)
    }
    const { incomplete } = await scrape(waggle().http4, infoHash)
    expect(incomplete).toBeGreaterThan(0)
    expect(incomplete).toBeLessThanOrEqual(32)
    expect(await readMetric(waggle(), 'waggle_replaced_peers_total')).toBeGreaterThan(0)
    const other = { localAddress: '127.0.0.200' }
    const reply = await announce(waggle().http4, infoHash, { numwant: 200 }, other)
    expect(reply).toMatchObject({ complete: 1, incomplete })
    expect(new Set([...reply.peers, ...reply.peers6]).size).toBe(incomplete)
  })

  test('S13: another address finds room in the same swarm', async () => {
    const infoHash = randomHash()
    const targets = Array.from({ length: 200 }, (_, index) =>
      announceTarget(infoHash, { port: 10_000 + index, left: 1, numwant: 0 }),
    )
    await httpGetMany(waggle().http4, targets)
    const before = await scrape(waggle().http4, infoHash)
    const reply = await announce(waggle().http4, infoHash, {}, { localAddress: '127.0.0.201' })
    expect(reply.complete).toBe(1)
    expect(reply.incomplete).toBe(before.incomplete)
  })
})
