/**
 * nginx, Apache and Caddy in front of the tracker, set up as docs/guides/behind-a-web-server.md says: the real
 * servers, with the very files of docs/examples.
 */
import { describe, expect, test, vi } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { httpGet } from '../support/http-request.ts'
import { announce } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { readMetric } from '../support/read-metric.ts'
import { untilTrue } from '../support/until-true.ts'
import { useWaggle } from '../support/use-waggle.ts'
import { testBehindProxy } from './behind-proxy-suite.ts'
import { apache, caddy, nginx } from './recipes.ts'
import { useWebServer } from './web-server.ts'

const servers = [nginx, apache, caddy]
const args = ['--config', 'docs/examples/behind-web-server.toml']
const settings = { 'tracker.http': '["127.0.0.1:0"]' }

describe.for(drivers)('the %s driver', (driver) => {
  describe.for(servers)('behind $command', (recipe) => {
    const waggle = useWaggle({ driver, args, settings })
    const proxy = useWebServer(recipe, waggle)

    testBehindProxy(proxy)

    test('connections to the tracker are kept for the next request', async () => {
      const requests = 20
      for (let count = 0; count < requests; count++)
        await announce(proxy().http4, randomHash(), {}, { localAddress: `127.0.1.${count + 1}` })
      // What is not kept is closed, perhaps a moment after its reply.
      await vi.waitFor(async () => {
        const kept = await readMetric(waggle(), 'waggle_connections_open')
        expect(kept).toBeLessThan(requests / 2)
      }, untilTrue)
      expect(await readMetric(waggle(), 'waggle_connections_open')).toBeGreaterThan(0)
    })

    test('the tracker is asked for announces and scrapes and for nothing else', async () => {
      for (const path of ['/', '/metrics', '/announcement', '/other/announce']) {
        const { body } = await httpGet(proxy().http4, path)
        expect(body.toString('latin1'), path).not.toMatch(/this tracker answers|BitTorrent/)
      }
    })

    test('who comes past the web server is believed nothing', async () => {
      const headers = ['X-Forwarded-For: 203.0.113.7']
      const origin = { localAddress: '127.0.0.9', headers }
      const reply = await announce(waggle().http4, randomHash(), {}, origin)
      expect(reply.externalIp).toBe('127.0.0.9')
    })
  })
})
